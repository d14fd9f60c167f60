import type { StopId } from '../kernel/identifiers.ts';
import {
  MANAGED_POLICY_LIMIT,
  type PolicyDocument,
  type PolicyStatement,
  policySize,
} from '../profiles/policy-document.ts';
import type { Conditions } from '../profiles/profile.ts';
import type { StopEntry, StopTarget } from './stop.ts';

export interface StopList {
  readonly document: PolicyDocument;
  /** The entries that the document denies. */
  readonly included: readonly StopId[];
  /** The entries for which there was no room: their agents have to be locked role by role. */
  readonly overflow: readonly StopId[];
}

type Target<Kind extends StopTarget['kind']> = Extract<StopTarget, { kind: Kind }>;

const PRINCIPAL_TAG = 'aws:PrincipalTag';

const deny = (sid: string, condition: Conditions): PolicyStatement => ({
  Sid: sid,
  Effect: 'Deny',
  Action: ['*'],
  Resource: ['*'],
  Condition: condition,
});

/** Always there: a policy needs a statement, and a session without a lease is not one of Mandate's. */
const WITHOUT_LEASE = deny('WithoutLease', { Null: { [`${PRINCIPAL_TAG}/mandate:lease`]: 'true' } });

const isKind =
  <Kind extends StopTarget['kind']>(kind: Kind) =>
  (target: StopTarget): target is Target<Kind> =>
    target.kind === kind;

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

const denyEach = (sid: string, tag: string, values: readonly string[]): readonly PolicyStatement[] =>
  values.length === 0 ? [] : [deny(sid, { StringEquals: { [`${PRINCIPAL_TAG}/${tag}`]: distinct(values) } })];

/** The tag holds `id@version`; an id has no wildcard character of its own. */
const anyVersion = (processId: string): string => `${processId}@*`;

const denyProcesses = (targets: readonly Target<'process'>[]): readonly PolicyStatement[] => {
  const whole = targets.filter(({ profiles }) => profiles === undefined).map(({ processId }) => processId);
  const key = `${PRINCIPAL_TAG}/mandate:process`;
  return whole.length === 0
    ? []
    : [deny('Processes', { StringLike: { [key]: distinct(whole).map(anyVersion) } })];
};

const denyProfilesOfProcesses = (targets: readonly Target<'process'>[]): readonly PolicyStatement[] => {
  const byProcess = new Map<string, string[]>();
  for (const { processId, profiles } of targets) {
    if (profiles === undefined) continue;
    byProcess.set(processId, [...(byProcess.get(processId) ?? []), ...profiles]);
  }
  return [...byProcess]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([processId, profiles], index) =>
      deny(`ProcessProfiles${index + 1}`, {
        StringLike: { [`${PRINCIPAL_TAG}/mandate:process`]: [anyVersion(processId)] },
        StringEquals: { [`${PRINCIPAL_TAG}/mandate:profile`]: distinct(profiles) },
      }),
    );
};

const documentOf = (targets: readonly StopTarget[]): PolicyDocument => {
  const processes = targets.filter(isKind('process'));
  return {
    Version: '2012-10-17',
    Statement: [
      WITHOUT_LEASE,
      ...denyEach(
        'Owners',
        'mandate:owner',
        targets.filter(isKind('owner')).map(({ ownerId }) => ownerId),
      ),
      ...denyEach(
        'Agents',
        'mandate:agent',
        targets.filter(isKind('agent')).map(({ agentId }) => agentId),
      ),
      ...denyEach(
        'Leases',
        'mandate:lease',
        targets.filter(isKind('lease')).map(({ leaseId }) => leaseId),
      ),
      ...denyProcesses(processes),
      ...denyProfilesOfProcesses(processes),
    ],
  };
};

const fits = (entries: readonly StopEntry[]): boolean =>
  policySize(documentOf(entries.map(({ target }) => target))) <= MANAGED_POLICY_LIMIT;

/** The most of the first entries that fit: each further one only adds, so the limit can be bisected. */
const longestFit = (entries: readonly StopEntry[]): number => {
  let [known, open] = [0, entries.length];
  while (known < open) {
    const middle = Math.ceil((known + open) / 2);
    if (fits(entries.slice(0, middle))) known = middle;
    else open = middle - 1;
  }
  return known;
};

const needsRoom = (entry: StopEntry): boolean => !('lockedEach' in entry && entry.lockedEach === true);

/** What is denied already stays so, however full the list gets; then the oldest, whose turn it is. */
const byTurn = (a: StopEntry, b: StopEntry): number => {
  if ((a.status === 'raised') !== (b.status === 'raised')) return a.status === 'raised' ? 1 : -1;
  return a.stopId < b.stopId ? -1 : 1;
};

/**
 * The deny-only policy that every agent role of an environment has attached.
 * @param entries those in force, in any order; the same entries give the same document
 */
export const compileStopList = (entries: readonly StopEntry[]): StopList => {
  const inTurn = entries.filter(needsRoom).sort(byTurn);
  const room = longestFit(inTurn);
  const ids = inTurn.map(({ stopId }) => stopId);
  return {
    document: documentOf(inTurn.slice(0, room).map(({ target }) => target)),
    included: ids.slice(0, room),
    overflow: ids.slice(room),
  };
};
