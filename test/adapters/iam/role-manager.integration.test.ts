import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { RoleDrift } from '../../../lambdas/adapters/iam/role-drift.ts';
import { iamRoleManager } from '../../../lambdas/adapters/iam/role-manager.ts';
import { agentRoleName, provisionerName } from '../../../lambdas/contracts/resource-names.ts';
import type { AgentId } from '../../../lambdas/core/kernel/identifiers.ts';
import type { RoleManager } from '../../../lambdas/core/ports/role-manager.ts';
import { provisionerPolicy } from '../../../lib/stacks/workload-permissions.ts';
import { armFault } from '../../support/clients.ts';
import { agentId } from '../../support/contract-suites/entities.ts';
import { roleManagerContract } from '../../support/contract-suites/role-manager.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { hubFunction } from '../../support/hub-roles.ts';
import { callsOf } from '../../support/logged-calls.ts';
import { specificationOf } from '../../support/role-specification.ts';
import { type SeenIam, seenIam } from '../../support/seen-iam.ts';
import { createWorkload, type WorkloadUnderTest } from '../../support/workload-account.ts';

const emulator = inject('emulator');
const provisioner = provisionerName('iam-roles');

let workload: WorkloadUnderTest;
let iam: SeenIam;
let roles: RoleManager;
const drifts: RoleDrift[] = [];

beforeAll(async () => {
  workload = await createWorkload(emulator, 'iam-roles');
  iam = seenIam(emulator, workload.where);
  roles = iamRoleManager({
    deployment: workload.deployment,
    sts: new STSClient(await hubFunction(emulator, workload, 'provisioner')),
    sessionName: 'mandate-provisioner',
    clientConfig: { endpoint: emulator.endpointUrl },
    clock: new FakeClock(),
    onDrift: (drift) => drifts.push(drift),
  });
});

const specify = (id: AgentId, changes = {}) => specificationOf(id, workload.environment, changes);
const ensure = (id: AgentId) => roles.ensureRole(specify(id));
const named = (id: AgentId) => ({ RoleName: agentRoleName(id) });
const allowing = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

