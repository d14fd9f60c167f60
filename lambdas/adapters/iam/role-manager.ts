import { GetPolicyCommand } from '@aws-sdk/client-iam';
import { provisionerArn, stopListArn } from '../../contracts/resource-names.ts';
import type { Instant } from '../../core/kernel/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { RoleManager, RoleSpecification } from '../../core/ports/role-manager.ts';
import type { PolicyDocument } from '../../core/profiles/policy-document.ts';
import { AgentRole } from './agent-role.ts';
import { createStopList } from './create-stop-list.ts';
import { type AccountIam, type DelegatedIamOptions, delegatedIam } from './delegated-iam.ts';
import { type IamCode, ifThere, isIamError, retryOn } from './iam-retry.ts';
import { driftOf, type RoleDrift } from './role-drift.ts';
import { RoleInUseError } from './role-in-use-error.ts';
import { findOwn, LOCK_POLICY, PROFILE_POLICY, type RoleState, readState } from './role-state.ts';
import { samePolicy } from './same-policy.ts';

export interface RoleManagerOptions extends DelegatedIamOptions {
  readonly clock: Clock;
  /** Told of what ensureRole found and may not mend. */
  readonly onDrift?: (drift: RoleDrift) => void;
}

/** A new role is not seen everywhere at once; where it is not, its path and boundary permit nothing on it either. */
const NOT_YET: readonly IamCode[] = ['NoSuchEntity', 'AccessDenied', 'ConcurrentModification'];

const OWN_POLICIES = [PROFILE_POLICY, LOCK_POLICY];

const LOCK: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Lock', Effect: 'Deny', Action: ['*'], Resource: ['*'] }],
};

/** Denies the sessions of before. Source: IAM's own `AWSRevokeOlderSessions`. */
const lockBefore = (instant: Instant): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OlderSessions',
      Effect: 'Deny',
      Action: ['*'],
      Resource: ['*'],
      Condition: { DateLessThan: { 'aws:TokenIssueTime': `${instant.slice(0, 19)}Z` } },
    },
  ],
});

/**
 * Keeps agent roles through the environment's provisioner. IAM calls: a new role 4 (5 with the environment's first),
 * one that is as it should be 6, a lock 2, a deletion 5 (6 when it is locked). A role keeps the description of its
 * creation. A lock stays until the role is deleted, or gives way, for one call more, to a deny of the sessions of before.
 */
export const iamRoleManager = (options: RoleManagerOptions): RoleManager => {
  const { clock, onDrift = () => {} } = options;
  const iamOf = delegatedIam(options, provisionerArn);
  return {
    ensureRole: async (specification) => {
      const account = iamOf(specification.environment);
      const role = new AgentRole(account, specification.agentId);
      await ensureStopList(account, specification.emptyStopList);
      const state = await createOrRead(role, specification, clock);
      await complete(role, specification, { state, clock });
      const drift = driftOf(role, specification, state);
      if (drift !== undefined) onDrift(drift);
      return { arn: role.arn };
    },
    lockRole: (agentId, environment) => {
      const role = new AgentRole(iamOf(environment), agentId);
      return unlessMissing(role, () =>
        retryOn(['ConcurrentModification'], clock, () => role.putInlinePolicy(LOCK_POLICY, LOCK)),
      );
    },
    deleteRole: (agentId, environment) => removeRole(new AgentRole(iamOf(environment), agentId), clock),
  };
};

/** Creating comes first: to look first would leave room for another to create in between. */
const createOrRead = (role: AgentRole, specification: RoleSpecification, clock: Clock): Promise<RoleState> =>
  retryOn(['EntityAlreadyExists'], clock, async () => {
    try {
      await role.create(specification);
      return stateWhenCreated(specification);
    } catch (error) {
      if (!isIamError(error, ['EntityAlreadyExists'])) throw error;
      const found = await findOwn(role);
      const state = found && (await ifThere(() => readState(role, found)));
      // gone again, or not seen yet
      if (state === undefined) throw error;
      return state;
    }
  });

/** Denies come before permits: the stop list is attached, and what does not belong gone, before the profile is put. */
const complete = async (
  role: AgentRole,
  { trust, tags, permissions, sessionsFrom }: RoleSpecification,
  { state, clock }: { readonly state: RoleState; readonly clock: Clock },
): Promise<void> => {
  const write = (call: () => Promise<void>) => retryOn(NOT_YET, clock, call);
  if (!state.attached.includes(role.stopListArn)) await write(() => role.attachStopList());
  for (const name of state.inline.filter((each) => !OWN_POLICIES.includes(each))) {
    await write(() => role.deleteInlinePolicy(name));
  }
  if (!samePolicy(state.trust, trust)) await write(() => role.setTrust(trust));
  const wrong = Object.entries(tags).filter(([key, value]) => state.tags[key] !== value);
  if (wrong.length > 0) await write(() => role.setTags(Object.fromEntries(wrong)));
  if (!samePolicy(state.profile, permissions)) {
    await write(() => role.putInlinePolicy(PROFILE_POLICY, permissions));
  }
  // last: until then a lock denies everything
  if (sessionsFrom !== undefined) {
    await write(() => role.putInlinePolicy(LOCK_POLICY, lockBefore(sessionsFrom)));
  }
};

const stateWhenCreated = ({ trust, tags }: RoleSpecification): RoleState => ({
  trust,
  tags,
  maxSessionSeconds: undefined,
  attached: [],
  inline: [],
  profile: undefined,
});

const ensureStopList = async (account: AccountIam, document: PolicyDocument): Promise<void> => {
  const get = new GetPolicyCommand({ PolicyArn: stopListArn(account.where) });
  if ((await ifThere(() => account.client.send(get))) !== undefined) return;
  try {
    await createStopList(account, document);
  } catch (error) {
    if (!isIamError(error, ['EntityAlreadyExists'])) throw error;
  }
};

/** Acts on the agent's own role; one that is missing, or goes while it is acted on, is fine. */
const unlessMissing = async (role: AgentRole, act: () => Promise<void>): Promise<void> => {
  if ((await findOwn(role)) === undefined) return;
  try {
    await act();
  } catch (error) {
    // a role that is gone has no path, so IAM denies instead of saying so
    const mayBeGone = isIamError(error, ['NoSuchEntity', 'AccessDenied']);
    if (!mayBeGone || (await findOwn(role)) !== undefined) throw error;
  }
};

const removeRole = async (role: AgentRole, clock: Clock): Promise<void> => {
  try {
    // in conflict: what was attached is seen, or still seen, later
    await unlessMissing(role, () =>
      retryOn(['DeleteConflict', 'ConcurrentModification'], clock, () => dismantle(role)),
    );
  } catch (cause) {
    if (isIamError(cause, ['DeleteConflict'])) throw new RoleInUseError(role.arn, { cause });
    throw cause;
  }
};

/** What permits goes first and what denies goes last. */
const dismantle = async (role: AgentRole): Promise<void> => {
  const inline = await role.inlinePolicies();
  for (const name of inline.filter((each) => each !== LOCK_POLICY)) await role.deleteInlinePolicy(name);
  await role.detachStopList();
  if (inline.includes(LOCK_POLICY)) await role.deleteInlinePolicy(LOCK_POLICY);
  await role.delete();
};
