import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { agentRoleName, stopListArn, type WorkloadAccount } from '../../lambdas/contracts/resource-names.ts';
import type { AgentId } from '../../lambdas/core/kernel/identifiers.ts';
import type { Emulator } from '../../local/environment/emulator.ts';
import { adminConfig, type Gate } from './clients.ts';
import type { SeenRole } from './contract-suites/role-manager.ts';

/** IAM of an account in the eyes of its administrator, who looks at it behind the gate. */
export interface SeenIam {
  /** For changes, which the gate has to know of. */
  readonly client: IAMClient;
  role(agentId: AgentId): Promise<SeenRole | undefined>;
  stopList(): Promise<unknown>;
  /** Whether the role has anything that permits while the stop list is not attached. */
  isPermittedUnstoppably(agentId: AgentId): Promise<boolean>;
}

export const seenIam = (emulator: Gate & Pick<Emulator, 'emulatorUrl'>, where: WorkloadAccount): SeenIam => {
  const config = adminConfig(emulator, where.account);
  const eye = new IAMClient({ ...config, endpoint: emulator.emulatorUrl });
  return {
    client: new IAMClient(config),
    role: (agentId) => ifThere(() => seeRole(eye, where, agentId)),
    stopList: () => ifThere(() => seePolicy(eye, stopListArn(where))),
    isPermittedUnstoppably: async (agentId) => {
      const seen = await ifThere(() => seePolicies(eye, where, agentId));
      return seen?.permitting !== undefined && !seen.stopListAttached;
    },
  };
};

const seePolicies = async (client: IAMClient, where: WorkloadAccount, agentId: AgentId) => {
  const RoleName = agentRoleName(agentId);
  const [{ PolicyNames = [] }, { AttachedPolicies = [] }] = await Promise.all([
    client.send(new ListRolePoliciesCommand({ RoleName })),
    client.send(new ListAttachedRolePoliciesCommand({ RoleName })),
  ]);
  return {
    permitting: PolicyNames.find((name) => name !== 'lock'),
    locked: PolicyNames.includes('lock'),
    stopListAttached: AttachedPolicies.some(({ PolicyArn }) => PolicyArn === stopListArn(where)),
  };
};

const seeRole = async (client: IAMClient, where: WorkloadAccount, agentId: AgentId): Promise<SeenRole> => {
  const RoleName = agentRoleName(agentId);
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const { permitting, locked, stopListAttached } = await seePolicies(client, where, agentId);
  const lock = locked ? lockSchema.parse(await seeInline(client, RoleName, 'lock')) : undefined;
  const deniedBefore = lock?.Statement[0]?.Condition?.DateLessThan['aws:TokenIssueTime'];
  return {
    arn: Role?.Arn ?? '',
    trust: decoded(Role?.AssumeRolePolicyDocument),
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    permissions: permitting && (await seeInline(client, RoleName, permitting)),
    stopListAttached,
    locked: lock !== undefined && deniedBefore === undefined,
    ...(deniedBefore !== undefined && { deniedBefore }),
  };
};

/** Everything, or the sessions of before. */
const lockSchema = z.object({
  Statement: z.array(
    z.object({
      Effect: z.literal('Deny'),
      Action: z.tuple([z.literal('*')]),
      Condition: z.object({ DateLessThan: z.object({ 'aws:TokenIssueTime': z.string() }) }).optional(),
    }),
  ),
});

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
