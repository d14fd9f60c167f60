import { type AgentAnswer, type AgentCall, isDenied } from '../agents/call.ts';
import type { HandedOut } from '../environment/handed-out.ts';

/** What agents of the sample company try to do, and what has to become of it. */
export interface Deed {
  readonly agentId: string;
  /** What is tried, in the words of the screen. */
  readonly deed: string;
  readonly call: AgentCall;
  readonly expected: 'allowed' | 'denied';
  /** Every agent tries the like of it. */
  readonly common: boolean;
}

export type Seen = 'allowed' | 'denied' | `failed: ${string}`;

export const seenIn = (answer: AgentAnswer): Seen => {
  if (answer.ok) return 'allowed';
  return isDenied(answer) ? 'denied' : `failed: ${answer.error}`;
};

/** A deed as it is written down: agent, words, call. */
type Line = readonly [agentId: string, deed: string, call: AgentCall];

type Accounts = HandedOut['accounts'];

const read = (bucket: string, key: string): AgentCall => ({ call: 's3:GetObject', bucket, key });
const write = (bucket: string, key: string): AgentCall => ({ call: 's3:PutObject', bucket, key, body: key });
const look = (table: string, name: string, id: string): AgentCall => ({
  call: 'dynamodb:GetItem',
  table,
  key: { [name]: id },
});

const PAYROLL = look('acme-payroll', 'employeeId', 'e10001');
const FINANCE = look('acme-finance', 'entryId', 'F-1');
const DRAFT: AgentCall = {
  call: 'dynamodb:PutItem',
  table: 'acme-purchase-requests',
  item: { requestId: 'PR-2', item: 'standing desk', status: 'draft' },
};

/** In this order: what is scanned was built, what is released was scanned. */
const allowed = (code: string, builds: string): readonly Line[] => [
  ['coding-assistant', 'read main', read(code, 'main/src/app.ts')],
  ['coding-assistant', 'open a pull request', write(code, 'pull-requests/1.patch')],
  ['release-builder', 'store a build', write(builds, 'artifacts/app-1.0.zip')],
  ['release-scanner', 'read the build', read(builds, 'artifacts/app-1.0.zip')],
  ['release-scanner', 'store a report', write(builds, 'scans/app-1.0.json')],
  ['release-deployer', 'read the report', read(builds, 'scans/app-1.0.json')],
  ['release-deployer', 'publish the release', write(builds, 'releases/app-1.0.zip')],
  ['support-assistant', 'read a ticket', look('acme-tickets', 'ticketId', 'T-1001')],
  ['purchasing-assistant', 'draft a request', DRAFT],
];

const denied = (code: string, builds: string): readonly Line[] => [
  ['coding-assistant', 'merge to main, unapproved', write(code, 'main/src/app.ts')],
  ['release-builder', 'publish a release', write(builds, 'releases/app-1.0.zip')],
  ['release-scanner', 'change the build', write(builds, 'artifacts/app-1.0.zip')],
  ['release-deployer', 'change the build', write(builds, 'artifacts/app-1.0.zip')],
  ['support-assistant', 'read payroll', PAYROLL],
  ['support-assistant', 'read finance', FINANCE],
  ['purchasing-assistant', 'read finance', FINANCE],
  ['purchasing-assistant', 'read payroll', PAYROLL],
];

/** All that is tried while everybody is at work. */
export const deedsOf = (agentIds: readonly string[], accounts: Accounts): readonly Deed[] => {
  const [code, builds] = [`acme-code-${accounts.production}`, `acme-builds-${accounts.production}`];
  const own = allowed(code, builds).map(deedOf('allowed', false));
  return [
    ...own,
    ...denied(code, builds).map(deedOf('denied', false)),
    ...agentIds
      .flatMap((agentId) => trespasses(agentId, { agentIds, own, accounts }))
      .map(deedOf('denied', true)),
  ];
};

const deedOf =
  (expected: Deed['expected'], common: boolean) =>
  ([agentId, deed, call]: Line): Deed => ({ agentId, deed, call, expected, common });

interface Company {
  readonly agentIds: readonly string[];
  readonly own: readonly Deed[];
  readonly accounts: Accounts;
}

const trespasses = (agentId: string, { agentIds, own, accounts }: Company): readonly Line[] => {
  const other = agentIds[(agentIds.indexOf(agentId) + 1) % agentIds.length];
  const roleArn = `arn:aws:iam::${accounts.production}:role/mandate/production/mandate-${other}`;
  return [
    [agentId, 'list IAM roles', { call: 'iam:ListRoles' }],
    [agentId, "assume another agent's role", { call: 'sts:AssumeRole', roleArn }],
    [agentId, 'do its work on test data', inTest(workOf(own, agentId).call, accounts)],
  ];
};

/** What an agent does all day. */
export const workOf = (deeds: readonly Deed[], agentId: string): Deed => {
  const work = deeds.findLast((deed) => deed.agentId === agentId && deed.expected === 'allowed');
  if (work === undefined) throw new Error(`${agentId} has nothing to do`);
  return work;
};

/** The same call to what belongs to the test account. */
const inTest = (call: AgentCall, { production, test }: Accounts): AgentCall => {
  if ('bucket' in call) return { ...call, bucket: call.bucket.replace(production, test) };
  if ('table' in call) return { ...call, table: `arn:aws:dynamodb:us-east-1:${test}:table/${call.table}` };
  throw new Error(`${call.call} has no data`);
};
