import { RegionInfo } from 'aws-cdk-lib/region-info';
import { schemaProblems } from '../../lambdas/contracts/schema-problems.ts';
import type { Problem } from '../../lambdas/core/profiles/problem.ts';
import type { EnvironmentSettings, Place, Settings } from './settings.ts';
import { type SettingsFile, settingsFileSchema } from './settings-file.ts';

/** Account and region of the deploying credentials, as the CDK CLI finds them. */
export interface DeployingPlace {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export type ResolvedSettings = Omit<Settings, 'profiles'> & { readonly profilesDir: string };

export type ResolveResult =
  | { readonly ok: true; readonly settings: ResolvedSettings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const duplicates = (values: readonly string[], pathAt: (index: number) => string): readonly Problem[] =>
  values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [
          {
            path: pathAt(index),
            code: 'duplicate',
            message: `"${value}" is given twice`,
            resolution: `give it once: ${pathAt(values.indexOf(value))} has it already`,
          },
        ],
  );

const sameIssuer = ({ workloadIssuers, workforceIssuer }: SettingsFile): readonly Problem[] =>
  workloadIssuers.some(({ issuer }) => issuer === workforceIssuer?.issuer)
    ? [
        {
          path: 'workforceIssuer.issuer',
          code: 'shared-issuer',
          message: 'this issuer is also a workload issuer, so a workload could pass for a human',
          resolution: 'use one issuer for humans and others for workloads',
        },
      ]
    : [];

const placeless = (path: string, what: 'account' | 'region', resolution: string): Problem => ({
  path,
  code: `unknown-${what}`,
  message: `no ${what} is given here, and the deploying credentials name none`,
  resolution,
});

const accountless = (path: string): Problem =>
  placeless(
    path,
    'account',
    'set it, or run with AWS credentials (or CDK_DEFAULT_ACCOUNT=<12 digits> to synthesize without any)',
  );

/** Environments without a region of their own use the hub's. */
const checkPlaces = (file: SettingsFile, deploying: DeployingPlace): readonly Problem[] => [
  ...((file.hubAccount ?? deploying.account) ? [] : [accountless('hubAccount')]),
  ...file.environments.flatMap((environment, index) =>
    (environment.account ?? deploying.account) ? [] : [accountless(`environments[${index}].account`)],
  ),
  ...((file.region ?? deploying.region)
    ? []
    : [placeless('region', 'region', 'set it, or run with AWS_REGION (or CDK_DEFAULT_REGION) set')]),
];

const place = (account: string | undefined, region: string | undefined): Place => ({
  account: account ?? '',
  region: region ?? '',
  partition: RegionInfo.get(region ?? '').partition ?? 'aws',
});

const resolve = (file: SettingsFile, deploying: DeployingPlace): ResolvedSettings => {
  const { $schema: _, hubAccount, region: fileRegion, ...rest } = file;
  const region = fileRegion ?? deploying.region;
  const environments = file.environments.map(
    (environment): EnvironmentSettings => ({
      ...environment,
      ...place(environment.account ?? deploying.account, environment.region ?? region),
    }),
  );
  return { ...rest, hub: place(hubAccount ?? deploying.account, region), environments };
};

/** A role of one AWS partition cannot be assumed from another. */
const foreignPartitions = ({ hub, environments }: ResolvedSettings): readonly Problem[] =>
  environments.flatMap(({ region, partition }, index) =>
    partition === hub.partition
      ? []
      : [
          {
            path: `environments[${index}].region`,
            code: 'other-partition',
            message: `${region} is in the partition ${partition}, the hub's ${hub.region} in ${hub.partition}`,
            resolution: 'deploy a Mandate of its own in each partition',
          },
        ],
  );

/** The settings with every account and region filled in, or every problem at once. */
export const resolveSettings = (content: unknown, deploying: DeployingPlace): ResolveResult => {
  const parsed = settingsFileSchema.safeParse(content);
  if (!parsed.success) return { ok: false, problems: schemaProblems(parsed.error) };
  const file = parsed.data;
  const problems = [
    ...duplicates(
      file.environments.map(({ name }) => name),
      (index) => `environments[${index}].name`,
    ),
    ...duplicates(
      file.workloadIssuers.map(({ issuer }) => issuer),
      (index) => `workloadIssuers[${index}].issuer`,
    ),
    ...sameIssuer(file),
    ...checkPlaces(file, deploying),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const settings = resolve(file, deploying);
  const foreign = foreignPartitions(settings);
  return foreign.length > 0 ? { ok: false, problems: foreign } : { ok: true, settings };
};
