import { afterAll, describe, expect, it } from 'vitest';
import type { Profile } from '../../lambdas/core/profiles/profile.ts';
import { ACCOUNTS, HUB, settingsOf } from '../support/settings.ts';
import { type AgentUnderTest, withoutDenial } from './agent-under-test.ts';
import { crossings, decidesOnForeignRole } from './bindings.ts';
import { estateOf } from './estate.ts';
import { allowedIn, type Cell, deniedIn, Matrix, notDeniedByBoundary, type Pair, pairsOf } from './matrix.ts';
import { rowOf, type TableRow, tableOf } from './table.ts';
import { dataIn, dataOf } from './targets.ts';

const settings = settingsOf({
  environments: Object.keys(ACCOUNTS).map((name) => ({ name, account: HUB })),
});
const estate = estateOf(settings);
const matrix = new Matrix();
const named = (pair: Pair) => ({
  from: pair.from.environment.name,
  into: pair.into.environment.name,
  pair,
});
const pairs = pairsOf(estate).map(named);
const table: TableRow[] = [];

afterAll(() => {
  console.log(
    `one account for all, hub included: calls denied, of those tried; data is what is NOT kept apart\n${tableOf(table)}`,
  );
});

const beside = (cells: readonly Cell[]) => cells.filter(({ target }) => target.kind !== 'data');
const onData = (cells: readonly Cell[]) => cells.filter(({ target }) => target.kind === 'data');
const baseOf = (agent: AgentUnderTest) => agent.profile.permissions.flatMap((each) => dataOf(each, agent));

describe('in an account that all environments share, an agent', () => {
  it.each(pairs)('of $from reaches no role, heartbeat or lease of $into, nor Mandate', async ({ pair }) => {
    const cells = await matrix.ofPair(pair, estate, 'compiled');

    const ways = crossings(pair, estate);

    table.push(rowOf(pair, cells, ways));
    expect(allowedIn(beside(cells))).toEqual([]);
    expect(ways.filter(({ given }) => given)).toEqual([]);
  });

  it.each(pairs)('of $from does not either where it is let in and permitted everything', async ({ pair }) => {
    const cells = beside(await matrix.ofPair(pair, estate, 'careless'));

    expect(allowedIn(cells)).toEqual([]);
    // no resource policy can open a parameter to a session, so that an absent allow is enough there
    expect(notDeniedByBoundary(cells.filter(({ target }) => target.kind !== 'heartbeat'))).toEqual([]);
  });

  it('would be let in to Mandate if the boundary did not deny it explicitly', async () => {
    const agents = estate.environments[0]?.agents.slice(0, 1) ?? [];
    const [{ pair } = { pair: undefined }] = pairs;
    if (pair === undefined) throw new Error('there are no two environments');
    const from = { ...pair.from, agents: agents.map((agent) => withoutDenial(agent, 'NotMandateItself')) };

    const cells = await new Matrix().ofPair({ ...pair, from }, estate, 'careless');

    expect(cells.filter(({ allowed }) => allowed).map(({ target }) => target.action)).toEqual(
      expect.arrayContaining([
        'dynamodb:PutItem',
        'events:PutEvents',
        'sqs:SendMessage',
        'lambda:InvokeFunction',
      ]),
    );
  });
});

describe('an account that all environments share does not keep apart', () => {
  it.each(pairs)(
    'what profiles name without the environment: $from reaches it in $into',
    async ({ pair }) => {
      const cells = onData(await matrix.ofPair(pair, estate, 'compiled'));

      const own = await matrix.of(pair.from.agents, dataIn(pair.from), 'compiled');

      expect(allowedIn(cells)).not.toEqual([]);
      expect(allowedIn(cells)).toEqual(allowedIn(own));
    },
  );

  it.each(pairs)('what a resource policy of $into opens to a session of $from', async ({ pair }) => {
    const cells = await matrix.of(pair.from.agents, dataIn(pair.into), 'invited');

    expect(cells.length).toBeGreaterThan(0);
    expect(deniedIn(cells)).toEqual([]);
  });

  it.each(pairs)('roles of $from and $into for the broker’s decision: only their trust does', ({ pair }) => {
    const { from, into } = pair;
    const sameProfile = from.agents.flatMap((agent) =>
      into.agents
        .filter(({ profile }) => profile === agent.profile)
        .map((other) => decidesOnForeignRole(agent, other)),
    );

    expect(sameProfile).toEqual(from.agents.map(() => true));
    expect(crossings(pair, estate).filter(({ given }) => given)).toEqual([]);
  });
});

describe('profiles that name the environment, in an account that all environments share', () => {
  const inEnvironment = (resource: string) => resource.replace('acme-', 'acme-${environment}-');
  const naming = (profile: Profile): Profile => ({
    ...profile,
    permissions: profile.permissions.map((each) => ({
      ...each,
      resources: each.resources.map(inEnvironment),
    })),
    elevated: profile.elevated.map((each) => ({ ...each, resources: each.resources.map(inEnvironment) })),
  });
  const apart = estateOf({ ...settings, profiles: settings.profiles.map(naming) });
  const own = new Matrix();

  it.each(pairsOf(apart).map(named))('keep agents of $from from the data of $into', async ({ pair }) => {
    const cells = onData(await own.ofPair(pair, apart, 'compiled'));

    expect(cells.length).toBeGreaterThan(0);
    expect(allowedIn(cells)).toEqual([]);
  });

  it('permit each agent what it needs in its own', async () => {
    const agents = apart.environments.flatMap((each) => each.agents);

    const cells = await Promise.all(agents.map((agent) => own.of([agent], baseOf(agent), 'compiled')));

    expect(cells.flat().length).toBeGreaterThanOrEqual(agents.length);
    expect(deniedIn(cells.flat())).toEqual([]);
  });

  it.each(pairsOf(apart).map(named))(
    'do not keep them from what a resource policy of $into opens to a session of $from',
    async ({ pair }) => {
      const cells = await own.of(pair.from.agents, dataIn(pair.into), 'invited');

      expect(deniedIn(cells)).toEqual([]);
    },
  );
});
