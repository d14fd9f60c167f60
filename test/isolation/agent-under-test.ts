import {
  agentRoleArn,
  agentRoleName,
  boundaryArn,
  stopListArn,
} from '../../lambdas/contracts/resource-names.ts';
import type { ActiveAgent } from '../../lambdas/core/agents/agent.ts';
import { specifyRole } from '../../lambdas/core/agents/role-specification.ts';
import type { TrustedCallers } from '../../lambdas/core/agents/role-trust.ts';
import { emptyChain } from '../../lambdas/core/audit/chain.ts';
import type { Catalog, DeployedProfile } from '../../lambdas/core/environments/catalog.ts';
import type { Environment } from '../../lambdas/core/environments/environment.ts';
import { decideLease, type LeaseCase } from '../../lambdas/core/leases/decide-lease.ts';
import type { Lease } from '../../lambdas/core/leases/lease.ts';
import { ELEVATION_TAG_KEY, sessionTags } from '../../lambdas/core/leases/session-tags.ts';
import type { VerifiedWorkload } from '../../lambdas/core/ports/token-verifier.ts';
import type { PolicyDocument } from '../../lambdas/core/profiles/policy-document.ts';
import { compileStopList } from '../../lambdas/core/stops/compile-stop-list.ts';
import type { Policies, RoleCaller } from '../../local/gate/authorize.ts';
import { AT, anAgent, anEntry, anOwner, aProcess, leaseId } from '../support/contract-suites/entities.ts';

/** What agents of an environment have in common. */
export interface AgentPlace {
  readonly environment: Environment;
  readonly boundary: PolicyDocument;
  readonly catalog: Catalog;
  readonly callers: TrustedCallers;
}

/** An agent at work: its role as the provisioner makes it, and a session as the broker opens it. */
export interface AgentUnderTest {
  readonly agent: ActiveAgent;
  readonly profile: DeployedProfile;
  readonly environment: Environment;
  /** The case in which the broker gives it its lease. */
  readonly leaseCase: LeaseCase;
  readonly lease: Lease;
  readonly caller: RoleCaller;
  readonly policies: Policies;
}

/** Somebody else is stopped: the list is one that has been written, and must not matter here. */
const STOP_LIST = compileStopList([
  { ...anEntry(1), target: { kind: 'owner', ownerId: anOwner('e9').ownerId } },
]).document;

export const agentUnderTest = (profile: DeployedProfile, place: AgentPlace): AgentUnderTest => {
  const { environment, catalog } = place;
  const agent = activeAgent(profile, environment);
  const leaseCase: LeaseCase = {
    facts: {
      agent,
      owner: anOwner('e1'),
      process: aProcess('support', { profiles: [profile.profile] }),
      auditHead: emptyChain(`agent:${agent.agentId}`),
    },
    workload: workloadOf(agent),
    request: { permissions: [] },
    catalog,
    now: AT,
    leaseId: leaseId(1),
  };
  const decided = decideLease(leaseCase);
  if (!decided.ok)
    throw new Error(`${agent.agentId} gets no lease: ${JSON.stringify(decided.error.reasons)}`);
  const { lease } = decided.value;
  return { agent, profile, environment, leaseCase, lease, ...sessionOf(lease, agent, profile, place) };
};

/** The same agent in a session for which one of its elevated permissions is approved. */
export const elevated = ({ caller, ...agent }: AgentUnderTest, permission: string): AgentUnderTest => {
  const { session } = caller;
  if (session === undefined) throw new Error('the agent has no session');
  const tags = { ...session.tags, [ELEVATION_TAG_KEY]: `${permission}:${leaseId(2)}` };
  return { ...agent, caller: { ...caller, session: { ...session, tags } } };
};

/** The same agent under a boundary that lacks a statement. */
export const withoutDenial = ({ policies, ...agent }: AgentUnderTest, sid: string): AgentUnderTest => {
  const { boundary } = policies;
  if (boundary === undefined) throw new Error('the agent has no boundary');
  const document = boundary.policy as PolicyDocument;
  const Statement = document.Statement.filter(({ Sid }) => Sid !== sid);
  if (Statement.length === document.Statement.length) throw new Error(`the boundary has no ${sid}`);
  return {
    ...agent,
    policies: { ...policies, boundary: { ...boundary, policy: { ...document, Statement } } },
  };
};

const activeAgent = (profile: DeployedProfile, environment: Environment): ActiveAgent => {
  // in one shared account the names of roles are shared too, and ids of agents are unique everywhere
  const id = `${profile.profile}-${environment.name}`;
  const arn = agentRoleArn({ ...environment, environment: environment.name }, id);
  const facts = { environment: environment.name, profile: profile.profile };
  return { ...anAgent(id, facts), status: 'active', role: { arn, profileDigest: profile.digest } };
};

const workloadOf = ({ agentId, workload }: ActiveAgent): VerifiedWorkload => {
  if (!('issuer' in workload)) throw new Error(`${agentId} is not bound to a subject of an issuer`);
  return { issuer: workload.issuer, subject: workload.subject, audiences: ['mandate'] };
};

const sessionOf = (
  lease: Lease,
  agent: ActiveAgent,
  profile: DeployedProfile,
  { environment, boundary, callers }: AgentPlace,
): { readonly caller: RoleCaller; readonly policies: Policies } => {
  const where = { ...environment, environment: environment.name };
  const { trust, permissions, tags } = specifyRole(agent, { environment, profile, callers });
  const name = agentRoleName(agent.agentId);
  const arn = `arn:aws:sts::${environment.account}:assumed-role/${name}/${lease.leaseId}`;
  const [id, issuedAt] = [`AROA${agent.agentId}`, Date.parse(lease.issuedAt)];
  return {
    caller: {
      kind: 'role',
      account: environment.account,
      arn,
      userId: `${id}:${lease.leaseId}`,
      role: {
        name,
        arn: lease.roleArn,
        id,
        trust,
        maxSessionSeconds: 3600,
        tags,
        boundaryArn: boundaryArn(where),
      },
      session: {
        accessKeyId: 'ASIA1',
        secret: 'secret',
        token: 'token',
        account: environment.account,
        roleName: name,
        roleId: id,
        arn,
        userId: `${id}:${lease.leaseId}`,
        issuedAt,
        expiresAt: Date.parse(lease.expiresAt),
        tags: sessionTags(lease),
        transitiveTagKeys: [],
        sourceIdentity: agent.agentId,
        policy: undefined,
        managedPolicyArns: [],
      },
    },
    policies: {
      identity: [
        { name: 'profile', policy: permissions },
        { name: stopListArn(where), policy: STOP_LIST },
      ],
      boundary: { name: 'boundary', policy: boundary },
      session: undefined,
    },
  };
};
