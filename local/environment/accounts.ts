export const region = 'us-east-1';

/** The accounts of the sample company. The emulator takes a 12-digit access key id as the account. */
export const accounts = {
  hub: '111111111111',
  test: '222222222222',
  staging: '333333333333',
  production: '444444444444',
} as const;

export const workloadEnvironments = ['test', 'staging', 'production'] as const;

export const busName = 'mandate';
export const tableName = 'mandate';
