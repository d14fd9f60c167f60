import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  type QueueAttributeName,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { sqsWorkQueue } from '../../../lambdas/adapters/sqs/work-queue.ts';
import { SystemClock } from '../../../lambdas/adapters/system/system-clock.ts';
import type { QueuedOrder } from '../../../lambdas/core/ports/work-queue.ts';
import { adminConfig } from '../../support/clients.ts';
import type { Stage } from './stage.ts';

/** The control plane's queues, in the hands of an administrator. */
export class Queues {
  readonly #client: SQSClient;

  constructor({ env }: Stage) {
    this.#client = new SQSClient({ ...adminConfig(env, env.accounts.hub), useQueueUrlAsEndpoint: false });
  }

  /** Names of the queues that hold messages, waiting, being worked off, or parked. */
  async notEmpty(): Promise<readonly string[]> {
    const { QueueUrls = [] } = await this.#client.send(
      new ListQueuesCommand({ QueueNamePrefix: 'mandate-' }),
    );
    const sizes = await Promise.all(QueueUrls.map((url) => this.#sizeOf(url)));
    return QueueUrls.filter((_, index) => sizes[index] !== 0).map((url) => url.split('/').at(-1) ?? '');
  }

  async send(queueName: string, MessageBody: string): Promise<{ readonly messageId: string }> {
    const command = new SendMessageCommand({ QueueUrl: await this.#urlOf(queueName), MessageBody });
    return { messageId: (await this.#client.send(command)).MessageId ?? '' };
  }

  /** @returns what the time-out was, in seconds */
  async setVisibilityTimeout(queueName: string, seconds: number): Promise<number> {
    const QueueUrl = await this.#urlOf(queueName);
    const before = await this.#attributesOf(QueueUrl, ['VisibilityTimeout']);
    const Attributes = { VisibilityTimeout: String(seconds) };
    await this.#client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    return Number(before['VisibilityTimeout']);
  }

  /** Hands out orders as the outbox does. */
  async order(orders: readonly QueuedOrder[]): Promise<void> {
    const [stopList, verify, provision] = await Promise.all([
      this.#urlOf('mandate-stop-list.fifo'),
      this.#urlOf('mandate-verify'),
      this.#urlOf('mandate-provision'),
    ]);
    const queueUrls = { stopList, verify, provision };
    await sqsWorkQueue({ client: this.#client, queueUrls, clock: new SystemClock() }).send(orders);
  }

  end(): void {
    this.#client.destroy();
  }

  async #urlOf(queueName: string): Promise<string> {
    const { QueueUrls = [] } = await this.#client.send(new ListQueuesCommand({ QueueNamePrefix: queueName }));
    const url = QueueUrls.find((each) => each.endsWith(`/${queueName}`));
    if (url === undefined) throw new Error(`there is no queue ${queueName}`);
    return url;
  }

  async #sizeOf(QueueUrl: string): Promise<number> {
    const counts = await this.#attributesOf(QueueUrl, [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
    ]);
    return Object.values(counts).reduce((sum, count) => sum + Number(count), 0);
  }

  async #attributesOf(
    QueueUrl: string,
    AttributeNames: QueueAttributeName[],
  ): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    return (await this.#client.send(command)).Attributes ?? {};
  }
}
