import type { PolicyDocument, PolicyStatement } from './policy-document.ts';
import { type PolicyTarget, substitute } from './policy-variables.ts';
import type { Conditions, Profile, ProfileStatement } from './profile.ts';

/** The session tag that the broker sets to `<permission>:<elevationId>` while an approval is in force. */
export const ELEVATION_CONDITION_KEY = 'aws:PrincipalTag/mandate:elevation';

/** IAM's Sid allows letters and digits only: `merge-pull-request` becomes `MergePullRequest`. */
export const sidOf = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export const heartbeatArn = ({
  partition,
  region,
  account,
  environment,
}: Omit<PolicyTarget, 'agentId'>): string =>
  `arn:${partition}:ssm:${region}:${account}:parameter/mandate/${environment}/heartbeat`;

const compileConditions = (conditions: Conditions, target: PolicyTarget): Conditions =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [
          key,
          typeof value === 'string'
            ? substitute(value, target)
            : value.map((item) => substitute(item, target)),
        ]),
      ),
    ]),
  );

const compileStatement = (statement: ProfileStatement, target: PolicyTarget): PolicyStatement => ({
  Sid: sidOf(statement.name),
  Effect: 'Allow',
  Action: statement.actions,
  Resource: statement.resources.map((resource) => substitute(resource, target)),
  ...(statement.conditions && { Condition: compileConditions(statement.conditions, target) }),
});

/** The same statement, in force only in sessions that carry an approval for it. */
const compileElevated = (statement: ProfileStatement, target: PolicyTarget): PolicyStatement => {
  const base = compileStatement(statement, target);
  const own = base.Condition?.['StringLike'];
  return {
    ...base,
    Condition: {
      ...base.Condition,
      StringLike: { ...own, [ELEVATION_CONDITION_KEY]: `${statement.name}:*` },
    },
  };
};

/**
 * The inline policy `profile` of one agent's role: the heartbeat that probes read, the base permissions, and the
 * elevated ones, each asleep until a session carries the tag of a live approval.
 */
export const compileRolePolicy = (profile: Profile, target: PolicyTarget): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Heartbeat', Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: [heartbeatArn(target)] },
    ...profile.permissions.map((statement) => compileStatement(statement, target)),
    ...profile.elevated.map((statement) => compileElevated(statement, target)),
  ],
});
