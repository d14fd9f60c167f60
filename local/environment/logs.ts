import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { accounts } from './accounts.ts';
import { askEmulator } from './ask-emulator.ts';
import { type Instance, logFile } from './instance.ts';
import { LocalError } from './local-error.ts';
import { emulatorUrl } from './parts.ts';
import { partNames, readState } from './state.ts';

const parts: readonly string[] = [...partNames, 'deploy'];

export interface LogsOptions {
  /** A part, or a function. */
  readonly name: string;
  /** Go on until interrupted. */
  readonly follow: boolean;
  readonly print: (line: string) => void;
}

/** Prints the log of a part, or of a function from the emulator's CloudWatch Logs. */
export const showLogs = async (instance: Instance, { name, follow, print }: LogsOptions): Promise<void> => {
  let told = 0;
  do {
    const lines = parts.includes(name) ? partLines(instance, name) : await functionLines(instance, name);
    for (const line of lines.slice(told)) print(line);
    told = lines.length;
    if (follow) await sleep(500);
  } while (follow);
};

const partLines = (instance: Instance, part: string): string[] => {
  const file = logFile(instance, part);
  if (!existsSync(file))
    throw new LocalError('no-log', `there is no log of ${part} yet`, 'run `npm run local -- up`');
  const text = readFileSync(file, 'utf8');
  // the last line is not whole before its end is written
  return text.split('\n').slice(0, -1);
};

const eventsSchema = z.object({ events: z.array(z.object({ message: z.string() })) });

const functionLines = async (instance: Instance, name: string): Promise<string[]> => {
  const state = readState(instance.stateFile);
  if (state === undefined)
    throw new LocalError('not-up', 'the environment is down', 'run `npm run local -- up`');
  const response = await askEmulator(emulatorUrl(state), {
    account: accounts.hub,
    service: 'logs',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Logs_20140328.FilterLogEvents',
    },
    body: JSON.stringify({ logGroupName: `/aws/lambda/${name}`, limit: 10_000 }),
  }).catch((cause: unknown) => {
    throw new LocalError('emulator-silent', 'the emulator does not answer', 'run `npm run local -- up`', {
      cause,
    });
  });
  if (!response.ok) {
    const resolution = `name one of ${parts.join(', ')}, or a function such as mandate-broker`;
    throw new LocalError('no-log', `there is no log of ${name}`, resolution);
  }
  return eventsSchema.parse(await response.json()).events.map(({ message }) => message.trimEnd());
};
