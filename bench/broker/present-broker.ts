import { comparisonTable } from '../report/comparison-table.ts';
import { percent, ratio, tableOf, verdict, whole } from '../report/markdown.ts';
import type { BrokerFigures, Rates } from './measure-broker.ts';

/** How much longer than its calls a lease may take. */
const TARGETS = { median: 1.15, p99: 1.5 };

const WHAT = `The broker's bundle, called in a process of its own as Lambda would: token verified, decided, session opened,
lease recorded, logged. The floor is the same batch read, then the same \`AssumeRole\` beside the same \`TransactWriteItems\`,
made by bare SDK clients in the same process; everything that goes into its calls is worked out before its clock starts.
Both go through the gate with the broker's role, in turn. The outbox was cut off, so that nothing else ran.`;

const THROUGHPUT = `Leases per second, the median of the rounds. Many agents: each request in flight is for another agent. One
agent: all are for the same, whose audit records form one chain, so that only one can be written at a time; of the others
each decides again from a fresh read, and after ten times is told to come again (409). The emulator does not fail a
transaction because another is at work on the same owner or process, as DynamoDB sometimes does.`;

export const presentBroker = ({ latency, throughput, plan }: BrokerFigures): readonly string[] => {
  const median = latency.subject.median / latency.floor.median;
  const p99 = latency.subject.p99 / latency.floor.p99;
  return [
    WHAT,
    comparisonTable(latency, { subject: 'lease by the broker', floor: 'floor: its three calls' }),
    `Target: median at most ${TARGETS.median} × the floor: ${verdict(median, TARGETS.median)}; p99 at most ${TARGETS.p99} ×: ${verdict(p99, TARGETS.p99)}.`,
    THROUGHPUT,
    tableOf(
      ['in flight', 'floor', 'many agents', 'ratio', 'one agent', 'ratio', 'told to come again'],
      throughput.map(rowOf),
    ),
    `Leases of each kind in each round: ${plan.perRound}; rounds at each level, in turn: ${plan.rounds}.`,
  ];
};

const rowOf = ({ inFlight, floor, manyAgents, oneAgent, oneAgentBusy }: Rates): readonly string[] => [
  String(inFlight),
  whole(floor),
  whole(manyAgents),
  ratio(manyAgents, floor),
  whole(oneAgent),
  ratio(oneAgent, floor),
  percent(oneAgentBusy),
];
