import { readFileSync } from 'node:fs';
import type { Emulator } from '../../local/environment/emulator.ts';
import type { LoggedCall } from '../../local/gate/call-log.ts';

/** What the gate has logged of the calls of one principal, named by a part of its ARN that no other has. */
export const callsOf = ({ callLog }: Emulator, principal: string): readonly LoggedCall[] =>
  readFileSync(callLog, 'utf8')
    .split('\n')
    .filter((line) => line.includes(principal))
    .map((line): LoggedCall => JSON.parse(line))
    .filter((call) => call.principal.includes(principal));
