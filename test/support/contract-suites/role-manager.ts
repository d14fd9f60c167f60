import { beforeEach, describe, expect, it } from 'vitest';
import { ForeignRoleError } from '../../../lambdas/core/agents/foreign-role-error.ts';
import type { AgentId, EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { RoleManager } from '../../../lambdas/core/ports/role-manager.ts';
import type { PolicyDocument } from '../../../lambdas/core/profiles/policy-document.ts';
import { specificationOf } from '../role-specification.ts';
import { agentId } from './entities.ts';

/** A role as an administrator of the account sees it. */
export interface SeenRole {
  readonly arn: string;
  readonly trust: unknown;
  readonly tags: Readonly<Record<string, string>>;
  readonly permissions: unknown;
  readonly stopListAttached: boolean;
  /** Denied everything. */
  readonly locked: boolean;
  /** Sessions opened before it are denied everything. */
  readonly deniedBefore?: string;
}

export interface RolesUnderTest {
  readonly roles: RoleManager;
  readonly environment: EnvironmentName;
  see(agentId: AgentId): Promise<SeenRole | undefined>;
  seeStopList(): Promise<unknown>;
  /** Creates a role by the agent's name that is not the agent's. */
  plantForeign(agentId: AgentId): Promise<void>;
}

const OTHER_PERMISSIONS: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Other', Effect: 'Allow', Action: ['s3:PutObject'], Resource: ['*'] }],
};

/** What every role manager promises. @param open no agent of it has a role yet */
export const roleManagerContract = (open: () => Promise<RolesUnderTest>): void => {
  let subject: RolesUnderTest;
  let count = 0;
  let id: AgentId;

  beforeEach(async () => {
    subject = await open();
    count += 1;
    id = agentId(`contract-agent-${count}`);
  });

  const specify = (changes = {}) => specificationOf(id, subject.environment, changes);
  const ensure = (changes = {}) => subject.roles.ensureRole(specify(changes));
  const lock = () => subject.roles.lockRole(id, subject.environment);
  const remove = () => subject.roles.deleteRole(id, subject.environment);

  describe('ensuring a role', () => {
    it('gives the role that was specified, with the stop list attached', async () => {
      const { arn } = await ensure();

      const { trust, tags, permissions } = specify();
      expect(arn).toMatch(new RegExp(`:role/mandate/${subject.environment}/mandate-${id}$`));
      expect(await subject.see(id)).toEqual({
        arn,
        trust,
        tags,
        permissions,
        stopListAttached: true,
        locked: false,
      });
    });

    it('changes nothing when it is repeated', async () => {
      const first = await ensure();
      const seen = await subject.see(id);

      expect(await ensure()).toEqual(first);
      expect(await subject.see(id)).toEqual(seen);
    });

    it('brings trust, tags and permissions to what is specified now', async () => {
      await ensure();
      const trust = { ...specify().trust, Statement: specify().trust.Statement.slice(0, 1) };
      const tags = { ...specify().tags, 'mandate:profile': 'support-agent' };

      await ensure({ trust, tags, permissions: OTHER_PERMISSIONS });

      expect(await subject.see(id)).toMatchObject({ trust, tags, permissions: OTHER_PERMISSIONS });
    });

    it('leaves the stop list that is there as it is', async () => {
      await ensure();
      const before = await subject.seeStopList();
      const other = { ...specify().emptyStopList, Statement: [] };

      await ensure({ emptyStopList: other });

      expect(before).toEqual(specify().emptyStopList);
      expect(await subject.seeStopList()).toEqual(before);
    });

    it('leaves a lock in place', async () => {
      await ensure();
      await lock();

      await ensure({ permissions: OTHER_PERMISSIONS });

      expect(await subject.see(id)).toMatchObject({ locked: true, permissions: OTHER_PERMISSIONS });
    });
  });

  describe('ensuring a role that takes sessions from some time on', () => {
    const from = { sessionsFrom: '2026-11-24T05:00:01.000Z' };
    const taking = { locked: false, deniedBefore: '2026-11-24T05:00:01Z', stopListAttached: true };

    it.each([
      ['of a new role', async () => {}],
      ['of one that is there', ensure],
      ['in place of a lock', () => ensure().then(lock)],
    ])('denies those of before, %s', async (_, prepare) => {
      await prepare();

      await ensure(from);

      expect(await subject.see(id)).toMatchObject(taking);
    });

    it('gives way to a lock', async () => {
      await ensure(from);

      await lock();

      const seen = await subject.see(id);
      expect(seen).toMatchObject({ locked: true });
      expect(seen?.deniedBefore).toBeUndefined();
    });
  });

  describe('locking a role', () => {
    it('is done once, however often it is asked for', async () => {
      await ensure();

      await lock();
      await lock();

      expect(await subject.see(id)).toMatchObject({ locked: true, stopListAttached: true });
    });

    it('does nothing where there is no role', async () => {
      await lock();

      expect(await subject.see(id)).toBeUndefined();
    });
  });

  describe('deleting a role', () => {
    it.each([
      ['as it is', async () => {}],
      ['when it is locked', lock],
    ])('removes it %s', async (_, prepare) => {
      await ensure();
      await prepare();

      await remove();

      expect(await subject.see(id)).toBeUndefined();
    });

    it('does nothing where there is none', async () => {
      await ensure();
      await remove();

      await remove();

      expect(await subject.see(id)).toBeUndefined();
    });

    it('takes the lock with it', async () => {
      await ensure();
      await lock();
      await remove();

      await ensure();

      expect(await subject.see(id)).toMatchObject({ locked: false });
    });
  });

  describe('a role of that name that is not the agent’s', () => {
    it.each([
      ['ensured', ensure],
      ['locked', lock],
      ['deleted', remove],
    ])('is not %s', async (_, act) => {
      await subject.plantForeign(id);
      const before = await subject.see(id);

      const error = await act().catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(ForeignRoleError);
      expect(error).toMatchObject({ code: 'foreign-role', resolution: expect.stringContaining('remove') });
      expect(before).toBeDefined();
      expect(await subject.see(id)).toEqual(before);
    });
  });
};
