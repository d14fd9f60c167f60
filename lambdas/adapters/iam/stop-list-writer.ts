import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type PolicyVersion,
} from '@aws-sdk/client-iam';
import { stopListArn, stopWriterArn } from '../../contracts/resource-names.ts';
import type { EnvironmentName } from '../../core/kernel/identifiers.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { StopListWriter } from '../../core/ports/stop-list-writer.ts';
import type { PolicyDocument } from '../../core/profiles/policy-document.ts';
import { createStopList } from './create-stop-list.ts';
import { type AccountIam, type DelegatedIamOptions, delegatedIam } from './delegated-iam.ts';
import { type IamCode, ifThere, retryOn } from './iam-retry.ts';
import { readDocument, samePolicy } from './same-policy.ts';

export interface StopListWriterOptions extends DelegatedIamOptions {
  readonly clock: Clock;
}

/** Source: IAM quotas. */
const MAX_VERSIONS = 5;

/** Each says that what was listed is no longer, or not yet, so. */
const OUT_OF_DATE: readonly IamCode[] = [
  'EntityAlreadyExists',
  'LimitExceeded',
  'NoSuchEntity',
  'ConcurrentModification',
];

/** `v12` is the twelfth that was made. */
const numberOf = (version: PolicyVersion | undefined): number => Number(version?.VersionId?.slice(1) ?? 0);

/**
 * Writes the stop list through the environment's stop writer. Calls to IAM, however many agents it stops: 2 when it
 * says the same already, else 3, and 4 once there are five versions; 2 to create it.
 */
export const iamStopListWriter = (options: StopListWriterOptions): StopListWriter => {
  const iamOf = delegatedIam(options, stopWriterArn);
  /** Number of the version that was last written from here. */
  const written = new Map<EnvironmentName, number>();

  const attempt = async (environment: EnvironmentName, document: PolicyDocument): Promise<boolean> => {
    const account = iamOf(environment);
    const versions = await listVersions(account);
    if (versions === undefined) {
      await createStopList(account, document);
      return true;
    }
    const current = versions.find(({ IsDefaultVersion }) => IsDefaultVersion);
    // a default older than what was written from here is an answer out of date, so nothing follows from its content
    const upToDate = numberOf(current) >= (written.get(environment) ?? 1);
    if (upToDate && samePolicy(await contentOf(account, current), document)) return false;
    if (versions.length >= MAX_VERSIONS) await deleteOldest(account, versions);
    written.set(environment, await createVersion(account, document));
    return true;
  };

  return {
    write: (environment, document) =>
      retryOn(OUT_OF_DATE, options.clock, async () => ({ written: await attempt(environment, document) })),
  };
};

const listVersions = async ({ client, where }: AccountIam): Promise<readonly PolicyVersion[] | undefined> => {
  const command = new ListPolicyVersionsCommand({ PolicyArn: stopListArn(where) });
  return (await ifThere(() => client.send(command)))?.Versions;
};

const contentOf = async (
  { client, where }: AccountIam,
  version: PolicyVersion | undefined,
): Promise<unknown> => {
  const VersionId = version?.VersionId;
  const command = new GetPolicyVersionCommand({ PolicyArn: stopListArn(where), VersionId });
  return readDocument((await client.send(command)).PolicyVersion?.Document);
};

const deleteOldest = async (
  { client, where }: AccountIam,
  versions: readonly PolicyVersion[],
): Promise<void> => {
  const [oldest] = versions
    .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .sort((a, b) => numberOf(a) - numberOf(b));
  const VersionId = oldest?.VersionId;
  await client.send(new DeletePolicyVersionCommand({ PolicyArn: stopListArn(where), VersionId }));
};

/** @returns the number of the new version */
const createVersion = async ({ client, where }: AccountIam, document: PolicyDocument): Promise<number> => {
  const command = new CreatePolicyVersionCommand({
    PolicyArn: stopListArn(where),
    PolicyDocument: JSON.stringify(document),
    SetAsDefault: true,
  });
  return numberOf((await client.send(command)).PolicyVersion);
};
