import {
  DeletePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { iamRoleManager } from '../../../lambdas/adapters/iam/role-manager.ts';
import { agentRoleName, provisionerName, stopListArn } from '../../../lambdas/contracts/resource-names.ts';
import type { AgentId } from '../../../lambdas/core/kernel/identifiers.ts';
import type { RoleManager } from '../../../lambdas/core/ports/role-manager.ts';
import { armFault } from '../../support/clients.ts';
import { agentId } from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { hubFunction } from '../../support/hub-roles.ts';
import { callsOf } from '../../support/logged-calls.ts';
import { specificationOf } from '../../support/role-specification.ts';
import { type SeenIam, seenIam } from '../../support/seen-iam.ts';
import { watchedHandler } from '../../support/watched-handler.ts';
import { createWorkload, type WorkloadUnderTest } from '../../support/workload-account.ts';

const emulator = inject('emulator');
const ENVIRONMENT = 'iam-crash';
const provisioner = provisionerName(ENVIRONMENT);

let workload: WorkloadUnderTest;
let iam: SeenIam;
let roles: RoleManager;
let id: AgentId;
let count = 0;
/** How often, after any call of the manager, the role was permitted something without its stop list. */
let unstoppable = 0;

beforeAll(async () => {
  workload = await createWorkload(emulator, ENVIRONMENT);
  iam = seenIam(emulator, workload.where);
  const look = async () => {
    if (await iam.isPermittedUnstoppably(id)) unstoppable += 1;
  };
  roles = iamRoleManager({
    deployment: workload.deployment,
    sts: new STSClient(await hubFunction(emulator, workload, 'provisioner')),
    sessionName: 'mandate-provisioner',
    clientConfig: { endpoint: emulator.endpointUrl, requestHandler: watchedHandler(look) },
    clock: new FakeClock(),
  });
});

beforeEach(() => {
  count += 1;
  unstoppable = 0;
  id = agentId(`interrupted-${count}`);
});

const specify = () => specificationOf(id, workload.environment);
const ensure = () => roles.ensureRole(specify());
const remove = () => roles.deleteRole(id, workload.environment);
const named = () => ({ RoleName: agentRoleName(id) });

/** The process dies at its next such call: before IAM has it, or after IAM has carried it out. */
const interruptAt = (operation: string, moment: string) =>
  armFault(emulator, {
    match: { service: 'iam', operation, principal: provisioner },
    // no code that anybody repeats a call for
    error: { code: 'Interrupted', status: 400 },
    times: 1,
    after: moment === 'after',
  });

const each = (operations: readonly string[]) =>
  operations.flatMap((operation) => [
    ['before', operation],
    ['after', operation],
  ]);

/** A complete role, to which others have done all that ensureRole mends. */
const driftedRole = async () => {
  await ensure();
  const { trust, tags, permissions } = specify();
  const narrowed = JSON.stringify({ ...trust, Statement: trust.Statement.slice(0, 1) });
  const widened = JSON.stringify({ ...permissions, Statement: permissions.Statement.slice(0, 1) });
  const put = { ...named(), PolicyDocument: widened };
  await iam.client.send(new UpdateAssumeRolePolicyCommand({ ...named(), PolicyDocument: narrowed }));
  await iam.client.send(new PutRolePolicyCommand({ ...put, PolicyName: 'profile' }));
  await iam.client.send(new PutRolePolicyCommand({ ...put, PolicyName: 'extra' }));
  const Tags = Object.keys(tags).map((Key) => ({
    Key,
    Value: Key === 'mandate:profile' ? 'other' : tags[Key],
  }));
  await iam.client.send(new TagRoleCommand({ ...named(), Tags }));
};

const expectComplete = async () => {
  const { trust, tags, permissions } = specify();
  expect(await iam.role(id)).toMatchObject({
    trust,
    tags,
    permissions,
    stopListAttached: true,
    locked: false,
  });
};

describe('a role that was interrupted while it was made', () => {
  const CALLS = ['GetPolicy', 'CreatePolicy', 'CreateRole', 'AttachRolePolicy', 'PutRolePolicy'];

  beforeEach(async () => {
    const PolicyArn = stopListArn(workload.where);
    // the environment's first role, each time
    if ((await iam.stopList()) !== undefined) await iam.client.send(new DeletePolicyCommand({ PolicyArn }));
  });

  it.each(each(CALLS))('%s %s is complete after a second run', async (moment, operation) => {
    await interruptAt(operation, moment);

    const interrupted = await ensure().catch((error: Error) => error.name);
    await ensure();

    expect(interrupted).toBe('Interrupted');
    await expectComplete();
    expect(unstoppable).toBe(0);
    expect(await iam.stopList()).toEqual(specify().emptyStopList);
    await remove();
  });

  it('is tried at every call there is', async () => {
    await ensure();

    const made = (await callsOf(emulator, provisioner)).slice(-CALLS.length);
    expect(made.map(({ operation }) => operation)).toEqual(CALLS);
    await remove();
  });
});

describe('a role that was interrupted while it was mended', () => {
  const CALLS = [
    'GetPolicy',
    'CreateRole',
    'GetRole',
    'ListAttachedRolePolicies',
    'ListRolePolicies',
    'GetRolePolicy',
    'DeleteRolePolicy',
    'UpdateAssumeRolePolicy',
    'TagRole',
    'PutRolePolicy',
  ];

  it.each(each(CALLS))('%s %s is complete after a second run', async (moment, operation) => {
    await driftedRole();
    await interruptAt(operation, moment);

    const interrupted = await ensure().catch((error: Error) => error.name);
    await ensure();

    expect(interrupted).toBe('Interrupted');
    await expectComplete();
    expect(unstoppable).toBe(0);
  });
});

describe('a role that was interrupted while it was deleted', () => {
  const CALLS = ['GetRole', 'ListRolePolicies', 'DeleteRolePolicy', 'DetachRolePolicy', 'DeleteRole'];

  it.each(each(CALLS))('%s %s is gone after a second run', async (moment, operation) => {
    await ensure();
    await interruptAt(operation, moment);

    const interrupted = await remove().catch((error: Error) => error.name);
    await remove();

    expect(interrupted).toBe('Interrupted');
    expect(await iam.role(id)).toBeUndefined();
    expect(unstoppable).toBe(0);
  });
});

describe('a role whose stop list somebody detached', () => {
  it('is noticed by these tests', async () => {
    await ensure();
    const PolicyArn = stopListArn(workload.where);
    await iam.client.send(new DetachRolePolicyCommand({ ...named(), PolicyArn }));

    await ensure();

    expect(unstoppable).toBeGreaterThan(0);
  });
});
