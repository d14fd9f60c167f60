import { IAMClient } from '@aws-sdk/client-iam';

/** A request handler like the SDK's own that calls `look` after every answer, before the caller has it. */
export const watchedHandler = (look: () => Promise<void>): IAMClient['config']['requestHandler'] => {
  const handler = new IAMClient({}).config.requestHandler;
  const handle = handler.handle.bind(handler);
  handler.handle = async (request, options) => {
    const answer = await handle(request, options);
    await look();
    return answer;
  };
  return handler;
};
