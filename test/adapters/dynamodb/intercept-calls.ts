import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One attempt of a call: `send` makes it and gives what came back, to be passed on or changed. */
export interface Attempt {
  readonly operation: string;
  readonly input: object;
  send(): Promise<Sent>;
}
export interface Sent {
  readonly output: object;
  readonly response: unknown;
}

/** Stands between the SDK's retries and the network, where a connection can break. */
export const interceptCalls = (
  { client }: { readonly client: DynamoDBClient },
  intercept: (attempt: Attempt) => Promise<Sent>,
): void =>
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, '');
        const sent = await intercept({ operation, input: args.input, send: () => next(args) });
        return { ...sent, output: sent.output as Awaited<ReturnType<typeof next>>['output'] };
      },
    { step: 'finalizeRequest', priority: 'low' },
  );

/** The operations called from now on, in order, every attempt. */
export const recordCalls = (table: { readonly client: DynamoDBClient }): Attempt[] => {
  const calls: Attempt[] = [];
  interceptCalls(table, (attempt) => {
    calls.push(attempt);
    return attempt.send();
  });
  return calls;
};

/** As when the network fails after a request was sent. */
export const connectionReset = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
