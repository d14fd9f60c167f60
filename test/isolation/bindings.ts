import { decideLease } from '../../lambdas/core/leases/decide-lease.ts';
import { PROBE_TAG_KEY, sessionTags } from '../../lambdas/core/leases/session-tags.ts';
import type { AssumeRequest } from '../../local/gate/assume-request.ts';
import { actionsOf } from '../../local/gate/assume-role.ts';
import { callerContext, type RoleCaller } from '../../local/gate/authorize.ts';
import { requestContext, trusted } from '../../local/gate/trust.ts';
import { AT } from '../support/contract-suites/entities.ts';
import type { AgentUnderTest } from './agent-under-test.ts';
import type { Estate } from './estate.ts';
import type { Pair } from './matrix.ts';

/** What is said when a session is opened. */
interface Said {
  readonly sourceIdentity: string;
  readonly tags: Readonly<Record<string, string>>;
}

const asAgent = ({ agent, lease }: AgentUnderTest): Said => ({
  sourceIdentity: agent.agentId,
  tags: sessionTags(lease),
});
const asProbe = (said: Said): Said => ({ ...said, tags: { ...said.tags, [PROBE_TAG_KEY]: 'true' } });

/** Whether broker and verifier get the agent's own sessions. */
export const opensOwn = (agent: AgentUnderTest, estate: Estate): boolean =>
  mayOpen(estate, 'MandateBroker', agent, asAgent(agent)) &&
  mayOpen(estate, 'MandateVerifier', agent, asProbe(asAgent(agent)));

/** Whether the broker gets the session of another agent's role for it. */
export const opensForOther = (agent: AgentUnderTest, other: AgentUnderTest, estate: Estate): boolean =>
  mayOpen(estate, 'MandateBroker', other, asAgent(agent));

/** One way in which an agent could come by the session of another environment's agent. */
export interface Crossing {
  readonly way: string;
  readonly given: boolean;
}

/** Every agent of the one environment with the agent of the same profile in the other. */
export const crossings = ({ from, into }: Pair, estate: Estate): readonly Crossing[] =>
  from.agents.flatMap((agent) =>
    into.agents
      .filter(({ profile }) => profile.profile === agent.profile.profile)
      .flatMap((other) => crossingsOf(agent, other, estate)),
  );

const crossingsOf = (agent: AgentUnderTest, other: AgentUnderTest, estate: Estate): readonly Crossing[] => {
  const { agentId } = agent.agent;
  const said = asAgent(agent);
  const claimed = asAgent(other);
  const tags = { ...claimed.tags, 'mandate:environment': agent.environment.name };
  return [
    {
      way: `${agentId}: its token for the other's lease`,
      given: decideLease({ ...other.leaseCase, workload: agent.leaseCase.workload }).ok,
    },
    {
      way: `${agentId}: the broker opens the other's role for it`,
      given: opensForOther(agent, other, estate),
    },
    {
      way: `${agentId}: the broker takes it for the other, and its environment for what it is`,
      given: mayOpen(estate, 'MandateBroker', other, { ...claimed, tags }),
    },
    {
      way: `${agentId}: the verifier probes the other's role for it`,
      given: mayOpen(estate, 'MandateVerifier', other, asProbe(said)),
    },
    {
      way: `${agentId}: the verifier opens the other's role and hides that it probes`,
      given: mayOpen(estate, 'MandateVerifier', other, claimed),
    },
  ];
};

/** Whether the broker's decision stands when its agent's record names the other environment's role. */
export const decidesOnForeignRole = (agent: AgentUnderTest, other: AgentUnderTest): boolean => {
  const { facts } = agent.leaseCase;
  if (facts === undefined) throw new Error('the case has no facts');
  const misled = { ...facts, agent: { ...agent.agent, role: other.agent.role } };
  return decideLease({ ...agent.leaseCase, facts: misled }).ok;
};

/** A function of the hub, at work. */
const functionCaller = ({ functionRoles, settings }: Estate, roleName: string) => {
  const found = functionRoles.find(({ arn }) => arn.endsWith(`:role/${roleName}`));
  if (found === undefined) throw new Error(`the control plane has no role ${roleName}`);
  const { account } = settings.hub;
  const id = `AROA${roleName}`;
  const caller: RoleCaller = {
    kind: 'role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/function`,
    userId: `${id}:function`,
    role: {
      name: roleName,
      arn: found.arn,
      id,
      trust: found.trust,
      maxSessionSeconds: 3600,
      tags: {},
      boundaryArn: undefined,
    },
    session: undefined,
  };
  return { caller, identity: [{ name: 'permissions', policy: found.permissions }], boundary: undefined };
};

/** Whether STS would let a function of the hub open a session of the agent's role, saying this. */
const mayOpen = (
  estate: Estate,
  roleName: 'MandateBroker' | 'MandateVerifier',
  { caller: { role }, environment, lease }: AgentUnderTest,
  { sourceIdentity, tags }: Said,
): boolean => {
  const { caller, ...limit } = functionCaller(estate, roleName);
  const request: AssumeRequest = {
    account: environment.account,
    roleArn: role.arn,
    roleName: role.name,
    sessionName: lease.leaseId,
    durationSeconds: 900,
    externalId: undefined,
    sourceIdentity,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    transitiveTagKeys: [],
    inheritedTags: {},
    policy: undefined,
    managedPolicyArns: [],
  };
  const context = {
    ...callerContext(caller, environment.region, Date.parse(AT)),
    ...requestContext(request, role),
  };
  return actionsOf(request).every((action) => trusted(action, caller, request, role, context, limit));
};
