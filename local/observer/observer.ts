import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { adminClient } from '../environment/admin.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import { NotObservedError } from './not-observed-error.ts';

const eventSchema = z.object({
  'detail-type': z.string(),
  detail: z.looseObject({ eventId: z.string(), occurredAt: z.string() }),
});

export interface ObservedEvent {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What Mandate tells the bus, read as any consumer would: from a queue behind a rule. */
export class Observer {
  readonly events: ObservedEvent[] = [];
  readonly #seen = new Set<string>();
  readonly #bus: EventBridgeClient;
  readonly #queues: SQSClient;
  readonly #name: string;
  readonly #busName: string;
  readonly #queueUrl: string;
  readonly #options: { readonly abortSignal?: AbortSignal };

  private constructor(parts: {
    bus: EventBridgeClient;
    queues: SQSClient;
    name: string;
    busName: string;
    queueUrl: string;
    signal: AbortSignal | undefined;
  }) {
    this.#bus = parts.bus;
    this.#queues = parts.queues;
    this.#name = parts.name;
    this.#busName = parts.busName;
    this.#queueUrl = parts.queueUrl;
    this.#options = parts.signal === undefined ? {} : { abortSignal: parts.signal };
  }

  /** @param signal aborting it ends every wait */
  static async start(env: HandedOut, name: string, signal?: AbortSignal): Promise<Observer> {
    const admin = {
      endpointUrl: env.endpointUrl,
      region: env.region,
      secret: env.adminCredentials.secretAccessKey,
    };
    const settings = adminClient(admin, env.accounts.hub);
    const [bus, queues] = [new EventBridgeClient(settings), new SQSClient(settings)];
    const { QueueUrl: queueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );
    const EventPattern = JSON.stringify({ source: ['mandate'] });
    await bus.send(new PutRuleCommand({ Name: name, EventBusName: env.busName, EventPattern }));
    const target = { Id: name, Arn: Attributes?.['QueueArn'] };
    await bus.send(new PutTargetsCommand({ Rule: name, EventBusName: env.busName, Targets: [target] }));
    return new Observer({ bus, queues, name, busName: env.busName, queueUrl, signal });
  }

  /** Takes what has come since. */
  async look(waitSeconds = 0): Promise<void> {
    const { Messages = [] } = await this.#queues.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
      }),
      this.#options,
    );
    for (const { Body = '' } of Messages) this.#take(eventSchema.parse(JSON.parse(Body)));
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#queues.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
  }

  #take({ 'detail-type': type, detail }: z.output<typeof eventSchema>): void {
    // published at least once: the id tells a repetition
    if (this.#seen.has(detail.eventId)) return;
    this.#seen.add(detail.eventId);
    this.events.push({ type, detail });
  }

  /**
   * @param is what the detail has to hold
   * @throws NotObservedError
   */
  async waitFor(
    type: string,
    is: Readonly<Record<string, unknown>> = {},
    seconds = 30,
  ): Promise<ObservedEvent> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const found = this.events.find((event) => event.type === type && holds(event.detail, is));
      if (found !== undefined) return found;
      if (Date.now() > end) {
        const seen = this.events.map((event) =>
          `${event.type} ${String(event.detail['agentId'] ?? '')}`.trim(),
        );
        throw new NotObservedError(`${type} ${JSON.stringify(is)}`, seconds, seen);
      }
      await this.look(1);
    }
  }

  async end(): Promise<void> {
    const rule = { Rule: this.#name, EventBusName: this.#busName };
    await this.#bus.send(new RemoveTargetsCommand({ ...rule, Ids: [this.#name] }));
    await this.#bus.send(new DeleteRuleCommand({ Name: this.#name, EventBusName: this.#busName }));
    await this.#queues.send(new DeleteQueueCommand({ QueueUrl: this.#queueUrl }));
    this.#bus.destroy();
    this.#queues.destroy();
  }
}

const holds = (detail: unknown, is: Readonly<Record<string, unknown>>): boolean =>
  typeof detail === 'object' &&
  detail !== null &&
  Object.entries(is).every(([name, wanted]) => {
    const value: unknown = Reflect.get(detail, name);
    return typeof wanted === 'object' && wanted !== null
      ? holds(value, wanted as Readonly<Record<string, unknown>>)
      : value === wanted;
  });
