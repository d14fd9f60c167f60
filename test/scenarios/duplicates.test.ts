import { decodeTime } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboxEntryOf } from '../../lambdas/adapters/dynamodb/outbox-item.ts';
import type { Item } from '../../lambdas/adapters/dynamodb/stored-item.ts';
import { INBOUND_DETAILS } from '../../lambdas/contracts/events/details.ts';
import type { QueuedOrder } from '../../lambdas/core/ports/work-queue.ts';
import type { AgentProcess } from '../../local/agents/agent-process.ts';
import { isDenied } from '../../local/agents/call.ts';
import { emit } from '../../local/observer/emitter.ts';
import { agentId, ownerId, processId } from '../support/contract-suites/entities.ts';
import { callsOf } from '../support/logged-calls.ts';
import { roleOf } from './support/agent-role.ts';
import { eventually } from './support/eventually.ts';
import { READ_TICKET } from './support/everyday-calls.ts';
import { stopCleared, stopVerified } from './support/follow-stop.ts';
import { Queues } from './support/queues.ts';
import { type Cast, Stage } from './support/stage.ts';
import { tableImage } from './support/table-image.ts';

const SOURCE = 'acme.systems';
const PROFILE = 'support-agent';
const ULID_LENGTH = 26;

interface Sent {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Nothing is on its way any more, inside of Mandate or to this scenario. */
const settled = async (stage: Stage, queues: Queues): Promise<void> => {
  let seen: number;
  do {
    await eventually(async () => expect(await queues.notEmpty()).toEqual([]), 60);
    seen = stage.observer.events.length;
    // what the table's stream still holds comes within that second
    await stage.observer.look(1);
  } while (stage.observer.events.length > seen || (await queues.notEmpty()).length > 0);
};

/** What has been ordered since then. */
const ordersIn = (image: Readonly<Record<string, Item>>, since: Date): readonly QueuedOrder[] =>
  Object.values(image)
    .filter(({ kind }) => kind?.S === 'outbox')
    // the key begins with the time of the commit
    .filter(({ sk }) => decodeTime((sk?.S ?? '').slice(0, ULID_LENGTH)) >= since.getTime())
    .map((item) => outboxEntryOf(item))
    .flatMap((entry) => (entry.kind === 'order' ? [entry.order] : []));

describe('everything that is delivered twice', () => {
  let stage: Stage;
  let queues: Queues;
  let working: Cast;
  let events: readonly Sent[];
  const since = new Date();

  /** One of each type, and what they lead to: agents at work, compromised, retired, and of who leaves and ends. */
  const story = (): readonly Sent[] => {
    const [ann, bob, cat] = [stage.id('ann'), stage.id('bob'), stage.id('cat')];
    const [desk, hall] = [stage.id('desk'), stage.id('hall')];
    const agent = (name: string, facts: Partial<Cast> = {}): Cast => ({
      ...working,
      agentId: stage.id(name),
      ...facts,
    });
    const registered = [
      working,
      agent('moving'),
      agent('broken'),
      agent('retiring'),
      agent('orphaned', { ownerId: bob }),
      agent('outdated', { processId: hall }),
    ];
    const sent: readonly Sent[] = [
      { type: 'Owner Joined', detail: { ownerId: ann } },
      { type: 'Owner Joined', detail: { ownerId: bob } },
      { type: 'Owner Joined', detail: { ownerId: cat } },
      { type: 'Process Registered', detail: { processId: desk, version: '1', profiles: [PROFILE] } },
      { type: 'Process Registered', detail: { processId: hall, version: '1', profiles: [PROFILE] } },
      ...registered.map((cast) => ({ type: 'Agent Registered', detail: stage.registration(cast) })),
      { type: 'Owner Changed', detail: { ownerId: ann, department: 'support' } },
      { type: 'Agent Updated', detail: { agentId: stage.id('moving'), displayName: 'Moving' } },
      { type: 'Ownership Transferred', detail: { agentId: stage.id('moving'), ownerId: cat } },
      { type: 'Agent Compromised', detail: { agentId: stage.id('broken'), reason: 'it was seen elsewhere' } },
      { type: 'Agent Retired', detail: { agentId: stage.id('retiring') } },
      { type: 'Owner Left', detail: { ownerId: bob } },
      { type: 'Process Changed', detail: { processId: hall, version: '2', profiles: [] } },
      { type: 'Process Retired', detail: { processId: hall } },
      { type: 'Owner Returned', detail: { ownerId: bob } },
      // and one that is wrong
      { type: 'Agent Promoted', detail: { agentId: stage.id('working') } },
    ];
    return sent.map(({ type, detail }, index) => ({
      type,
      detail: { ...detail, eventId: stage.id(`event-${index}`), occurredAt: at(index) },
    }));
  };

  const begin = Date.now();
  const at = (index: number): string => new Date(begin - 60_000 + index * 1000).toISOString();

  const send = ({ type, detail }: Sent) => emit(stage.env, { source: SOURCE, type, detail });

  /** How many events the table has refused as applied before. */
  const refusedSince = async (moment: Date): Promise<number> => {
    const lanes = await Promise.all(
      ['Lifecycle', 'Stopper'].map((lane) => callsOf(stage.env, `/Mandate${lane}/`)),
    );
    return lanes
      .flat()
      .filter(({ operation, status }) => operation === 'TransactWriteItems' && status === 400)
      .filter(({ time }) => new Date(time) >= moment).length;
  };

  beforeAll(async () => {
    stage = await Stage.set();
    queues = new Queues(stage);
    working = {
      agentId: stage.id('working'),
      ownerId: stage.id('ann'),
      processId: stage.id('desk'),
      profile: PROFILE,
      environment: 'test',
    };
    events = story();
  });
  afterAll(async () => {
    queues.end();
    await stage.clear();
  });

  it('1. has its effect the first time', async () => {
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(Object.keys(INBOUND_DETAILS)));
    const upTo = events.findIndex(({ type }) => type === 'Owner Changed');
    for (const event of events.slice(0, upTo)) await send(event);
    for (const name of ['working', 'moving', 'broken', 'retiring', 'orphaned', 'outdated']) {
      await stage.observer.waitFor('Agent Activated', { agentId: stage.id(name) }, 60);
    }
    // a return that overtakes the leaving would make it an old story
    const before = events.findIndex(({ type }) => type === 'Owner Returned');
    for (const event of events.slice(upTo, before)) await send(event);
    await Promise.all([
      stopVerified(stage, { kind: 'agent', agentId: stage.id('broken') }, 'test'),
      stopVerified(stage, { kind: 'agent', agentId: stage.id('retiring') }, 'test'),
      stopVerified(stage, { kind: 'owner', ownerId: stage.id('bob') }, 'test'),
      stopVerified(stage, { kind: 'process', processId: stage.id('hall') }, 'test'),
    ]);
    for (const event of events.slice(before)) await send(event);
    await settled(stage, queues);

    const statusOf = async (name: string) =>
      (await stage.stored.registry.agent(agentId(stage.id(name))))?.status;
    expect(await statusOf('working')).toBe('active');
    expect(await stage.stored.registry.agent(agentId(stage.id('moving')))).toMatchObject({
      ownerId: stage.id('cat'),
      displayName: 'Moving',
    });
    expect(await statusOf('retiring')).toBe('retired');
    for (const name of ['broken', 'orphaned', 'outdated']) expect(await statusOf(name)).toBe('suspended');
  });

  it('2. changes nothing and tells nothing the second time', async () => {
    const before = await tableImage(stage);
    const told = stage.observer.events.length;

    const moment = new Date();
    for (const event of events) await send(event);

    await eventually(async () => expect(await refusedSince(moment)).toBe(events.length));
    await settled(stage, queues);
    expect(await tableImage(stage)).toEqual(before);
    expect(stage.observer.events.slice(told)).toEqual([]);
  });

  it('3. changes nothing either when it is an order that followed from an event', async () => {
    const before = await tableImage(stage);
    const told = stage.observer.events.length;
    const orders = ordersIn(before, since);

    expect([...new Set(orders.map(({ order }) => order.kind))].sort()).toEqual([
      'activate-agent',
      'clear-stop',
      'compile-stop-list',
      'provision-agent',
      'spread-stop',
      'verify-stop',
    ]);
    // by an id of its own, or the queue would see that it is a repetition
    await queues.order(orders.map(({ order, orderId }) => ({ order, orderId: `${orderId}-again` })));

    await settled(stage, queues);
    expect(await tableImage(stage)).toEqual(before);
    expect(stage.observer.events.slice(told)).toEqual([]);
  });

  it('4. changes no agent when it is a registration told again under another id', async () => {
    const [agent, role] = [
      await stage.stored.registry.agent(agentId(working.agentId)),
      await roleOf(stage, working),
    ];

    await stage.platform('Agent Registered', { ...stage.registration(working), eventId: stage.id('again') });

    const told = { source: 'acme.platform', eventId: stage.id('again') };
    await eventually(async () => expect(await stage.stored.hasSeen(told)).toBe(true));
    await settled(stage, queues);
    expect(await stage.stored.registry.agent(agentId(working.agentId))).toEqual(agent);
    expect(await roleOf(stage, working)).toEqual(role);
  });
});

