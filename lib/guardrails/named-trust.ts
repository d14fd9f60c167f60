import { allowStatements, includesAction } from './policy-statements.ts';
import {
  type Guardrail,
  isRecord,
  listOf,
  property,
  resourcesOf,
  type TemplateResource,
} from './template.ts';

const trustStatements = (role: TemplateResource): readonly Readonly<Record<string, unknown>>[] => {
  const document = property(role, 'AssumeRolePolicyDocument');
  return isRecord(document) ? listOf(document['Statement']).filter(isRecord) : [];
};

const principalsOf = (principal: unknown): readonly unknown[] =>
  isRecord(principal) ? Object.values(principal).flatMap(listOf) : [principal];

/** A role that trusts an account trusts each of its administrators, unless it names who. */
const isOpen = (statement: Readonly<Record<string, unknown>>): boolean => {
  const principal = statement['Principal'];
  if (principalsOf(principal).includes('*')) return true;
  if (!isRecord(principal) || principal['AWS'] === undefined) return false;
  return !JSON.stringify(statement['Condition'] ?? {}).includes('aws:PrincipalArn');
};

/** Who may become whom is written out on both sides. */
export const namedTrust: Guardrail = {
  name: 'named-trust',
  description: 'roles trust named callers only, and assume named roles only',
  fix: 'name the caller by aws:PrincipalArn, and the role by its path and prefix',
  violations: (template) => [
    ...resourcesOf(template, 'AWS::IAM::Role')
      .filter(([, role]) => trustStatements(role).some(isOpen))
      .map(([id]) => id),
    ...allowStatements(template)
      .filter(({ actions }) => actions.some((granted) => includesAction(granted, 'sts:AssumeRole')))
      .filter(({ resources }) =>
        resources.some((resource) => typeof resource !== 'string' || !/:role\/[\w]/.test(resource)),
      )
      .map(({ logicalId }) => logicalId),
  ],
};
