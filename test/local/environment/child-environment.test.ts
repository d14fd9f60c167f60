import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cdkEnvironment, childEnvironment } from '../../../local/environment/child-environment.ts';
import { repository } from '../../../local/environment/instance.ts';

const developer = {
  PATH: '/usr/bin',
  HOME: '/home/dev',
  LANG: 'C.UTF-8',
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIA1',
  AWS_SECRET_ACCESS_KEY: 'of the developer',
  AWS_SESSION_TOKEN: 'of the developer',
  AWS_ENDPOINT_URL_STS: 'https://sts.amazonaws.com',
  CDK_DEFAULT_ACCOUNT: '999999999999',
  HTTPS_PROXY: 'http://proxy.example.com',
  NODE_OPTIONS: '--inspect',
};
const deployer = {
  endpointUrl: 'http://127.0.0.1:4566',
  hubAccount: '111111111111',
  region: 'us-east-1',
  secret: 'of this environment',
};

describe('the environment of a child', () => {
  it('holds nothing of the developer but language and path', () => {
    expect(childEnvironment(developer, '/instance/home')).toEqual({
      HOME: '/instance/home',
      LANG: 'C.UTF-8',
      PATH: expect.stringMatching(/:\/usr\/bin$/),
    });
  });

  it('finds the Node of the repository before any other', () => {
    const [first] = childEnvironment(developer, '/h')['PATH']?.split(delimiter) ?? [];

    expect(first).toBe(join(repository, 'node_modules', '.bin'));
  });
});

describe('the environment of the CDK CLI', () => {
  it('reaches the local gate, with credentials that mean something there only', () => {
    const environment = cdkEnvironment(developer, '/h', deployer);

    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_ACCESS_KEY_ID: '111111111111',
      AWS_SECRET_ACCESS_KEY: 'of this environment',
      CDK_DEFAULT_ACCOUNT: '111111111111',
    });
    expect(Object.values(environment).join(' ')).not.toMatch(/of the developer|amazonaws|AKIA1/);
    expect(Object.keys(environment)).not.toContain('AWS_PROFILE');
  });

  it('is not made for an endpoint elsewhere', () => {
    const elsewhere = { ...deployer, endpointUrl: 'https://cloudformation.us-east-1.amazonaws.com' };

    expect(() => cdkEnvironment(developer, '/h', elsewhere)).toThrowError(
      expect.objectContaining({ code: 'endpoint-not-loopback' }),
    );
  });
});
