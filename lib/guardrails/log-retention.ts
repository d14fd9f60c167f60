import { type Guardrail, isRecord, property, referenced, resourcesOf } from './template.ts';

/** Without a group of its own, a function logs into one that keeps everything for ever. */
export const logRetention: Guardrail = {
  name: 'log-retention',
  description: 'every function logs into a group of the stack, and every log group has a retention',
  fix: 'pass a LogGroup with a retention',
  violations: (template) => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
    const endless = groups.filter(([, group]) => property(group, 'RetentionInDays') === undefined);
    const groupless = resourcesOf(template, 'AWS::Lambda::Function').filter(([, lambda]) => {
      const logging = property(lambda, 'LoggingConfig');
      const group = isRecord(logging) ? referenced(logging['LogGroup']) : undefined;
      return !groups.some(([id]) => id === group);
    });
    return [...endless, ...groupless].map(([id]) => id);
  },
};
