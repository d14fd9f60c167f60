import { z } from 'zod';
import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { askEmulator } from '../../local/environment/ask-emulator.ts';
import { emulatorUrl } from '../../local/environment/parts.ts';
import type { World } from './world.ts';

const PATH = '/2015-03-31/event-source-mappings/';

const mappingsSchema = z.object({
  EventSourceMappings: z.array(z.object({ UUID: z.string(), FunctionArn: z.string() })),
});

/** Lets nothing come to a function any more: what it would do would take processor time from what is measured. */
export const cutOff = async (world: World, name: FunctionName): Promise<void> => {
  const listed = await ask(world, { method: 'GET', path: PATH });
  const { EventSourceMappings } = mappingsSchema.parse(await listed.json());
  const own = EventSourceMappings.filter(({ FunctionArn }) => FunctionArn.endsWith(`:mandate-${name}`));
  if (own.length === 0) throw new Error(`nothing comes to mandate-${name} in the first place`);
  for (const { UUID } of own) {
    await ask(world, { method: 'PUT', path: PATH + UUID, body: JSON.stringify({ Enabled: false }) });
  }
};

const ask = async (
  { env, state }: World,
  call: { readonly method: string; readonly path: string; readonly body?: string },
): Promise<Response> => {
  const response = await askEmulator(emulatorUrl(state), {
    ...call,
    account: env.accounts.hub,
    service: 'lambda',
  });
  if (!response.ok)
    throw new Error(`the emulator answered ${call.method} ${call.path} with ${response.status}`);
  return response;
};
