import { checkStatement } from './check-statement.ts';
import { compileRolePolicy, sidOf } from './compile-role-policy.ts';
import { INLINE_POLICY_LIMIT, LOCK_RESERVE, policySize } from './policy-document.ts';
import type { Problem } from './problem.ts';
import type { Profile } from './profile.ts';

const HEARTBEAT = 'Heartbeat';
const LONGEST_SLUG = 'x'.repeat(40);

/** Longer than any real agent's values, so that a profile that fits here fits in every role. */
const LARGEST_TARGET = {
  partition: 'aws-us-gov',
  region: 'ap-southeast-99',
  account: '0'.repeat(12),
  environment: LONGEST_SLUG,
  agentId: LONGEST_SLUG,
};

const named = (profile: Profile): readonly { readonly name: string; readonly path: string }[] => [
  ...profile.permissions.map(({ name }, index) => ({ name, path: `permissions[${index}].name` })),
  ...profile.elevated.map(({ name }, index) => ({ name, path: `elevated[${index}].name` })),
];

const checkNames = (profile: Profile): readonly Problem[] => {
  const taken = new Map([[HEARTBEAT, "Mandate's own heartbeat statement"]]);
  return named(profile).flatMap(({ name, path }) => {
    const sid = sidOf(name);
    const holder = taken.get(sid);
    taken.set(sid, holder ?? path);
    if (holder === undefined) return [];
    return [
      {
        path,
        code: 'duplicate-name',
        message: `"${name}" becomes the statement id ${sid}, which is taken by ${holder}`,
        resolution: 'give each permission of the profile, base and elevated, a name of its own',
      },
    ];
  });
};

const checkEnvironments = ({ environments }: Profile): readonly Problem[] =>
  environments.flatMap((environment, index) =>
    environments.indexOf(environment) === index
      ? []
      : [
          {
            path: `environments[${index}]`,
            code: 'duplicate-environment',
            message: `"${environment}" is listed twice`,
            resolution: 'list each environment once',
          },
        ],
  );

const checkNotEmpty = (profile: Profile): readonly Problem[] =>
  profile.permissions.length + profile.elevated.length > 0
    ? []
    : [
        {
          path: 'permissions',
          code: 'no-permission',
          message: 'the profile permits nothing, neither at once nor on approval',
          resolution: 'give it at least one permission',
        },
      ];

const checkSize = (profile: Profile): readonly Problem[] => {
  const size = policySize(compileRolePolicy(profile, LARGEST_TARGET));
  const limit = INLINE_POLICY_LIMIT - LOCK_RESERVE;
  if (size <= limit) return [];
  return [
    {
      path: '',
      code: 'policy-too-large',
      message: `compiled for the longest names it has ${size} characters, ${limit} are allowed`,
      resolution: 'split it into profiles of their own, or join permissions whose resources are the same',
    },
  ];
};

/** Every problem of a profile at once; none means that it compiles to a policy which IAM accepts. */
export const checkProfile = (profile: Profile): readonly Problem[] => [
  ...checkNotEmpty(profile),
  ...checkEnvironments(profile),
  ...checkNames(profile),
  ...profile.permissions.flatMap((statement, index) => checkStatement(statement, `permissions[${index}]`)),
  ...profile.elevated.flatMap((statement, index) => checkStatement(statement, `elevated[${index}]`)),
  ...checkSize(profile),
];
