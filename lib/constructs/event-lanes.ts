import { CfnEventBusPolicy, EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { WorkQueue } from './work-queue.ts';

export interface EventLanesProps {
  readonly busName: string;
  /** Other accounts that may put events on the bus. */
  readonly emitterAccounts: readonly string[];
  /** Takes what stops access. */
  readonly stops: WorkQueue;
  /** Takes everything else. */
  readonly ordinary: WorkQueue;
}

/** The events that stop access. They have a lane of their own: a flood of registrations never delays one. */
export const STOPPING_EVENTS = [
  'Owner Left',
  'Process Changed',
  'Process Retired',
  'Agent Compromised',
  'Agent Retired',
];

/** Mandate's own events come back on the same bus and must not be taken for orders. */
const FOREIGN_SOURCE = Match.anythingButPrefix('mandate');

/** The bus, and the two lanes on which events come in. */
export class EventLanes extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: EventLanesProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: props.busName });
    this.addLane('Stops', 'What stops access', STOPPING_EVENTS, props.stops);
    this.addLane('Ordinary', 'Everything else', Match.anythingBut(...STOPPING_EVENTS), props.ordinary);
    if (props.emitterAccounts.length > 0) this.admit(props.emitterAccounts);
  }

  private addLane(id: string, description: string, detailType: string[], lane: WorkQueue): void {
    const rule = new Rule(this, id, {
      eventBus: this.bus,
      description,
      eventPattern: { source: FOREIGN_SOURCE, detailType },
    });
    // an event that cannot be delivered is parked beside those that could not be worked off
    rule.addTarget(new SqsQueue(lane.queue, { deadLetterQueue: lane.deadLetterQueue }));
  }

  private admit(accounts: readonly string[]): void {
    new CfnEventBusPolicy(this, 'Emitters', {
      eventBusName: this.bus.eventBusName,
      statementId: 'emitters',
      statement: {
        Sid: 'emitters',
        Effect: 'Allow',
        Principal: { AWS: accounts.map((account) => `arn:${this.bus.stack.partition}:iam::${account}:root`) },
        Action: 'events:PutEvents',
        Resource: this.bus.eventBusArn,
        // Null, because ForAllValues is true for a request without the key
        Condition: {
          'ForAllValues:StringNotLike': { 'events:source': 'mandate*' },
          Null: { 'events:source': 'false' },
        },
      },
    });
  }
}
