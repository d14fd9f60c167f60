import { allowStatements, includesAction } from './policy-statements.ts';
import type { Guardrail } from './template.ts';

/** With any of these a role could give itself, or another, more than it was given. */
const FORBIDDEN = [
  'iam:PassRole',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
  'iam:SetDefaultPolicyVersion',
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:AddUserToGroup',
  'iam:CreateServiceLinkedRole',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'sts:GetFederationToken',
  'organizations:LeaveOrganization',
];

/** Promise P10: nothing of Mandate can be used to gain more. */
export const noWayUp: Guardrail = {
  name: 'no-way-up',
  description: 'no role may pass roles, change boundaries or code, or create users and keys',
  fix: 'name the exact actions that are needed, without these',
  violations: (template) =>
    allowStatements(template)
      .filter(({ actions }) =>
        actions.some((granted) => FORBIDDEN.some((action) => includesAction(granted, action))),
      )
      .map(({ logicalId }) => logicalId),
};