describe('what comes in any order', () => {
  let stage: Stage;
  let cast: Cast;
  let agent: AgentProcess;

  const now = Date.now();
  /** @param minutes from now */
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

  beforeAll(async () => {
    stage = await Stage.set();
    cast = {
      agentId: stage.id('early'),
      ownerId: stage.id('ann'),
      processId: stage.id('desk'),
      profile: PROFILE,
      environment: 'production',
    };
  });
  afterAll(() => stage.clear());

  const applied = async (type: string, detail: Sent['detail']): Promise<void> => {
    const eventId = crypto.randomUUID();
    await emit(stage.env, { source: SOURCE, type, detail: { ...detail, eventId } });
    await eventually(async () => expect(await stage.stored.hasSeen({ source: SOURCE, eventId })).toBe(true));
  };

  it('1. a registration may come before the owner and the process that it names', async () => {
    await stage.platform('Agent Registered', stage.registration(cast));
    await stage.joined(cast.ownerId);
    await stage.allowed(cast.processId, PROFILE);

    await stage.observer.waitFor('Agent Activated', { agentId: cast.agentId }, 60);
    agent = await stage.run(cast.agentId);
    expect(await agent.make(READ_TICKET)).toMatchObject({ ok: true });
  });

  it('2. older facts that come late change nothing for an agent at work', async () => {
    await applied('Owner Left', { ownerId: cast.ownerId, occurredAt: at(-60) });
    await applied('Process Changed', {
      processId: cast.processId,
      version: '0',
      profiles: [],
      occurredAt: at(-60),
    });

    expect(await stage.stored.registry.owner(ownerId(cast.ownerId))).toMatchObject({
      status: 'active',
      stopIds: [],
    });
    expect(await stage.stored.registry.process(processId(cast.processId))).toMatchObject({
      version: '1',
      profiles: [PROFILE],
      stops: [],
    });
    expect(await agent.make(READ_TICKET)).toMatchObject({ ok: true });
  });

  it('3. a leaving counts although the joining, which is older, comes after it', async () => {
    const left = stage.id('bob');
    await applied('Owner Left', { ownerId: left, occurredAt: at(-10) });
    await applied('Owner Joined', { ownerId: left, occurredAt: at(-20), displayName: 'Bob' });

    expect(await stage.stored.registry.owner(ownerId(left))).toMatchObject({
      status: 'left',
      displayName: 'Bob',
    });
    const late = { ...cast, agentId: stage.id('late'), ownerId: left };
    await stage.platform('Agent Registered', stage.registration(late));
    const rejected = await stage.observer.waitFor('Agent Rejected', { agentId: late.agentId });
    expect(rejected.detail['reasons']).toEqual([expect.objectContaining({ code: 'owner-left' })]);
  });

  it('4. a return that is newer is not undone by a leaving that comes after it', async () => {
    const back = stage.id('bob');
    await applied('Owner Returned', { ownerId: back, occurredAt: at(-5) });
    await applied('Owner Left', { ownerId: back, occurredAt: at(-8) });

    expect(await stage.stored.registry.owner(ownerId(back))).toMatchObject({ status: 'active' });
  });

  it('5. a process that was retired stays so, whatever is told of it later', async () => {
    const ended = stage.id('ended');
    await applied('Process Retired', { processId: ended, occurredAt: at(-10) });
    await applied('Process Registered', {
      processId: ended,
      version: '1',
      profiles: [PROFILE],
      occurredAt: at(-20),
    });

    expect(await stage.stored.registry.process(processId(ended))).toMatchObject({ status: 'retired' });
  });

  it('6. the second of two leavings stops nobody a second time', async () => {
    await applied('Owner Left', { ownerId: cast.ownerId });
    const target = { kind: 'owner', ownerId: cast.ownerId };
    const { stopId } = await stopVerified(stage, target, 'production');
    await stopCleared(stage, stopId, 'production');
    expect(isDenied(await agent.make(READ_TICKET))).toBe(true);

    await applied('Owner Left', { ownerId: cast.ownerId });

    expect(await stage.stored.registry.owner(ownerId(cast.ownerId))).toMatchObject({
      status: 'left',
      stopIds: [],
    });
    await stage.observer.look();
    expect(stage.observer.events.filter(({ type }) => type === 'Access Stopped')).toHaveLength(1);
  });
});
