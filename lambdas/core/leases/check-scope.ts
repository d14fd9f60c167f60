import type { Reason, Result } from '../kernel/result.ts';
import { compileRolePolicy, sidOf } from '../profiles/compile-role-policy.ts';
import { type PolicyDocument, policySize } from '../profiles/policy-document.ts';
import type { Profile } from '../profiles/profile.ts';
import type { ReadyAgent } from './check-agent.ts';
import type { LeaseRequest } from './lease-request.ts';
import { okUnless } from './stage.ts';

/** A session policy, in characters. Source: STS AssumeRole. */
export const SESSION_POLICY_LIMIT = 2_048;

/** What the session is narrowed to; empty when it may do all that its role may. */
export interface Scope {
  /** Sorted, each once. */
  readonly permissions?: readonly string[];
  readonly sessionPolicy?: PolicyDocument;
}

/** All that is asked for is in the profile, and narrowing to it fits into a session policy. */
export const checkScope = ({ permissions, elevation }: LeaseRequest, ready: ReadyAgent): Result<Scope> => {
  const names = [...new Set(permissions)].sort();
  const scope = names.length === 0 ? {} : { permissions: names, sessionPolicy: narrowedPolicy(names, ready) };
  return okUnless(
    [
      ...names.flatMap((name) => permissionReasons(name, ready.profile)),
      ...elevationReasons(elevation),
      ...sizeReasons(scope),
    ],
    scope,
  );
};

/** The role's own statements of these permissions: what a session policy does not repeat, it takes away. */
const narrowedPolicy = (
  names: readonly string[],
  { agent: { agentId }, environment, profile }: ReadyAgent,
): PolicyDocument => {
  const { partition, region, account, name } = environment;
  const policy = compileRolePolicy(profile, { partition, region, account, environment: name, agentId });
  const wanted = new Set(names.map(sidOf));
  return { ...policy, Statement: policy.Statement.filter(({ Sid }) => wanted.has(Sid)) };
};

const permissionReasons = (name: string, profile: Profile): readonly Reason[] => {
  if (profile.permissions.some((permission) => permission.name === name)) return [];
  if (profile.elevated.some((permission) => permission.name === name)) {
    return [
      {
        code: 'permission-elevated',
        message: `"${name}" of profile "${profile.profile}" is in force only with an approval`,
        resolution: 'ask without it; elevated permissions are had by an elevation',
      },
    ];
  }
  const known = profile.permissions.map((permission) => permission.name).join(', ') || 'none';
  return [
    {
      code: 'permission-unknown',
      message: `profile "${profile.profile}" has no permission "${name}"`,
      resolution: `name permissions that it has: ${known}`,
    },
  ];
};

const elevationReasons = (elevation: string | undefined): readonly Reason[] =>
  elevation === undefined
    ? []
    : [
        {
          code: 'elevation-not-live',
          message: `there is no elevation "${elevation}" in force`,
          resolution: 'ask without it',
        },
      ];

const sizeReasons = ({ permissions = [], sessionPolicy }: Scope): readonly Reason[] => {
  const size = sessionPolicy === undefined ? 0 : policySize(sessionPolicy);
  if (size <= SESSION_POLICY_LIMIT) return [];
  return [
    {
      code: 'session-policy-too-large',
      message: `a session policy for these ${permissions.length} permissions has ${size} characters, ${SESSION_POLICY_LIMIT} are allowed`,
      resolution: 'name fewer permissions, or none to have all of the profile',
    },
  ];
};
