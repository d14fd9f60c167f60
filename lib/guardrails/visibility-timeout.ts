import { type Guardrail, property, referenced, resourcesOf } from './template.ts';

const FACTOR = 6;

/** With less, a message that is still being worked on comes again. Source: Lambda, using SQS. */
export const visibilityTimeout: Guardrail = {
  name: 'visibility-timeout',
  description: 'a queue hides a message for at least six times the timeout of the function that works it off',
  fix: 'give WorkQueue the timeout of its consumer',
  violations: (template) => {
    const queues = new Map(resourcesOf(template, 'AWS::SQS::Queue'));
    const functions = new Map(resourcesOf(template, 'AWS::Lambda::Function'));
    return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(([, mapping]) => {
      const id = referenced(property(mapping, 'EventSourceArn'));
      const queue = queues.get(id ?? '');
      if (id === undefined || queue === undefined) return [];
      const lambda = functions.get(referenced(property(mapping, 'FunctionName')) ?? '');
      const timeout = Number(property(lambda, 'Timeout') ?? 3);
      return Number(property(queue, 'VisibilityTimeout') ?? 30) >= FACTOR * timeout ? [] : [id];
    });
  },
};
