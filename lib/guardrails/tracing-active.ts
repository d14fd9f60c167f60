import { type Guardrail, isRecord, property, resourcesOf } from './template.ts';

/** One stop passes five functions: without traces nobody sees where its time went. */
export const tracingActive: Guardrail = {
  name: 'tracing-active',
  description: 'every Lambda function is traced',
  fix: 'set tracing to Tracing.ACTIVE',
  violations: (template) =>
    resourcesOf(template, 'AWS::Lambda::Function')
      .filter(([, lambda]) => {
        const tracing = property(lambda, 'TracingConfig');
        return !isRecord(tracing) || tracing['Mode'] !== 'Active';
      })
      .map(([id]) => id),
};
