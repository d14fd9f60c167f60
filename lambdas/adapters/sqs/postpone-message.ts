import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A message as its consumer holds it. */
export interface HeldMessage {
  readonly receiptHandle: string;
  /** How often it was received, from 1. */
  readonly receiveCount: number;
}

/** Seconds until the second delivery; each further one is twice as far away. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 900;

/** Lets a message that was not worked off come again soon, at growing intervals, instead of after the queue's time-out. */
export const postponeMessage =
  ({ client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string }) =>
  async ({ receiptHandle, receiveCount }: HeldMessage): Promise<void> => {
    const seconds = Math.min(FIRST_PAUSE * 2 ** (receiveCount - 1), LONGEST_PAUSE);
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  };
