import {
  type Guardrail,
  isRecord,
  listOf,
  property,
  resourcesOf,
  type TemplateResource,
} from './template.ts';

const replicasOf = (table: TemplateResource): readonly Readonly<Record<string, unknown>>[] =>
  table.Type === 'AWS::DynamoDB::GlobalTable'
    ? listOf(property(table, 'Replicas')).filter(isRecord)
    : [table.Properties ?? {}];

const isProtected = (replica: Readonly<Record<string, unknown>>): boolean => {
  const recovery = replica['PointInTimeRecoverySpecification'];
  return (
    replica['DeletionProtectionEnabled'] === true &&
    isRecord(recovery) &&
    recovery['PointInTimeRecoveryEnabled'] === true
  );
};

/** The table is the state of record: who answers for which agent, and the audit. */
export const protectedTable: Guardrail = {
  name: 'protected-table',
  description: 'every table is retained, protected from deletion and recoverable to any point in time',
  fix: 'set removalPolicy RETAIN, deletionProtection and pointInTimeRecovery',
  violations: (template) =>
    resourcesOf(template, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
      .filter(
        ([, table]) =>
          table.DeletionPolicy !== 'Retain' ||
          table.UpdateReplacePolicy !== 'Retain' ||
          !replicasOf(table).every(isProtected),
      )
      .map(([id]) => id),
};
