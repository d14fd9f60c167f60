import { z } from 'zod';
import { askEmulator } from '../../../local/environment/ask-emulator.ts';
import { instanceAt } from '../../../local/environment/instance.ts';
import { emulatorUrl } from '../../../local/environment/parts.ts';
import { readState } from '../../../local/environment/state.ts';
import type { Stage } from './stage.ts';

const FUNCTIONS = ['broker', 'lifecycle', 'stopper', 'compiler', 'verifier', 'provisioner', 'outbox'];

const logsSchema = z.object({ events: z.array(z.object({ message: z.string() })) });

/** A line that a function's logger wrote. */
const recordSchema = z.looseObject({ level: z.string(), message: z.string() });
export type LogRecord = z.output<typeof recordSchema>;

/** What the functions have logged since then, beside metrics and what the runtime adds. */
export const recordsSince = async ({ env }: Stage, since: Date): Promise<readonly LogRecord[]> => {
  const state = readState(instanceAt(env.directory).stateFile);
  if (state === undefined) throw new Error('the environment is down');
  const linesOf = async (name: string): Promise<readonly string[]> => {
    const request = {
      logGroupName: `/aws/lambda/mandate-${name}`,
      startTime: since.getTime(),
      limit: 10_000,
    };
    const response = await askEmulator(emulatorUrl(state), {
      account: env.accounts.hub,
      service: 'logs',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
      },
      body: JSON.stringify(request),
    });
    return logsSchema.parse(await response.json()).events.map(({ message }) => message);
  };
  const lines = (await Promise.all(FUNCTIONS.map(linesOf))).flat();
  return lines
    .filter((line) => line.startsWith('{"level":'))
    .map((line) => recordSchema.parse(JSON.parse(line)));
};

export const errorsSince = async (stage: Stage, since: Date): Promise<readonly LogRecord[]> =>
  (await recordsSince(stage, since)).filter(({ level }) => level === 'ERROR');
