import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { iamRoleManager } from '../../../lambdas/adapters/iam/role-manager.ts';
import { iamStopListWriter } from '../../../lambdas/adapters/iam/stop-list-writer.ts';
import { stsAccessProbe } from '../../../lambdas/adapters/sts/access-probe.ts';
import { stsSessionIssuer } from '../../../lambdas/adapters/sts/session-issuer.ts';
import { SystemClock } from '../../../lambdas/adapters/system/system-clock.ts';
import { agentRoleArn, heartbeatName } from '../../../lambdas/contracts/resource-names.ts';
import type { AccessProbe } from '../../../lambdas/core/ports/access-probe.ts';
import type { SessionIssuer, SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import { compileStopList } from '../../../lambdas/core/stops/compile-stop-list.ts';
import { adminConfig } from '../../support/clients.ts';
import { accessProbeContract } from '../../support/contract-suites/access-probe.ts';
import { agentId, anEntry, leaseId } from '../../support/contract-suites/entities.ts';
import { sessionIssuerContract } from '../../support/contract-suites/session-issuer.ts';
import { hubFunction } from '../../support/hub-roles.ts';
import { specificationOf } from '../../support/role-specification.ts';
import { createWorkload, type WorkloadUnderTest } from '../../support/workload-account.ts';

const emulator = inject('emulator');
const clock = new SystemClock();
const clientConfig = { endpoint: emulator.endpointUrl };

let workload: WorkloadUnderTest;
let broker: SessionIssuer;
let verifier: SessionIssuer;
let probe: AccessProbe;

beforeAll(async () => {
  workload = await createWorkload(emulator, 'sts-sessions');
  broker = stsSessionIssuer(await hubFunction(emulator, workload, 'broker'));
  verifier = stsSessionIssuer(await hubFunction(emulator, workload, 'verifier'));
  probe = stsAccessProbe({ issuer: verifier, clientConfig });
  await createRoles();
  await stop('sts-stopped');
});

const createRoles = async (): Promise<void> => {
  const { deployment, environment } = workload;
  const sts = new STSClient(await hubFunction(emulator, workload, 'provisioner'));
  const roles = iamRoleManager({ deployment, sts, clientConfig, sessionName: 'mandate-provisioner', clock });
  for (const id of ['sts-working', 'sts-stopped', 'sts-powerless'])
    await roles.ensureRole(specificationOf(id, environment));
  const iam = new IAMClient(adminConfig(emulator, workload.where.account));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'mandate-sts-powerless',
      PolicyName: 'profile',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      }),
    }),
  );
};

const stop = async (id: string): Promise<void> => {
  const { deployment, environment } = workload;
  const sts = new STSClient(await hubFunction(emulator, workload, 'compiler'));
  const writer = iamStopListWriter({ deployment, sts, clientConfig, sessionName: 'mandate-compiler', clock });
  const target = { kind: 'agent', agentId: agentId(id) } as const;
  await writer.write(environment, compileStopList([{ ...anEntry(1), environment, target }]).document);
};

const requestOf = (id: string): SessionRequest => ({
  roleArn: agentRoleArn(workload.where, id),
  region: workload.region,
  leaseId: leaseId(1),
  agentId: agentId(id),
  durationSeconds: 900,
  tags: {
    'mandate:agent': id,
    'mandate:owner': 'e1',
    'mandate:process': 'support@1',
    'mandate:profile': 'coding-agent',
    'mandate:environment': workload.environment,
    'mandate:lease': leaseId(1),
  },
});

describe('the session issuer of STS', () => {
  sessionIssuerContract(async () => ({ issuer: broker, clock, request: requestOf('sts-working') }));

  it('gives credentials that work as far as the role and its session policy permit', async () => {
    const read = async (changes: Partial<SessionRequest>) => {
      const issued = await broker.issue({ ...requestOf('sts-working'), ...changes });
      if (!issued.ok) throw new Error(issued.error.message);
      const ssm = new SSMClient({ ...clientConfig, region: workload.region, credentials: issued.value });
      return ssm.send(new GetParameterCommand({ Name: heartbeatName(workload.environment) }));
    };
    const statement = { Sid: 'None', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] } as const;
    const sessionPolicy = { Version: '2012-10-17', Statement: [statement] } as const;

    await expect(read({})).resolves.toMatchObject({ Parameter: { Value: 'alive' } });
    await expect(read({ sessionPolicy })).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each<[string, Partial<SessionRequest>]>([
    ['as another agent', { agentId: agentId('sts-stopped') }],
    ['without the tags that stops match on', { tags: { 'mandate:agent': 'sts-working' } }],
    ['for a role that is missing', { roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-nobody' }],
  ])('is refused by the role’s trust %s', async (_, changes) => {
    expect(await broker.issue({ ...requestOf('sts-working'), ...changes })).toMatchObject({
      ok: false,
      error: { code: 'sts-refused', message: expect.stringContaining('AccessDenied') },
    });
  });

  it('opens no sessions for a verifier but probes', async () => {
    expect(await verifier.issue(requestOf('sts-working'))).toMatchObject({
      ok: false,
      error: { code: 'sts-refused' },
    });
  });
});

describe('the probe of STS', () => {
  accessProbeContract(async () => ({
    probe,
    environment: workload.environment,
    working: requestOf('sts-working'),
    stopped: requestOf('sts-stopped'),
    powerless: requestOf('sts-powerless'),
    missing: requestOf('sts-missing'),
  }));
});
