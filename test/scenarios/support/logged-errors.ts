import { z } from 'zod';
import { askEmulator } from '../../../local/environment/ask-emulator.ts';
import { instanceAt } from '../../../local/environment/instance.ts';
import { emulatorUrl } from '../../../local/environment/parts.ts';
import { readState } from '../../../local/environment/state.ts';
import type { Stage } from './stage.ts';

const FUNCTIONS = ['broker', 'lifecycle', 'stopper', 'compiler', 'verifier', 'provisioner', 'outbox'];

const logsSchema = z.object({ events: z.array(z.object({ message: z.string() })) });

/** What the functions have logged as errors since then. */
export const errorsSince = async ({ env }: Stage, since: Date): Promise<readonly string[]> => {
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
  return lines.filter((line) => line.includes('"level":"ERROR"'));
};
