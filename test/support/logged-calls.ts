import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../local/environment/emulator.ts';
import type { LoggedCall } from '../../local/gate/call-log.ts';

type Logged = Pick<Emulator, 'callLog'>;

/** The gate answers before its log has the line. */
const SETTLED_AFTER = 100;

/** What the gate has logged of the calls of one principal, named by a part of its ARN that no other has. */
export const callsOf = async (emulator: Logged, principal: string): Promise<readonly LoggedCall[]> => {
  let calls = readCalls(emulator, principal);
  for (;;) {
    await sleep(SETTLED_AFTER);
    const now = readCalls(emulator, principal);
    if (now.length === calls.length) return now;
    calls = now;
  }
};

const readCalls = ({ callLog }: Logged, principal: string): readonly LoggedCall[] =>
  readFileSync(callLog, 'utf8')
    .split('\n')
    // the last line may not be there in full yet
    .filter((line) => line.includes(principal) && line.endsWith('}'))
    .map((line): LoggedCall => JSON.parse(line))
    .filter((call) => call.principal.includes(principal));
