import type { LoggedCall } from '../../local/gate/call-log.ts';
import { type Distribution, distributionOf } from '../figures/distribution.ts';
import { callsBetween, type Span } from '../world/logged-calls.ts';
import type { Departure } from './owner-leaves.ts';

/** One owner's leaving, and the same agents' roles revoked one by one. */
export interface Run {
  readonly agents: number;
  readonly departure: Departure;
  readonly perRole: Span;
}

/** What was seen of all owners with as many agents; times in milliseconds. */
export interface SizeFigures {
  readonly agents: number;
  readonly emittedToRaised: Distribution;
  readonly raisedToWritten: Distribution;
  readonly raisedToVerified: Distribution;
  /** Of `raisedToWritten`: looking, in each environment, for one agent of the owner. */
  readonly searching: Distribution;
  /** Of `raisedToWritten`: reading what is in force, and writing the list. */
  readonly compiling: Distribution;
  /** IAM calls of each departure: all that came from the writer of the stop list. */
  readonly iamCalls: readonly number[];
  readonly perRole: Distribution;
  readonly perRoleIamCalls: readonly number[];
}

export interface RevocationFigures {
  readonly sizes: readonly SizeFigures[];
}

/** @param stopWriter name of the role through which the stop list is written */
export const revocationFigures = (
  runs: readonly Run[],
  calls: readonly LoggedCall[],
  stopWriter: string,
): RevocationFigures => {
  const iam = calls.filter(({ service }) => service === 'iam');
  const written = iam.filter(({ principal }) => principal.includes(`/${stopWriter}/`));
  const searched = calls.filter(
    ({ principal, operation }) => operation === 'Query' && principal.endsWith('/mandate-stopper'),
  );
  const compiled = calls.filter(({ principal }) => principal.endsWith('/mandate-compiler'));
  const put = iam.filter(({ operation }) => operation === 'PutRolePolicy');
  const sizes = [...new Set(runs.map(({ agents }) => agents))];
  return {
    sizes: sizes.map((agents) => {
      const own = runs.filter((run) => run.agents === agents);
      const times = (of: (run: Run) => number): Distribution => distributionOf(own.map(of));
      return {
        agents,
        emittedToRaised: times(({ departure }) => departure.raisedAt - departure.emittedAt),
        raisedToWritten: times(({ departure }) => departure.writtenAt - departure.raisedAt),
        raisedToVerified: times(({ departure }) => departure.verifiedAt - departure.raisedAt),
        searching: times(({ departure }) => lengthOf(callsBetween(searched, spanOf(departure)))),
        compiling: times(({ departure }) =>
          lengthOf(callsBetween(compiled, { from: departure.raisedAt, to: departure.writtenAt })),
        ),
        iamCalls: own.map(({ departure }) => callsBetween(written, spanOf(departure)).length),
        perRole: times(({ perRole }) => perRole.to - perRole.from),
        perRoleIamCalls: own.map(({ perRole }) => callsBetween(put, perRole).length),
      };
    }),
  };
};

/** Milliseconds from the first call's beginning to the last one's end. */
const lengthOf = (calls: readonly LoggedCall[]): number => {
  const begins = calls.map(({ time }) => Date.parse(time));
  const ends = calls.map(({ time, durationMs }) => Date.parse(time) + durationMs);
  return calls.length === 0 ? 0 : Math.max(...ends) - Math.min(...begins);
};

const spanOf = ({ emittedAt, verifiedAt }: Departure): Span => ({ from: emittedAt, to: verifiedAt });
