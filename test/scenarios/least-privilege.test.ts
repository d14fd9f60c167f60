import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedCall } from '../../local/gate/call-log.ts';
import { callsOf } from '../support/logged-calls.ts';
import { type Grant, grantsOf } from './support/granted.ts';
import { Stage } from './support/stage.ts';

// It runs last, and judges by what all other scenarios have made the functions do.

/** What is done in a function's name by Lambda itself, past the function's code and past the gate. */
const BY_LAMBDA: Readonly<Record<string, string>> = {
  ConsumeQueue: 'the poller of an event source mapping receives and deletes the messages of a queue',
  ReadStream: 'the poller of an event source mapping reads the table’s stream',
  ParkFailures: 'the poller of the stream parks what could not be handed on',
  WriteOwnLogs: 'the runtime writes the logs',
  WriteTraces: 'the runtime sends the traces',
};

const principalOf = ({ account, role }: Pick<Grant, 'account' | 'role'>): string =>
  `arn:aws:sts::${account}:assumed-role/${role}/`;

/** `*` is the only wildcard in use. */
const covers = (pattern: string, resource: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(resource);
};

const isUsed = (grant: Grant, calls: readonly LoggedCall[]): boolean =>
  calls.some(
    ({ decision, needs, principal }) =>
      decision === 'allow' &&
      principal.startsWith(principalOf(grant)) &&
      needs.some(({ action, resource }) => action === grant.action && covers(grant.resource, resource)),
  );

const told = ({ role, sid, action, resource }: Grant): string => `${role} ${sid} ${action} ${resource}`;

describe('the permissions of Mandate’s own roles', () => {
  let stage: Stage;
  let grants: readonly Grant[];
  /** Those of the functions, under their own roles and under the ones that they assume to act in other accounts. */
  let calls: readonly LoggedCall[];

  beforeAll(async () => {
    stage = await Stage.set();
    grants = grantsOf(stage);
    const principals = new Set(grants.map(principalOf));
    const isOwn = ({ principal }: LoggedCall) => [...principals].some((own) => principal.startsWith(own));
    calls = (await callsOf(stage.env, ':assumed-role/Mandate')).filter(isOwn);
  });
  afterAll(() => stage.clear());

  it('are all there to be judged: each role has been at work', () => {
    const idle = [...new Set(grants.map(principalOf))].filter(
      (own) => !calls.some(({ principal }) => principal.startsWith(own)),
    );

    expect(idle, 'run all scenarios: npm run test:scenarios').toEqual([]);
  });

  it('lack nothing: no call of a function was ever denied', () => {
    // what was refused for another reason, such as a fault that a scenario has armed, is no denial
    expect(calls.filter(({ decision }) => decision === 'deny')).toEqual([]);
  });

  it('hold nothing that is not used', () => {
    const unused = grants.filter(({ sid }) => !(sid in BY_LAMBDA)).filter((grant) => !isUsed(grant, calls));

    expect(unused.map(told)).toEqual([]);
  });

  it('leave to Lambda only what the code never does', () => {
    const ofLambda = grants.filter(({ sid }) => sid in BY_LAMBDA);

    expect([...new Set(ofLambda.map(({ sid }) => sid))].sort()).toEqual(Object.keys(BY_LAMBDA).sort());
    expect(ofLambda.filter((grant) => isUsed(grant, calls)).map(told)).toEqual([]);
  });
});
