import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { accounts, region } from './accounts.ts';
import { type Instance, logFile } from './instance.ts';
import { LocalError } from './local-error.ts';
import { requireLoopback } from './loopback.ts';
import { emulatorUrl } from './parts.ts';
import { partNames, readState } from './state.ts';

const parts: readonly string[] = [...partNames, 'deploy'];

/** Prints the log of a part, or of a function from the emulator's CloudWatch Logs. */
export async function showLogs(
  instance: Instance,
  name: string,
  follow: boolean,
  print: (line: string) => void,
): Promise<void> {
  let told = 0;
  do {
    const lines = parts.includes(name) ? partLines(instance, name) : await functionLines(instance, name);
    for (const line of lines.slice(told)) print(line);
    told = lines.length;
    if (follow) await sleep(500);
  } while (follow);
}

function partLines(instance: Instance, part: string): string[] {
  const file = logFile(instance, part);
  if (!existsSync(file))
    throw new LocalError('no-log', `there is no log of ${part} yet`, 'run `npm run local -- up`');
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

const eventsSchema = z.object({
  events: z.array(z.object({ message: z.string() })),
  nextToken: z.string().optional(),
});

async function functionLines(instance: Instance, name: string): Promise<string[]> {
  const state = readState(instance.stateFile);
  if (state === undefined)
    throw new LocalError('not-up', 'the environment is down', 'run `npm run local -- up`');
  const response = await fetch(requireLoopback(emulatorUrl(state), 'the emulator'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Logs_20140328.FilterLogEvents',
      // the emulator reads the account from here and checks no signature
      authorization: `AWS4-HMAC-SHA256 Credential=${accounts.hub}/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ logGroupName: `/aws/lambda/${name}`, limit: 10_000 }),
  });
  if (!response.ok) {
    throw new LocalError(
      'no-log',
      `${name} has said nothing yet`,
      `name one of ${parts.join(', ')}, or a function that has run`,
    );
  }
  return eventsSchema.parse(await response.json()).events.map(({ message }) => message.trimEnd());
}
