import { type AllowStatement, allowStatements, includesAction } from './policy-statements.ts';
import { type Guardrail, isRecord } from './template.ts';

const BOUNDED = ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'];

const isBounded = ({ conditions }: AllowStatement): boolean => {
  const equals = conditions['StringEquals'];
  return isRecord(equals) && typeof equals['iam:PermissionsBoundary'] === 'string';
};

const attachesAnything = ({ actions, conditions }: AllowStatement): boolean => {
  const equals = conditions['ArnEquals'];
  const one = isRecord(equals) && typeof equals['iam:PolicyARN'] === 'string';
  return actions.some((granted) => includesAction(granted, 'iam:AttachRolePolicy')) && !one;
};

/** Whoever may write roles may write only such as cannot outgrow the boundary. */
export const rolesWithinBoundary: Guardrail = {
  name: 'roles-within-boundary',
  description:
    'roles are created and written only with a named boundary, and only one named policy is attached',
  fix: 'add the conditions iam:PermissionsBoundary and, to attach, iam:PolicyARN',
  violations: (template) =>
    allowStatements(template)
      .filter(({ actions }) =>
        actions.some((granted) => BOUNDED.some((action) => includesAction(granted, action))),
      )
      .filter((statement) => !isBounded(statement) || attachesAnything(statement))
      .map(({ logicalId }) => logicalId),
};
