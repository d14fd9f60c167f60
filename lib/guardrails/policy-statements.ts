import { isRecord, listOf, property, resourcesOf, type Template } from './template.ts';

export interface AllowStatement {
  readonly logicalId: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

const strings = (value: unknown): readonly string[] =>
  listOf(value).filter((item): item is string => typeof item === 'string');

const statementsIn = (document: unknown): readonly Readonly<Record<string, unknown>>[] =>
  isRecord(document) ? listOf(document['Statement']).filter(isRecord) : [];

const toAllow = (logicalId: string, document: unknown): readonly AllowStatement[] =>
  statementsIn(document)
    .filter((statement) => statement['Effect'] === 'Allow')
    .map((statement) => ({
      logicalId,
      actions: strings(statement['Action']),
      resources: listOf(statement['Resource']),
      conditions: isRecord(statement['Condition']) ? statement['Condition'] : {},
    }));

/** Everything that roles of the template are allowed: inline, and by policies of their own. Boundaries grant nothing. */
export const allowStatements = (template: Template): readonly AllowStatement[] => [
  ...resourcesOf(template, 'AWS::IAM::Role').flatMap(([id, role]) =>
    listOf(property(role, 'Policies'))
      .filter(isRecord)
      .flatMap((policy) => toAllow(id, policy['PolicyDocument'])),
  ),
  ...resourcesOf(template, 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy').flatMap(([id, policy]) =>
    toAllow(id, property(policy, 'PolicyDocument')),
  ),
];

/** Whether a granted action, which may have wildcards, includes the one named. IAM compares without case. */
export const includesAction = (granted: string, action: string): boolean => {
  const pattern = granted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(action);
};
