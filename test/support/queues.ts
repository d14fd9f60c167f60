import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface QueueUnderTest {
  readonly url: string;
  readonly arn: string;
  /** Takes what is there, up to ten messages. */
  receive(): Promise<readonly Message[]>;
}

export const createQueue = async (client: SQSClient, name: string): Promise<QueueUnderTest> => {
  const Attributes = name.endsWith('.fifo') ? { FifoQueue: 'true' } : undefined;
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  const arn = (await client.send(asked)).Attributes?.['QueueArn'] ?? '';
  return { url, arn, receive: () => receive(client, url) };
};

const receive = async (client: SQSClient, QueueUrl: string): Promise<readonly Message[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['MessageGroupId', 'MessageDeduplicationId'],
    }),
  );
  if (Messages.length > 0) {
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return Messages;
};

/** Long enough for a busy machine; a message that does not come is a defect. */
const PATIENCE_MILLISECONDS = 10_000;

/** Takes this many messages from the queues together, and any that came with them. */
export const takeFrom = async (
  queues: readonly QueueUnderTest[],
  count: number,
): Promise<readonly Message[]> => {
  const messages: Message[] = [];
  const end = Date.now() + PATIENCE_MILLISECONDS;
  while (messages.length < count && Date.now() < end) {
    for (const queue of queues) messages.push(...(await queue.receive()));
    await sleep(20);
  }
  return messages;
};
