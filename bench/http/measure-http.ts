import { type Comparison, compare, timed } from '../figures/comparison.ts';
import { inFlight } from '../figures/in-flight.ts';

export interface HttpPlan {
  readonly warmUp: number;
  readonly runs: number;
  readonly levels: readonly number[];
  readonly perLevel: number;
}

export interface HttpFigures {
  /** Milliseconds of one request. */
  readonly latency: Comparison;
  readonly throughput: readonly {
    readonly inFlight: number;
    readonly leases: number;
    readonly floor: number;
  }[];
}

/** What is asked, and of whom. */
export interface Asked {
  readonly url: string;
  readonly tokens: readonly string[];
}

/** Asks as any HTTP client would and reads the answer to its end. */
const ask = async (url: string, token: string | undefined, expected: number): Promise<void> => {
  const response = await fetch(url, { headers: token === undefined ? {} : { authorization: token } });
  const body = await response.text();
  if (response.status !== expected) throw new Error(`the API answered ${response.status}: ${body}`);
};

export const measureHttp = async ({ url, tokens }: Asked, plan: HttpPlan): Promise<HttpFigures> => {
  const lease = (turn: number) => ask(url, tokens[turn % tokens.length], 200);
  const refusal = () => ask(url, undefined, 401);
  const turns = { subject: (run: number) => timed(() => lease(run)), floor: () => timed(refusal) };
  await compare(plan.warmUp, turns);
  const latency = await compare(plan.runs, turns);
  const throughput = [];
  for (const lanes of plan.levels) {
    const size = { lanes, perLane: Math.ceil(plan.perLevel / lanes) };
    // each lane asks for an agent of its own
    const leases = await inFlight(size, ({ lane }) => lease(lane));
    const floor = await inFlight(size, refusal);
    throughput.push({ inFlight: lanes, leases: leases.perSecond, floor: floor.perSecond });
  }
  return { latency, throughput };
};
