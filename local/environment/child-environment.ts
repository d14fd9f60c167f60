import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { repository, toolsDirectory } from './instance.ts';
import { requireLoopback } from './loopback.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

// an allow-list: profiles, credentials, proxies and CDK settings of the developer stay outside
const kept = ['LANG', 'LC_ALL', 'TERM', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];

/** What every child of the local environment gets: a path on which `node` is the repository's own, and little else. */
export const childEnvironment = (parent: Variables, home: string): Record<string, string> => {
  const environment: Record<string, string> = { HOME: home };
  for (const name of kept) if (parent[name] !== undefined) environment[name] = parent[name];
  const folders = [join(repository, 'node_modules', '.bin'), dirname(process.execPath), parent['PATH']];
  environment['PATH'] = folders.filter((folder) => folder !== undefined && folder !== '').join(delimiter);
  return environment;
};

export interface Deployer {
  readonly endpointUrl: string;
  readonly hubAccount: string;
  readonly region: string;
  readonly secret: string;
}

/** What the CDK CLI and the app get: credentials that mean something to the local gate only. */
export const cdkEnvironment = (
  parent: Variables,
  home: string,
  deployer: Deployer,
): Record<string, string> => {
  return {
    ...childEnvironment(parent, home),
    AWS_ENDPOINT_URL: requireLoopback(deployer.endpointUrl, 'the endpoint to deploy to'),
    AWS_ACCESS_KEY_ID: deployer.hubAccount,
    AWS_SECRET_ACCESS_KEY: deployer.secret,
    AWS_REGION: deployer.region,
    AWS_DEFAULT_REGION: deployer.region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: deployer.hubAccount,
    CDK_DEFAULT_REGION: deployer.region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION: '1',
    // its findings are warnings that nobody sees here, `npm run synth` shows them, and it takes most of the synthesis
    CDK_VALIDATION: 'false',
    NODE_COMPILE_CACHE: join(toolsDirectory, 'compile-cache'),
  };
};