describe('the role manager of IAM', () => {
  roleManagerContract(async () => ({
    roles,
    environment: workload.environment,
    see: (id) => iam.role(id),
    seeStopList: () => iam.stopList(),
    plantForeign: async (id) => {
      const AssumeRolePolicyDocument = JSON.stringify(specify(id).trust);
      await iam.client.send(new CreateRoleCommand({ ...named(id), AssumeRolePolicyDocument }));
    },
  }));

  describe('a role of that name that is not the agent’s', () => {
    it.each<[string, Partial<CreateRoleCommandInput>, Readonly<Record<string, string>>]>([
      ['under another path', { Path: '/elsewhere/' }, {}],
      ['without the boundary', { PermissionsBoundary: undefined }, {}],
      ['of another agent', {}, { 'mandate:agent': 'another-agent' }],
      ['of another environment', {}, { 'mandate:environment': 'another-environment' }],
    ])('is seen to be one %s', async (kind, changes, otherTags) => {
      const id = agentId(`foreign-${kind.replaceAll(' ', '-')}`);
      const { environment, account } = workload.where;
      const tags = { ...specify(id).tags, ...otherTags };
      const own = {
        ...named(id),
        Path: `/mandate/${environment}/`,
        PermissionsBoundary: `arn:aws:iam::${account}:policy/mandate/MandateBoundary-${environment}`,
        AssumeRolePolicyDocument: JSON.stringify(specify(id).trust),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      };
      await iam.client.send(new CreateRoleCommand({ ...own, ...changes }));

      await expect(ensure(id)).rejects.toMatchObject({ code: 'foreign-role' });
    });
  });

  describe('what others did to a role', () => {
    it('is undone where the provisioner may', async () => {
      const id = agentId('drifted-inline');
      await ensure(id);
      const PolicyName = 'a-way-in';
      await iam.client.send(
        new PutRolePolicyCommand({ ...named(id), PolicyName, PolicyDocument: allowing('s3:*') }),
      );
      const PolicyArn = `arn:aws:iam::${workload.where.account}:policy/mandate/MandateStops-iam-roles`;
      await iam.client.send(new DetachRolePolicyCommand({ ...named(id), PolicyArn }));

      await ensure(id);

      expect(await iam.role(id)).toMatchObject({
        permissions: specify(id).permissions,
        stopListAttached: true,
      });
      expect(drifts).toEqual([]);
    });

    it('is reported where it may not, and then keeps the role from being deleted', async () => {
      const id = agentId('drifted-attached');
      const { arn } = await ensure(id);
      const PolicyDocument = allowing('s3:*');
      const created = await iam.client.send(
        new CreatePolicyCommand({ PolicyName: 'iam-roles-extra', PolicyDocument }),
      );
      const PolicyArn = created.Policy?.Arn;
      await iam.client.send(new AttachRolePolicyCommand({ ...named(id), PolicyArn }));
      await iam.client.send(new TagRoleCommand({ ...named(id), Tags: [{ Key: 'team', Value: 'blue' }] }));

      await ensure(id);
      const removal = roles.deleteRole(id, workload.environment);

      await expect(removal).rejects.toMatchObject({ code: 'role-in-use', resolution: expect.any(String) });
      expect(drifts).toEqual([
        {
          agentId: id,
          environment: 'iam-roles',
          roleArn: arn,
          attachedPolicies: [PolicyArn],
          tags: ['team'],
        },
      ]);
    });
  });

  describe('what IAM says while it has not settled', () => {
    it.each([
      ['AttachRolePolicy', 'NoSuchEntity', 404],
      ['AttachRolePolicy', 'AccessDenied', 403],
      ['PutRolePolicy', 'ConcurrentModification', 409],
      ['CreateRole', 'EntityAlreadyExists', 409],
    ])('does not keep %s from succeeding when it is %s', async (operation, code, status) => {
      const id = agentId(`unsettled-${operation}-${code}`.toLowerCase());
      await armFault(emulator, {
        match: { service: 'iam', operation, principal: provisioner },
        error: { code, status },
        times: 2,
      });

      await ensure(id);

      expect(await iam.role(id)).toMatchObject({ permissions: specify(id).permissions });
    });

    it('is given up on in the end', async () => {
      await armFault(emulator, {
        match: { service: 'iam', operation: 'AttachRolePolicy', principal: provisioner },
        error: { code: 'ConcurrentModification', status: 409 },
        times: 6,
      });

      await expect(ensure(agentId('never-settles'))).rejects.toMatchObject({
        name: 'ConcurrentModificationException',
      });
    });
  });

  describe('two at once', () => {
    it('make one complete role', async () => {
      const id = agentId('made-twice');

      const arns = await Promise.all([ensure(id), ensure(id), ensure(id)]);

      expect(new Set(arns.map(({ arn }) => arn)).size).toBe(1);
      expect(await iam.role(id)).toMatchObject({
        permissions: specify(id).permissions,
        stopListAttached: true,
      });
    });

    it('delete one role without an error', async () => {
      const id = agentId('deleted-twice');
      await ensure(id);

      await Promise.all([1, 2, 3].map(() => roles.deleteRole(id, workload.environment)));

      expect(await iam.role(id)).toBeUndefined();
    });
  });

  it('locks for sure or fails: a denial is never taken for a missing role', async () => {
    const id = agentId('lock-denied');
    await ensure(id);
    await armFault(emulator, {
      match: { service: 'iam', operation: 'PutRolePolicy', principal: provisioner },
      error: { code: 'AccessDenied', status: 403 },
      times: 1,
    });

    await expect(roles.lockRole(id, workload.environment)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await iam.role(id)).toMatchObject({ locked: false });
  });

  it('has one session for all calls, and uses every permission of the provisioner and no other', async () => {
    const granted = provisionerPolicy(workload.where).Statement.flatMap(({ Sid, Action = [] }) =>
      Action.map((action) => `${Sid} ${action}`),
    );
    const calls = await callsOf(emulator, `/${provisioner}/mandate-provisioner`);

    const used = calls
      .filter(({ decision }) => decision === 'allow')
      .map(({ statement, action }) => `${statement?.split('#').at(-1)} ${action}`);

    expect([...new Set(used)].sort()).toEqual([...granted].sort());
    const sessions = (await callsOf(emulator, '/MandateProvisioner/')).filter(
      ({ operation, resource }) => operation === 'AssumeRole' && resource.endsWith(provisioner),
    );
    expect(sessions).toHaveLength(1);
  });
});
