import { comparisonTable } from '../report/comparison-table.ts';
import { ratio, tableOf, whole } from '../report/markdown.ts';
import type { HttpFigures } from './measure-http.ts';

const WHAT = `\`GET /v1/credentials\` of the deployed app by a plain HTTP client: HTTP API, Lambda, broker, all of it, with the
outbox publishing beside it. The floor is the same request without a token, which the broker refuses at its door: what is
left is the API, the function's invocation and the client. API and Lambda are the emulator's, so these times say how the
parts compare and not what AWS takes.`;

export const presentHttp = ({ latency, throughput }: HttpFigures): readonly string[] => [
  WHAT,
  comparisonTable(latency, { subject: 'lease', floor: 'floor: refused at the door' }),
  'Answers per second:',
  tableOf(
    ['in flight', 'leases', 'floor', 'ratio'],
    throughput.map(({ inFlight, leases, floor }) => [
      String(inFlight),
      whole(leases),
      whole(floor),
      ratio(leases, floor),
    ]),
  ),
];
