import {
  agentRoleArn,
  boundaryArn,
  stopListArn,
  type WorkloadAccount,
} from '../../lambdas/contracts/resource-names.ts';
import type { PolicyDocument, PolicyStatement } from '../../lambdas/core/profiles/policy-document.ts';

/** Tags of an agent's role; it carries no other. */
const ROLE_TAGS = ['mandate:agent', 'mandate:environment', 'mandate:profile'];

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
  // Null, because ForAllValues is true for a request without tags
  const tagged = {
    'ForAllValues:StringEquals': { 'aws:TagKeys': ROLE_TAGS },
    Null: { 'aws:TagKeys': 'false' },
  };
  return document([
    allow({
      Sid: 'CreateBoundedRoles',
      Action: ['iam:CreateRole'],
      Resource: roles,
      Condition: {
        ...tagged,
        StringEquals: { ...bounded.StringEquals, 'aws:RequestTag/mandate:environment': where.environment },
      },
    }),
    allow({ Sid: 'TagRoles', Action: ['iam:TagRole'], Resource: roles, Condition: tagged }),
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
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:ListPolicyVersions',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicyVersion',
      ],
      Resource: [stopListArn(where)],
    }),
  ]);
