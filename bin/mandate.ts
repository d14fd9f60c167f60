import { App } from 'aws-cdk-lib';
import { BundleError } from '../lib/constructs/bundle.ts';
import { addMandate, bundledCode } from '../lib/mandate-app.ts';
import { loadSettings } from '../lib/settings/load-settings.ts';
import { SettingsError } from '../lib/settings/settings-error.ts';

const settingsFile = (app: App): string => {
  const named: unknown = app.node.tryGetContext('config') ?? process.env['MANDATE_CONFIG'];
  return typeof named === 'string' && named !== '' ? named : 'mandate.config.json';
};

const synthesize = (): void => {
  const app = new App();
  const settings = loadSettings(settingsFile(app), {
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
  });
  addMandate(app, settings, bundledCode(app.outdir));
  app.synth();
};

try {
  synthesize();
} catch (error) {
  // what the user can mend is said plainly; anything else is a bug and keeps its stack trace
  if (error instanceof SettingsError) console.error(error.message);
  else if (error instanceof BundleError) console.error(`${error.message}\n→ ${error.resolution}`);
  else throw error;
  process.exitCode = 1;
}
