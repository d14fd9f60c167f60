import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { logRetention } from './log-retention.ts';
import { namedTrust } from './named-trust.ts';
import { noWayUp } from './no-way-up.ts';
import { ownRolePerFunction } from './own-role-per-function.ts';
import { protectedTable } from './protected-table.ts';
import { queueHasDeadLetters } from './queue-has-dead-letters.ts';
import { rolesWithinBoundary } from './roles-within-boundary.ts';
import type { Guardrail, Template } from './template.ts';
import { tracingActive } from './tracing-active.ts';
import { visibilityTimeout } from './visibility-timeout.ts';

export const GUARDRAILS: readonly Guardrail[] = [
  logRetention,
  namedTrust,
  noWayUp,
  ownRolePerFunction,
  protectedTable,
  queueHasDeadLetters,
  rolesWithinBoundary,
  tracingActive,
  visibilityTimeout,
];

const violationsOf = (guardrail: Guardrail, templatePath: string): readonly PolicyViolation[] => {
  const template: Template = JSON.parse(readFileSync(templatePath, 'utf8'));
  const ids = [...new Set(guardrail.violations(template))];
  if (ids.length === 0) return [];
  return [
    {
      ruleName: guardrail.name,
      description: guardrail.description,
      fix: guardrail.fix,
      severity: 'error',
      violatingResources: ids.map((resourceLogicalId) => ({
        resourceLogicalId,
        templatePath,
        locations: ['Properties'],
      })),
    },
  ];
};

/** Mandate's own rules, checked on every template at synth; none of them can be acknowledged away. */
export class Guardrails implements IPolicyValidationPlugin {
  readonly name = 'mandate';
  readonly ruleIds = GUARDRAILS.map(({ name }) => name);

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap((path) =>
      GUARDRAILS.flatMap((guardrail) => violationsOf(guardrail, path)),
    );
    return { success: violations.length === 0, violations };
  }
}
