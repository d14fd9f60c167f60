import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import flags from '../../cdk.json' with { type: 'json' };
import { addMandate } from '../../lib/mandate-app.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import type { CodeOf } from '../../lib/stacks/control-plane-stack.ts';
import { settingsOf } from './settings.ts';

/** Templates do not depend on what the functions do. */
const noCode: CodeOf = () => Code.fromInline('export const handler = () => {};');

/** The app as `bin` builds it, under the flags of `cdk.json`, without bundles. */
export const appOf = (settings: Settings = settingsOf()): App => {
  const app = new App({ context: flags.context });
  addMandate(app, settings, noCode);
  return app;
};

export const stackOf = (app: App, name: string): Stack => {
  const stack = app.node.findChild(name);
  if (!Stack.isStack(stack)) throw new Error(`${name} is not a stack`);
  return stack;
};

export const templateOf = (name: string, settings?: Settings): Template =>
  Template.fromStack(stackOf(appOf(settings), name));
