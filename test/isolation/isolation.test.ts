import { afterAll, describe, expect, it } from 'vitest';
import { settingsOf } from '../support/settings.ts';
import { type AgentUnderTest, elevated, withoutDenial } from './agent-under-test.ts';
import { crossings, decidesOnForeignRole, opensForOther, opensOwn } from './bindings.ts';
import { estateOf } from './estate.ts';
import { allowedIn, type Cell, deniedIn, Matrix, notDeniedByBoundary, pairsOf } from './matrix.ts';
import { rowOf, type TableRow, tableOf } from './table.ts';
import { dataIn, dataOf, heartbeatOf } from './targets.ts';

const estate = estateOf(settingsOf());
const matrix = new Matrix();
const pairs = pairsOf(estate).map((pair) => ({
  from: pair.from.environment.name,
  into: pair.into.environment.name,
  pair,
}));
const agents = estate.environments.flatMap((own) =>
  own.agents.map((agent) => ({ agentId: agent.agent.agentId, agent, own })),
);
const table: TableRow[] = [];

afterAll(() => {
  console.log(`an account per environment: calls denied, of those tried\n${tableOf(table)}`);
});

const baseOf = (agent: AgentUnderTest) => agent.profile.permissions.flatMap((each) => dataOf(each, agent));

describe('an agent in an account of its environment', () => {
  it.each(pairs)('of $from reaches nothing of $into, with what it was given', async ({ pair }) => {
    const cells = await matrix.ofPair(pair, estate, 'compiled');

    const ways = crossings(pair, estate);

    table.push(rowOf(pair, cells, ways));
    expect(allowedIn(cells)).toEqual([]);
    expect(ways.filter(({ given }) => given)).toEqual([]);
  });

  it.each(pairs)(
    'of $from is kept from $into by an explicit deny, where it is let in and permitted everything',
    async ({ pair }) => {
      const cells = await matrix.ofPair(pair, estate, 'careless');

      expect(allowedIn(cells)).toEqual([]);
      expect(notDeniedByBoundary(cells)).toEqual([]);
    },
  );

  it.each(pairs)('of $from gets no lease if its record names a role of $into', ({ pair: { from, into } }) => {
    const misled = from.agents.flatMap((agent) =>
      into.agents.filter((other) => decidesOnForeignRole(agent, other)).map((other) => other.lease.roleArn),
    );

    expect(misled).toEqual([]);
  });
});

describe('in its own environment', () => {
  it.each(agents)('$agentId can make every call that its profile names', async ({ agent, own }) => {
    const cells = await matrix.of([agent], [...baseOf(agent), heartbeatOf(own)], 'compiled');

    expect(cells.length).toBeGreaterThan(1);
    expect(deniedIn(cells)).toEqual([]);
  });

  it.each(agents)('$agentId can make no call that other profiles alone name', async ({ agent, own }) => {
    const named = new Set(baseOf(agent).map(({ action, resource }) => `${action} ${resource}`));
    const others = dataIn(own).filter(({ action, resource }) => !named.has(`${action} ${resource}`));

    const cells = await matrix.of([agent], others, 'compiled');

    expect(cells.length).toBeGreaterThan(5);
    expect(allowedIn(cells)).toEqual([]);
  });

  it.each(agents)('$agentId could make them if it were permitted everything', async ({ agent, own }) => {
    const cells = await matrix.of([agent], dataIn(own), 'careless');

    expect(deniedIn(cells)).toEqual([]);
  });

  it.each(
    agents.flatMap(({ agent }) =>
      agent.profile.elevated.map((permission) => ({ agentId: agent.agent.agentId, agent, permission })),
    ),
  )('$agentId can $permission.name once that is approved', async ({ agent, permission }) => {
    const approved = elevated(agent, permission.name);

    const cells = await new Matrix().of([approved], dataOf(permission, agent), 'compiled');

    expect(cells.length).toBeGreaterThan(0);
    expect(deniedIn(cells)).toEqual([]);
  });

  it.each(agents)('$agentId gets its sessions from broker and verifier', ({ agent }) => {
    expect(opensOwn(agent, estate)).toBe(true);
  });

  it.each(agents)('$agentId gets no session of another agent’s role', ({ agent, own }) => {
    const others = own.agents.filter((other) => other !== agent);

    const opened = others.filter((other) => opensForOther(agent, other, estate));

    expect(others.length).toBeGreaterThan(0);
    expect(opened.map(({ lease }) => lease.roleArn)).toEqual([]);
  });
});

describe('the matrix', () => {
  const withBoundaryLacking = async (sid: string) => {
    const [first] = pairsOf(estate);
    if (first === undefined) throw new Error('there are no two environments');
    const from = { ...first.from, agents: first.from.agents.map((agent) => withoutDenial(agent, sid)) };
    return new Matrix().ofPair({ ...first, from }, estate, 'careless');
  };
  const kindsOf = (cells: readonly Cell[]) => [...new Set(cells.map(({ target }) => target.kind))].sort();

  it.each([
    ['NoOtherAccount', ['data']],
    ['NoIdentityActions', ['roles']],
  ])('sees what a boundary without %s would let through: %j', async (sid, kinds) => {
    const cells = await withBoundaryLacking(sid);

    expect(kindsOf(cells.filter(({ allowed }) => allowed))).toEqual(kinds);
  });

  it.each([
    ['NotMandateItself', ['mandate']],
    ['NotItsParameters', ['heartbeat']],
  ])('sees what a boundary without %s would not deny explicitly: %j', async (sid, kinds) => {
    const cells = await withBoundaryLacking(sid);

    expect(kindsOf(cells.filter(({ deniedBy }) => deniedBy.length === 0))).toEqual(kinds);
  });
});
