import { GetPolicyCommand } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { delegatedIam } from '../../../lambdas/adapters/iam/delegated-iam.ts';
import { provisionerArn } from '../../../lambdas/contracts/resource-names.ts';
import { deploymentOf } from '../../../lib/stacks/deployment-file.ts';
import { environmentName } from '../../support/contract-suites/entities.ts';
import {
  clientOf,
  queryAnswer,
  queryError,
  type ScriptedService,
  scriptedService,
  sessionAnswer,
} from '../../support/scripted-service.ts';
import { settingsOf } from '../../support/settings.ts';

const test = environmentName('test');

/** STS and IAM at one endpoint; sessions last this many seconds. */
const accountWith = (sessionSeconds: number): Promise<ScriptedService> =>
  scriptedService(({ operation }) =>
    operation === 'AssumeRole' ? sessionAnswer(sessionSeconds) : queryAnswer(operation, '<Policy/>'),
  );

const iamAt = (service: ScriptedService, partition = 'aws') =>
  delegatedIam(
    {
      deployment: { ...deploymentOf(settingsOf()), partition },
      sts: new STSClient(clientOf(service)),
      sessionName: 'mandate-provisioner',
      clientConfig: { endpoint: service.endpoint },
    },
    provisionerArn,
  );

const callTwice = async (service: ScriptedService): Promise<readonly string[]> => {
  const iamOf = iamAt(service);
  for (const _ of [1, 2]) await iamOf(test).client.send(new GetPolicyCommand({ PolicyArn: 'arn:policy' }));
  return service.calls.map(({ operation }) => operation);
};

describe('IAM through a delegated role', () => {
  it('asks for a short session, in the function’s name and for this environment', async () => {
    const service = await accountWith(900);

    await callTwice(service);

    expect(Object.fromEntries(service.calls[0]?.form ?? [])).toMatchObject({
      RoleArn: 'arn:aws:iam::222222222222:role/MandateProvisioner-test',
      ExternalId: 'mandate:111111111111:test',
      RoleSessionName: 'mandate-provisioner',
      DurationSeconds: '900',
    });
  });

  it('keeps the session for further calls', async () => {
    expect(await callTwice(await accountWith(900))).toEqual(['AssumeRole', 'GetPolicy', 'GetPolicy']);
  });

  it('opens another one before the session ends', async () => {
    const operations = await callTwice(await accountWith(290));

    expect(operations.lastIndexOf('AssumeRole')).toBeGreaterThan(operations.indexOf('GetPolicy'));
  });

  it('calls with the session, not with the function’s own credentials', async () => {
    const service = await accountWith(900);

    await callTwice(service);

    expect(service.calls[1]?.headers['x-amz-security-token']).toBe('session-token');
  });

  it.each([
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso-e', 'eu-central-1'],
  ])('reaches IAM of partition %s in %s', async (partition, region) => {
    const service = await accountWith(900);

    const { client, where } = iamAt(service, partition)(test);
    await client.send(new GetPolicyCommand({ PolicyArn: 'arn:policy' }));

    expect(where.partition).toBe(partition);
    expect(service.calls.map((call) => call.region)).toEqual(['eu-central-1', region]);
    expect(service.calls[0]?.form.get('RoleArn')).toMatch(`arn:${partition}:iam::`);
  });

  it('has one client for each environment', async () => {
    const iamOf = iamAt(await accountWith(900));

    expect(iamOf(test)).toBe(iamOf(test));
    expect(iamOf(test).client).not.toBe(iamOf(environmentName('staging')).client);
  });

  it('says by name that the role could not be assumed, so that no denial is mistaken for one of IAM', async () => {
    const service = await scriptedService(() => queryError('AccessDenied', 403));
    const { client } = iamAt(service)(test);

    await expect(client.send(new GetPolicyCommand({ PolicyArn: 'arn:policy' }))).rejects.toMatchObject({
      name: 'DelegationError',
      code: 'delegation-failed',
      cause: { name: 'AccessDenied' },
      resolution: expect.stringContaining('workload stack of test'),
    });
  });

  it('knows no environment but those of the deployment', async () => {
    const iamOf = iamAt(await accountWith(900));

    expect(() => iamOf(environmentName('elsewhere'))).toThrow(
      expect.objectContaining({ code: 'unknown-environment', resolution: expect.any(String) }),
    );
  });
});
