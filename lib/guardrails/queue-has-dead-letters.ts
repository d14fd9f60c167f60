import { type Guardrail, isRecord, property, referenced, resourcesOf, type Template } from './template.ts';

const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

const deadLettersOf = (redrive: unknown): string | undefined =>
  isRecord(redrive) ? referenced(redrive['deadLetterTargetArn']) : undefined;

const streamDeadLetters = (template: Template): readonly (string | undefined)[] =>
  resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(([, mapping]) => {
    const destination = property(mapping, 'DestinationConfig');
    const onFailure = isRecord(destination) ? destination['OnFailure'] : undefined;
    return isRecord(onFailure) ? referenced(onFailure['Destination']) : undefined;
  });

/** A message that fails for ever has to end where it can be seen, for as long as SQS keeps anything. */
export const queueHasDeadLetters: Guardrail = {
  name: 'queue-has-dead-letters',
  description: 'every queue has a dead-letter queue, which keeps its messages for 14 days',
  fix: 'create the queue with WorkQueue',
  violations: (template) => {
    const queues = resourcesOf(template, 'AWS::SQS::Queue');
    const parking = new Set([
      ...queues.map(([, queue]) => deadLettersOf(property(queue, 'RedrivePolicy'))),
      ...streamDeadLetters(template),
    ]);
    return queues
      .filter(([id, queue]) =>
        parking.has(id)
          ? property(queue, 'MessageRetentionPeriod') !== FOURTEEN_DAYS
          : deadLettersOf(property(queue, 'RedrivePolicy')) === undefined,
      )
      .map(([id]) => id);
  },
};
