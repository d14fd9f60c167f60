import type { AgentUnderTest } from './agent-under-test.ts';
import { attempt, type Odds, type Outcome } from './attempt.ts';
import type { EnvironmentUnderTest, Estate } from './estate.ts';
import { type Target, targetsIn } from './targets.ts';

/** One call of one agent. */
export interface Cell extends Outcome {
  readonly agent: AgentUnderTest;
  readonly target: Target;
  readonly odds: Odds;
}

/** Two environments, in this order: agents of the first try what is the second's. */
export interface Pair {
  readonly from: EnvironmentUnderTest;
  readonly into: EnvironmentUnderTest;
}

export const pairsOf = ({ environments }: Estate): readonly Pair[] =>
  environments.flatMap((from) =>
    environments.filter((into) => into !== from).map((into) => ({ from, into })),
  );

/** Cells of a matrix, each evaluated once: Mandate itself is the same whichever other environment is looked at. */
export class Matrix {
  private readonly outcomes = new Map<string, Promise<Outcome>>();

  ofPair({ from, into }: Pair, estate: Estate, odds: Odds): Promise<readonly Cell[]> {
    return this.of(from.agents, targetsIn(into, from, estate), odds);
  }

  of(agents: readonly AgentUnderTest[], targets: readonly Target[], odds: Odds): Promise<readonly Cell[]> {
    return Promise.all(
      agents.flatMap((agent) =>
        targets.map(async (target) => ({
          agent,
          target,
          odds,
          ...(await this.outcome(agent, target, odds)),
        })),
      ),
    );
  }

  private outcome(agent: AgentUnderTest, target: Target, odds: Odds): Promise<Outcome> {
    const key = [agent.caller.arn, target.action, target.resource, odds].join(' ');
    const outcome = this.outcomes.get(key) ?? attempt(agent, target, odds);
    this.outcomes.set(key, outcome);
    return outcome;
  }
}

const describeCell = ({ agent, target, odds }: Cell): string =>
  `${agent.agent.agentId}, ${odds}: ${target.action} ${target.resource}`;

/** Those that are allowed, as text. */
export const allowedIn = (cells: readonly Cell[]): readonly string[] =>
  cells.filter(({ allowed }) => allowed).map(describeCell);
/** Those that are denied, as text. */
export const deniedIn = (cells: readonly Cell[]): readonly string[] =>
  cells.filter(({ allowed }) => !allowed).map(describeCell);
/** Those that no statement of the boundary denies explicitly, as text. */
export const notDeniedByBoundary = (cells: readonly Cell[]): readonly string[] =>
  cells.filter(({ deniedBy }) => deniedBy.length === 0).map(describeCell);
