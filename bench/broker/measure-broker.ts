import type { AskBroker } from '../apart/broker-bundle.ts';
import type { AskFloor, FloorCalls } from '../apart/floor.ts';
import type { FloorAgent } from '../apart/floor-agent.ts';
import { type Comparison, compare, timed } from '../figures/comparison.ts';
import { medianOf } from '../figures/distribution.ts';
import { inFlight } from '../figures/in-flight.ts';

export interface BrokerPlan {
  readonly warmUp: number;
  readonly runs: number;
  /** How many requests are under way at once. */
  readonly levels: readonly number[];
  /** Leases of one round of one side. */
  readonly perRound: number;
  readonly rounds: number;
}

/** Leases per second: the median of the rounds. */
export interface Rates {
  readonly inFlight: number;
  readonly floor: number;
  readonly manyAgents: number;
  readonly oneAgent: number;
  /** Of the requests of one agent, the share that was told to come again. */
  readonly oneAgentBusy: number;
}

export interface BrokerFigures {
  readonly plan: BrokerPlan;
  /** Milliseconds of one lease. */
  readonly latency: Comparison;
  readonly throughput: readonly Rates[];
}

export interface Sides {
  readonly askBroker: AskBroker;
  readonly askFloor: AskFloor;
  /** Tokens of the agents whose leases the broker issues. */
  readonly tokens: readonly string[];
  /** As many agents whose leases the floor makes. */
  readonly floorAgents: readonly FloorAgent[];
}

const ISSUED = 200;
/** Another request for the same agent was faster, ten times in a row. */
const BUSY = 409;

const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('there are no agents');
  return item;
};

const issue = async ({ askBroker }: Sides, token: string): Promise<void> => {
  const status = await askBroker(token);
  if (status !== ISSUED) throw new Error(`the broker answered ${status}`);
};

/** One lease after the other, by the broker and by the floor in turn. */
export const measureLatency = async (sides: Sides, { warmUp, runs }: BrokerPlan): Promise<Comparison> => {
  const turns = {
    subject: (run: number) => timed(() => issue(sides, at(sides.tokens, run))),
    floor: async (run: number) => {
      const calls = await at(sides.floorAgents, run).next();
      return timed(() => sides.askFloor(calls));
    },
  };
  await compare(warmUp, turns);
  return compare(runs, turns);
};

/** Many at once. Each lane has agents of its own, so that nothing but the number of requests is tried. */
export const measureThroughput = async (sides: Sides, plan: BrokerPlan, lanes: number): Promise<Rates> => {
  const rounds = { floor: [] as number[], many: [] as number[], one: [] as number[] };
  let [asked, busy] = [0, 0];
  for (let round = 0; round < plan.rounds; round += 1) {
    const size = { lanes, perLane: Math.ceil(plan.perRound / lanes) };
    rounds.many.push(await manyAgents(sides, size));
    rounds.floor.push(await floorOf(sides, size));
    const one = await oneAgent(sides, size, round);
    rounds.one.push(one.perSecond);
    asked += one.asked;
    busy += one.busy;
  }
  return {
    inFlight: lanes,
    floor: medianOf(rounds.floor),
    manyAgents: medianOf(rounds.many),
    oneAgent: medianOf(rounds.one),
    oneAgentBusy: busy / asked,
  };
};

interface Size {
  readonly lanes: number;
  readonly perLane: number;
}

/** Of the agents of a lane the one whose turn it is. */
const ofLane = <T>(items: readonly T[], lanes: number, { lane, index }: { lane: number; index: number }): T =>
  at(items, lane + lanes * (index % Math.floor(items.length / lanes)));

const manyAgents = async (sides: Sides, size: Size): Promise<number> => {
  const { perSecond } = await inFlight(size, (turn) => issue(sides, ofLane(sides.tokens, size.lanes, turn)));
  return perSecond;
};

const floorOf = async ({ floorAgents, askFloor }: Sides, size: Size): Promise<number> => {
  const prepared: FloorCalls[][] = [];
  for (let lane = 0; lane < size.lanes; lane += 1) {
    const calls: FloorCalls[] = [];
    for (let index = 0; index < size.perLane; index += 1) {
      calls.push(await ofLane(floorAgents, size.lanes, { lane, index }).next());
    }
    prepared.push(calls);
  }
  const { perSecond } = await inFlight(size, ({ lane, index }) => {
    const calls = prepared[lane]?.[index];
    if (calls === undefined) throw new RangeError('a call was not prepared');
    return askFloor(calls);
  });
  return perSecond;
};

/** All requests are for the same agent, whose records form one chain: they can only be written one after the other. */
const oneAgent = async (sides: Sides, size: Size, round: number) => {
  const token = at(sides.tokens, round);
  const { results, perSecond } = await inFlight(size, () => sides.askBroker(token));
  const other = results.find((status) => status !== ISSUED && status !== BUSY);
  if (other !== undefined) throw new Error(`the broker answered ${other}`);
  const busy = results.filter((status) => status === BUSY).length;
  const asked = results.length;
  return { perSecond: (perSecond * (asked - busy)) / asked, asked, busy };
};
