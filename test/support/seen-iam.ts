import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { agentRoleName, stopListArn, type WorkloadAccount } from '../../lambdas/contracts/resource-names.ts';
import type { AgentId } from '../../lambdas/core/kernel/identifiers.ts';
import { adminConfig, type Gate } from './clients.ts';
import type { SeenRole } from './contract-suites/role-manager.ts';

/** IAM of an account in the eyes of its administrator. */
export interface SeenIam {
  readonly client: IAMClient;
  role(agentId: AgentId): Promise<SeenRole | undefined>;
  stopList(): Promise<unknown>;
  /** Whether the role has anything that permits while the stop list is not attached. */
  isPermittedUnstoppably(agentId: AgentId): Promise<boolean>;
}

export const seenIam = (gate: Gate, where: WorkloadAccount): SeenIam => {
  const client = new IAMClient(adminConfig(gate, where.account));
  const role = (agentId: AgentId) => ifThere(() => seeRole(client, where, agentId));
  return {
    client,
    role,
    stopList: () => ifThere(() => seePolicy(client, stopListArn(where))),
    isPermittedUnstoppably: async (agentId) => {
      const seen = await role(agentId);
      return seen?.permissions !== undefined && !seen.stopListAttached;
    },
  };
};

const seeRole = async (client: IAMClient, where: WorkloadAccount, agentId: AgentId): Promise<SeenRole> => {
  const RoleName = agentRoleName(agentId);
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
  const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const permits = PolicyNames.find((name) => name !== 'lock');
  return {
    arn: Role?.Arn ?? '',
    trust: decoded(Role?.AssumeRolePolicyDocument),
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    permissions: permits && (await seeInline(client, RoleName, permits)),
    stopListAttached: AttachedPolicies.some(({ PolicyArn }) => PolicyArn === stopListArn(where)),
    locked: PolicyNames.includes('lock'),
  };
};

const seeInline = async (client: IAMClient, RoleName: string, PolicyName: string): Promise<unknown> =>
  decoded((await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument);

const seePolicy = async (client: IAMClient, PolicyArn: string): Promise<unknown> => {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return decoded(PolicyVersion?.Document);
};

const decoded = (document: string | undefined): unknown => JSON.parse(decodeURIComponent(document ?? 'null'));

const ifThere = async <T>(see: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await see();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchEntityException') return undefined;
    throw error;
  }
};
