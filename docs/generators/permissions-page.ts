import type { WorkloadAccount } from '../../lambdas/contracts/resource-names.ts';
import type { PolicyDocument } from '../../lambdas/core/profiles/policy-document.ts';
import type { Permission } from '../../lib/constructs/mandate-function.ts';
import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { type FunctionName, permissionsOf } from '../../lib/stacks/function-permissions.ts';
import { FUNCTIONS } from '../../lib/stacks/functions.ts';
import { provisionerPolicy, stopWriterPolicy } from '../../lib/stacks/workload-permissions.ts';
import { code, type GeneratedFile, pageFile, tableOf } from './generated-file.ts';

const HUB = '111111111111';
const ENVIRONMENT = { name: 'production', account: '222222222222' };
const STREAM = `arn:aws:dynamodb:eu-central-1:${HUB}:table/mandate/stream/<label>`;

const exampleSettings = (): Settings => {
  const resolved = resolveSettings(
    {
      hubAccount: HUB,
      region: 'eu-central-1',
      environments: [ENVIRONMENT],
      workloadIssuers: [{ issuer: 'https://issuer.example.com', audience: 'mandate' }],
      profilesDir: 'profiles',
    },
    {},
  );
  if (!resolved.ok) throw new Error(`the example settings are wrong: ${JSON.stringify(resolved.problems)}`);
  const { profilesDir: _, ...settings } = resolved.settings;
  return { ...settings, profiles: [] };
};

const lines = (items: readonly string[]): string => items.map(code).join('<br>');

const functionSection = (settings: Settings, name: FunctionName): readonly string[] => [
  `## ${code(`mandate-${name}`)}`,
  `${FUNCTIONS[name].description}.`,
  tableOf(
    ['statement', 'actions', 'resources', 'why a wildcard'],
    permissionsOf(settings, name, STREAM).map(
      ({ sid, actions, resources, wildcardReason = '' }: Permission) => [
        sid,
        lines(actions),
        lines(resources),
        wildcardReason,
      ],
    ),
  ),
];

const policySection = (title: string, says: string, { Statement }: PolicyDocument): readonly string[] => [
  `## ${title}`,
  says,
  tableOf(
    ['statement', 'actions', 'resources', 'only if'],
    Statement.map(({ Sid, Action = [], Resource = [], Condition }) => [
      Sid,
      lines(Action),
      lines(Resource),
      Condition === undefined ? '' : code(JSON.stringify(Condition)),
    ]),
  ),
];

/** What each of Mandate's own roles may do: all that a stolen function could. */
export const permissionsPage = (): GeneratedFile => {
  const settings = exampleSettings();
  const where: WorkloadAccount = {
    partition: 'aws',
    account: ENVIRONMENT.account,
    environment: ENVIRONMENT.name,
  };
  const names = Object.keys(FUNCTIONS).filter((name): name is FunctionName => name in FUNCTIONS);
  return pageFile('permissions.md', [
    "# Permissions of Mandate's own roles",
    `Hub account ${code(HUB)}, environment ${code(where.environment)} in ${code(where.account)}. Each function also writes its own log group and X-Ray traces, and nothing else.`,
    ...names.flatMap((name) => functionSection(settings, name)),
    ...policySection(
      code('MandateProvisioner-<environment>'),
      'In the account of the environment; assumed by `mandate-provisioner` only.',
      provisionerPolicy(where),
    ),
    ...policySection(
      code('MandateStopWriter-<environment>'),
      'In the account of the environment; assumed by `mandate-compiler` only.',
      stopWriterPolicy(where),
    ),
  ]);
};
