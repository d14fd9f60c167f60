import {
  agentRoleArn,
  boundaryArn,
  missingRoleArn,
  stopListArn,
  type WorkloadAccount,
} from '../../lambdas/contracts/resource-names.ts';
import type { PolicyDocument, PolicyStatement } from '../../lambdas/core/profiles/policy-document.ts';

/** Tags of an agent's role; it carries no other. */
const ROLE_TAGS = ['mandate:agent', 'mandate:environment', 'mandate:profile'];

/** With the role's own tags and no other; Null, because ForAllValues is true for a request without tags. */
const TAGGED = {
  'ForAllValues:StringEquals': { 'aws:TagKeys': ROLE_TAGS },
  Null: { 'aws:TagKeys': 'false' },
};

const allow = (statement: Omit<PolicyStatement, 'Effect'>): PolicyStatement => ({
  Effect: 'Allow',
  ...statement,
});

const document = (statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

/**
 * What the provisioner may do in an environment's account: keep roles under one path, each within the boundary, with
 * one policy attached, the stop list. It cannot change a boundary, so no role that it makes can outgrow it.
 */
export const provisionerPolicy = (where: WorkloadAccount): PolicyDocument => {
  const roles = [agentRoleArn(where, '*')];
  const bounded = { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(where) } };
  return document([
    allow({
      Sid: 'CreateBoundedRoles',
      Action: ['iam:CreateRole'],
      Resource: roles,
      Condition: {
        ...TAGGED,
        StringEquals: { ...bounded.StringEquals, 'aws:RequestTag/mandate:environment': where.environment },
      },
    }),
    allow({ Sid: 'TagRoles', Action: ['iam:TagRole'], Resource: roles, Condition: TAGGED }),
    allow({
      Sid: 'WriteBoundedRoles',
      Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
      Resource: roles,
      Condition: bounded,
    }),
    allow({
      Sid: 'AttachStopListOnly',
      Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      Resource: roles,
      Condition: { ...bounded, ArnEquals: { 'iam:PolicyARN': stopListArn(where) } },
    }),
    allow({
      Sid: 'KeepRoles',
      Action: [
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListRolePolicies',
        'iam:ListAttachedRolePolicies',
        'iam:UpdateAssumeRolePolicy',
        'iam:DeleteRole',
      ],
      Resource: roles,
    }),
    // a role that does not exist is looked up by its bare name, and without this denied instead of not found
    allow({ Sid: 'SeeMissingRoles', Action: ['iam:GetRole'], Resource: [missingRoleArn(where, '*')] }),
    allow({
      Sid: 'EnsureStopList',
      Action: ['iam:CreatePolicy', 'iam:GetPolicy'],
      Resource: [stopListArn(where)],
    }),
  ]);
};

/** What the compiler may do in an environment's account: write this one policy, and nothing else. */
export const stopWriterPolicy = (where: WorkloadAccount): PolicyDocument =>
  document([
    allow({
      Sid: 'WriteStopList',
      Action: [
        'iam:CreatePolicy',
        'iam:GetPolicyVersion',
        'iam:ListPolicyVersions',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicyVersion',
      ],
      Resource: [stopListArn(where)],
    }),
  ]);
