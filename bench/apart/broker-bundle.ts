import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** As much of an API Gateway request as the broker looks at. */
interface BrokerEvent {
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly requestId: string };
}

type Handler = (
  event: BrokerEvent,
  context: object,
) => Promise<{ readonly statusCode: number; readonly body: string }>;

/** Asks for a lease. @returns the status of the answer */
export type AskBroker = (token: string) => Promise<number>;

const CONTEXT = {
  functionName: 'mandate-broker',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111111111111:function:mandate-broker',
  memoryLimitInMB: '512',
};

/** The broker as it is deployed: the bundle in `folder`, its deployment file beside it, its settings in the environment. */
export const loadBroker = async (folder: string): Promise<AskBroker> => {
  const { handler }: { handler: Handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
  return async (token) => {
    const requestId = randomUUID();
    const headers = token === '' ? {} : { authorization: token };
    const event = { rawQueryString: '', headers, requestContext: { requestId } };
    return (await handler(event, { ...CONTEXT, awsRequestId: requestId })).statusCode;
  };
};
