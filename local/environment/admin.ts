import { requireLoopback } from './loopback.ts';

/** The administrator of every local account: its key id is the account, its secret that of this environment. */
export interface Admin {
  readonly endpointUrl: string;
  readonly region: string;
  readonly secret: string;
}

/** Settings of an SDK client that acts as administrator of an account. */
export const adminClient = (admin: Admin, account: string) => {
  return {
    endpoint: requireLoopback(admin.endpointUrl, 'the endpoint'),
    region: admin.region,
    credentials: { accessKeyId: account, secretAccessKey: admin.secret },
  };
};
