import pc from 'picocolors';
import type { Status } from './environment/status.ts';
import type { Started } from './environment/up.ts';

/** What the commands say to people, as lines. */

export const upReport = ({ already, env }: Started, seconds: number): string[] => [
  already
    ? 'The local environment is up already.'
    : pc.green(`The local environment is up after ${seconds.toFixed(1)} s.`),
  '',
  `  AWS endpoint   ${env.endpointUrl}  ${pc.dim('enforces IAM')}`,
  `  API            ${env.apiUrl}`,
  `  Issuers        ${env.issuers.workload}  ${pc.dim('workloads')}`,
  `                 ${env.issuers.human}  ${pc.dim('people')}`,
  `  All of it      ${env.directory}/env.json`,
  '',
  `Try \`npm run local -- token --workload coding-assistant\`; end it with \`npm run local -- down\`.`,
];

export const statusReport = ({ up, deployed, parts }: Status): string[] => {
  if (parts.length === 0) return ['The local environment is down. Start it with `npm run local -- up`.'];
  const lines = parts.map(({ part, condition, pid, url }) => {
    const shown = (condition === 'up' ? pc.green : pc.red)(condition.padEnd(13));
    return `  ${part.padEnd(10)} ${shown} ${url}${pid === undefined ? '' : pc.dim(`  pid ${pid}`)}`;
  });
  lines.push(deployed ? 'The app is deployed.' : 'The app is not deployed.');
  if (!up) lines.push('Mend it with `npm run local -- up`.');
  return lines;
};
