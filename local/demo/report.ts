import pc from 'picocolors';
import { holds } from './expectation.ts';
import type { DemoResult } from './run-demo.ts';
import { seconds } from './screen/columns.ts';
import { verdictLines } from './screen/verdict-lines.ts';

/** What the demo says at its end, to people. */
export const endReport = (result: DemoResult): readonly string[] => {
  const { verdict, expectations } = result;
  const time = seconds(result.seconds * 1000, 1);
  const last = verdict.passed
    ? pc.green(`All ${expectations.length} expectations hold, after ${time}. ${whatIsLeft(result)}`)
    : pc.red(
        `${verdict.failures.length} of ${expectations.length} expectations failed. ${whatIsLeft(result)}`,
      );
  return [...verdictLines(verdict), last, ...(result.kept ? howToGoOn(result) : [])];
};

const whatIsLeft = ({ kept }: DemoResult): string =>
  kept ? 'The environment stays up:' : 'Nothing is left running.';

const howToGoOn = ({ directory }: DemoResult): readonly string[] => [
  `  npm run local -- status --directory ${directory}`,
  `  npm run local -- token --workload coding-assistant --directory ${directory}`,
  `  npm run local -- logs mandate-broker --directory ${directory}`,
  `  npm run local -- down --directory ${directory}    ends it`,
  `  ${directory}/env.json has all addresses, ${directory}/calls.jsonl every call and its decision`,
];

/** The same for programs: everything that was seen. */
export const jsonReport = ({ story, expectations, verdict, ...rest }: DemoResult): string =>
  JSON.stringify({
    passed: verdict.passed,
    ...rest,
    agents: story.newcomers,
    calls: story.attempts,
    unregistered: story.stranger,
    stops: story.endings,
    expectations: expectations.map((each) => ({ ...each, holds: holds(each) })),
  });
