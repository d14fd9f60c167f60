import type { CredentialsAnswer } from '../agents/ask-credentials.ts';
import type { PartStatus } from '../environment/run-parts.ts';
import type { Newcomer } from './acts/come-to-life.ts';
import type { Attempt } from './acts/try-deeds.ts';
import type { Bystander, Ended } from './ended.ts';
import type { Expectation } from './expectation.ts';
import type { BrokenAct, Story } from './story.ts';

/** Where the evidence is, as paths to show. */
export interface Evidence {
  readonly callLog: string;
  readonly logs: string;
}

/** What the story had to show, beside what it showed. */
export const expectationsOf = (story: Story, evidence: Evidence): readonly Expectation[] => [
  ...story.newcomers.map((newcomer) => ofNewcomer(newcomer, evidence)),
  ...story.attempts.map((attempt) => ofAttempt(attempt, evidence)),
  ...(story.stranger === undefined ? [] : [ofStranger(story.stranger, evidence)]),
  ...story.endings.flatMap((ended) => ofEnded(ended, { story, evidence })),
  ...(story.broken === undefined ? [] : [ofBroken(story.broken, evidence)]),
];

/** A part of the environment that ended would explain the rest. */
export const partsExpected = (parts: readonly PartStatus[], { logs }: Evidence): readonly Expectation[] =>
  parts.map(({ part, condition }) => ({
    promise: 'The environment is up until the end',
    claim: part,
    expected: 'up',
    seen: condition,
    lookAt: `${logs}/${part}.log`,
  }));

const ofNewcomer = ({ agentId, principal, leaseId }: Newcomer, { logs }: Evidence): Expectation => ({
  promise: 'Every agent comes to life by an event, under an identity of its own',
  claim: `${agentId} works as the lease that was issued to it`,
  expected: `mandate-${agentId}/${leaseId}`,
  seen: principal,
  lookAt: `${logs}/mandate-broker.log`,
});

const ofAttempt = (attempt: Attempt, { callLog }: Evidence): Expectation => ({
  promise:
    attempt.expected === 'allowed'
      ? 'Every agent does its own work'
      : "No agent does anything else: others' work, IAM, another's role, the test account",
  claim: `${attempt.agentId}: ${attempt.deed} (${attempt.call.call})`,
  expected: attempt.expected,
  seen: attempt.seen,
  lookAt: `grep mandate-${attempt.agentId}/ ${callLog}`,
});

const ofStranger = (answer: CredentialsAnswer, { logs }: Evidence): Expectation => ({
  promise: 'A workload that nobody registered gets no credentials',
  claim: 'a valid token of an unregistered workload is refused',
  expected: 'refused: workload-not-bound',
  seen: answerIn(answer),
  lookAt: `${logs}/mandate-broker.log`,
});

const answerIn = (answer: CredentialsAnswer): string =>
  answer.issued ? 'issued' : `refused: ${answer.reasons.map(({ code }) => code).join(', ')}`;

const ofEnded = (
  ended: Ended,
  { story, evidence: { callLog, logs } }: { story: Story; evidence: Evidence },
): readonly Expectation[] => {
  const { agentId, promise } = ended;
  const session = story.newcomers.find((newcomer) => newcomer.agentId === agentId)?.principal ?? 'unknown';
  const own = { promise, lookAt: `grep mandate-${agentId}/ ${callLog}` };
  const stopper = { promise, lookAt: `${logs}/mandate-compiler.log` };
  return [
    { ...own, claim: `${agentId} works until the event`, expected: 'allowed', seen: ended.before },
    {
      ...own,
      claim: `the session of ${agentId} that is denied`,
      expected: session,
      seen: ended.denied.principal,
    },
    { ...own, claim: `the deny of ${agentId}`, expected: 'explicit', seen: explicitness(ended) },
    { ...own, claim: `${agentId}, once the stop list is short again`, expected: 'denied', seen: ended.later },
    {
      ...stopper,
      claim: `IAM writes that stop ${agentId}`,
      expected: '1',
      seen: String(ended.iam.writes.length),
    },
    {
      promise,
      claim: `${agentId} is suspended`,
      expected: ended.reason,
      seen: ended.suspendedFor.join(', ') || 'for nothing',
      lookAt: `${logs}/mandate-provisioner.log`,
    },
    {
      promise,
      claim: `the next lease of ${agentId}`,
      expected: 'refused: agent-suspended',
      seen: answerIn(ended.nextLease),
      lookAt: `${logs}/mandate-broker.log`,
    },
    ...ended.others.flatMap((bystander) => ofBystander(bystander, { ...own, callLog, logs })),
  ];
};

const explicitness = ({ denied: { statement } }: Ended): string =>
  statement === 'none' ? 'no statement denied it' : 'explicit';

const ofBystander = (
  { agentId, seen, nextLease }: Bystander,
  { promise, callLog, logs }: Evidence & { readonly promise: string },
): readonly Expectation[] => [
  {
    promise,
    claim: `${agentId} goes on with the session it had`,
    expected: 'allowed',
    seen,
    lookAt: `grep mandate-${agentId}/ ${callLog}`,
  },
  {
    promise,
    claim: `${agentId} gets a new lease`,
    expected: 'issued',
    seen: answerIn(nextLease),
    lookAt: `${logs}/mandate-broker.log`,
  },
];

const ofBroken = ({ title, error }: BrokenAct, { logs }: Evidence): Expectation => ({
  promise: 'The story is told to its end',
  claim: title,
  expected: 'told to its end',
  seen: `${error.name}: ${error.message}`,
  lookAt: `${logs}/demo.log`,
});
