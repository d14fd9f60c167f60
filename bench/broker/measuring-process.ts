import type { ActiveAgent } from '../../lambdas/core/agents/agent.ts';
import { answerJob } from '../apart/answer-job.ts';
import { loadBroker } from '../apart/broker-bundle.ts';
import { openFloor } from '../apart/floor.ts';
import { FloorAgent, type Floors } from '../apart/floor-agent.ts';
import {
  type BrokerFigures,
  type BrokerPlan,
  measureLatency,
  measureThroughput,
  type Rates,
  type Sides,
} from './measure-broker.ts';

/** What the process that measures the broker is told. */
export interface BrokerJob extends Floors {
  /** Folder of the broker's bundle. */
  readonly bundle: string;
  readonly plan: BrokerPlan;
  readonly tokens: readonly string[];
  /** As many as there are tokens, and others. */
  readonly floorAgents: readonly ActiveAgent[];
}

await answerJob<BrokerJob, BrokerFigures>(async ({ bundle, plan, tokens, floorAgents, ...floors }, say) => {
  const sides: Sides = {
    askBroker: await loadBroker(bundle),
    askFloor: openFloor(),
    tokens,
    floorAgents: floorAgents.map((agent) => new FloorAgent(floors, agent)),
  };
  const latency = await measureLatency(sides, plan);
  say(`${latency.subject.runs} leases one after the other`);
  const throughput: Rates[] = [];
  for (const lanes of plan.levels) {
    throughput.push(await measureThroughput(sides, plan, lanes));
    say(`${lanes} in flight`);
  }
  return { plan, latency, throughput };
});
