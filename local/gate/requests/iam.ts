import type { Role } from '../iam-state.ts';
import { type Call, members, type Need, tagMembers, text } from '../wire.ts';
import type { Mapping, MappingInput } from './mapping.ts';

/** What a control plane does in IAM: roles, their policies and boundaries, managed policies. */

const roleReads = new Set([
  'GetRole',
  'GetRolePolicy',
  'ListRolePolicies',
  'ListAttachedRolePolicies',
  'ListRoleTags',
  'ListInstanceProfilesForRole',
]);
const roleWrites = new Set([
  'UpdateRole',
  'UpdateRoleDescription',
  'UpdateAssumeRolePolicy',
  'DeleteRole',
  'PutRolePolicy',
  'DeleteRolePolicy',
  'AttachRolePolicy',
  'DetachRolePolicy',
  'TagRole',
  'UntagRole',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
]);
const policyOperations = new Set([
  'GetPolicy',
  'GetPolicyVersion',
  'ListPolicyVersions',
  'CreatePolicyVersion',
  'DeletePolicyVersion',
  'SetDefaultPolicyVersion',
  'DeletePolicy',
  'ListEntitiesForPolicy',
  'TagPolicy',
  'UntagPolicy',
  'ListPolicyTags',
]);
const unscoped = new Set([
  'ListRoles',
  'ListPolicies',
  'GetAccountSummary',
  'GetAccountAuthorizationDetails',
  'ListAccountAliases',
]);

export function isIamWrite(call: Call): boolean {
  return call.service === 'iam' && !/^(Get|List|Simulate|Generate)/.test(call.operation);
}

export const mapIam: Mapping = async (input) => {
  const { operation, params } = input.call;
  const action = `iam:${operation}`;
  if (unscoped.has(operation)) return [{ action, resource: '*' }];
  if (operation === 'CreateRole') return createRole(input);
  if (operation === 'CreatePolicy') return createPolicy(input);
  if (roleReads.has(operation) || roleWrites.has(operation)) return roleNeed(input, action);
  const policy = text(params['PolicyArn']);
  if (!policyOperations.has(operation) || policy === undefined) return undefined;
  return [{ action, resource: policy, context: requestTags(params) }];
};

function iamArn(
  input: MappingInput,
  kind: 'role' | 'policy',
  path: string | undefined,
  name: string,
): string {
  return `arn:aws:iam::${input.account}:${kind}${path ?? '/'}${name}`;
}

function createRole(input: MappingInput): Need[] | undefined {
  const { params } = input.call;
  const name = text(params['RoleName']);
  if (name === undefined) return undefined;
  const boundary = text(params['PermissionsBoundary']);
  const resource = iamArn(input, 'role', text(params['Path']), name);
  const context: Record<string, string | string[]> = {
    ...requestTags(params),
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
  };
  const needs: Need[] = [{ action: 'iam:CreateRole', resource, context }];
  // tags at creation are their own permission
  if ('aws:TagKeys' in context) needs.push({ action: 'iam:TagRole', resource, context });
  return needs;
}

function createPolicy(input: MappingInput): Need[] | undefined {
  const { params } = input.call;
  const name = text(params['PolicyName']);
  if (name === undefined) return undefined;
  const resource = iamArn(input, 'policy', text(params['Path']), name);
  const context = requestTags(params);
  const needs: Need[] = [{ action: 'iam:CreatePolicy', resource, context }];
  if ('aws:TagKeys' in context) needs.push({ action: 'iam:TagPolicy', resource, context });
  return needs;
}

async function roleNeed(input: MappingInput, action: string): Promise<Need[] | undefined> {
  const { params } = input.call;
  const name = text(params['RoleName']);
  if (name === undefined) return undefined;
  // IAM names a role by name alone; its path is what it was created with
  const role = await input.lookups.role(name);
  const resource = role?.arn ?? iamArn(input, 'role', undefined, name);
  return [
    {
      action,
      resource,
      context: { ...requestTags(params), ...resourceTags(role), ...roleContext(input.call, role) },
    },
  ];
}

function roleContext(call: Call, role: Role | undefined): Record<string, string> {
  const context: Record<string, string> = {};
  const given =
    call.operation === 'PutRolePermissionsBoundary'
      ? text(call.params['PermissionsBoundary'])
      : role?.boundaryArn;
  const policy = text(call.params['PolicyArn']);
  if (given !== undefined) context['iam:PermissionsBoundary'] = given;
  if (policy !== undefined) context['iam:PolicyARN'] = policy;
  return context;
}

function resourceTags(role: Role | undefined): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries(role?.tags ?? {})) {
    tags[`aws:ResourceTag/${key}`] = value;
    tags[`iam:ResourceTag/${key}`] = value;
  }
  return tags;
}

export function requestTags(params: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const tags = tagMembers(params);
  const keys = tags.length > 0 ? tags.map((tag) => tag.key) : members(params, 'TagKeys');
  if (keys.length === 0) return {};
  return {
    'aws:TagKeys': keys,
    ...Object.fromEntries(tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value])),
  };
}
