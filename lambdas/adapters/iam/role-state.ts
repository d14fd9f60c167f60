import type { Role } from '@aws-sdk/client-iam';
import { agentRoleName, agentRolePath, boundaryArn } from '../../contracts/resource-names.ts';
import { ForeignRoleError } from '../../core/agents/foreign-role-error.ts';
import type { AgentRole } from './agent-role.ts';
import { ifThere, isIamError } from './iam-retry.ts';
import { readDocument } from './same-policy.ts';

/** Name of the inline policy with what the agent's profile permits. */
export const PROFILE_POLICY = 'profile';
/** Name of the inline policy that denies everything. */
export const LOCK_POLICY = 'lock';

/** A role as it is, whoever made it so. */
export interface RoleState {
  readonly trust: unknown;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSessionSeconds: number | undefined;
  /** ARNs of the attached policies. */
  readonly attached: readonly string[];
  /** Names of the inline policies. */
  readonly inline: readonly string[];
  /** Content of the inline policy `profile`. */
  readonly profile: unknown;
}

/** The agent's role; undefined when there is none, and a `ForeignRoleError` when another one has its name. */
export const findOwn = (role: AgentRole): Promise<Role | undefined> =>
  ifThere(async () => {
    const found = await readable(role);
    const difference = differenceOf(found, role);
    if (difference !== undefined) throw foreign(role, difference);
    return found;
  });

/** The state of the agent's role. A role that cannot be seen is `NoSuchEntity`. */
export const readState = async (role: AgentRole, found: Role): Promise<RoleState> => {
  const [attached, inline] = await Promise.all([role.attachedPolicies(), role.inlinePolicies()]);
  const profile = inline.includes(PROFILE_POLICY) ? await role.inlinePolicy(PROFILE_POLICY) : undefined;
  return {
    trust: readDocument(found.AssumeRolePolicyDocument),
    tags: tagsOf(found),
    maxSessionSeconds: found.MaxSessionDuration,
    attached,
    inline,
    profile: readDocument(profile),
  };
};

const readable = async (role: AgentRole): Promise<Role> => {
  try {
    return await role.get();
  } catch (cause) {
    if (!isIamError(cause, ['AccessDenied'])) throw cause;
    throw foreign(role, 'it is under another path, or may no longer be read', { cause });
  }
};

const tagsOf = ({ Tags = [] }: Role): Readonly<Record<string, string>> =>
  Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));

const foreign = ({ agentId, where }: AgentRole, difference: string, options?: ErrorOptions) =>
  new ForeignRoleError({ name: agentRoleName(agentId), account: where.account, difference }, options);

const differenceOf = (found: Role, { agentId, where }: AgentRole): string | undefined => {
  const tags = tagsOf(found);
  if (found.Path !== agentRolePath(where.environment)) return `its path is ${found.Path}`;
  if (found.PermissionsBoundary?.PermissionsBoundaryArn !== boundaryArn(where))
    return 'its boundary is another';
  if (tags['mandate:agent'] !== agentId) return 'it is not tagged as this agent’s';
  return tags['mandate:environment'] === where.environment
    ? undefined
    : 'it is tagged for another environment';
};
