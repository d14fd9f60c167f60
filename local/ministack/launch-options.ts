import { join } from 'node:path';
import { childEnvironment, type Variables } from '../environment/child-environment.ts';

export const wrapper = join(import.meta.dirname, 'wrapper.py');

/** The version in `requirements.txt`, to which the work-arounds of `wrapper.py` belong. */
export const pinnedVersion = '1.5.33';

export interface MinistackOptions {
  readonly port: number;
  readonly gateUrl: string;
  readonly lambdaSecret: string;
  readonly region: string;
  readonly account: string;
  readonly files: string;
  readonly home: string;
}

/** MiniStack hands its own environment on to the functions it runs, so this is theirs too. */
export const ministackEnvironment = (
  options: MinistackOptions,
  parent: Variables,
): Record<string, string> => {
  return {
    ...childEnvironment(parent, options.home),
    // the default listens on all addresses of the machine
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(options.port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    STATE_DIR: join(options.files, 'state'),
    S3_DATA_DIR: join(options.files, 's3'),
    // functions are unpacked here, so that nothing is left in the machine's temporary folder
    TMPDIR: join(options.files, 'tmp'),
    MINISTACK_REGION: options.region,
    MINISTACK_ACCOUNT_ID: options.account,
    PYTHONUNBUFFERED: '1',
    AWS_ENDPOINT_URL: options.gateUrl,
    AWS_SECRET_ACCESS_KEY: options.lambdaSecret,
    AWS_EC2_METADATA_DISABLED: 'true',
    // said by the emulator's own code in each function, not by the function
    NODE_OPTIONS: '--disable-warning=DEP0169',
  };
};
