import type { IamState, NamedPolicy } from './iam-state.ts';
import { Refusal } from './refusals.ts';
import { type Call, tagMembers, text } from './wire.ts';

/** What IAM refuses and the emulator accepts: names, documents, sizes, references. */

const limits = { managed: 6144, inlineTotal: 10_240, trust: 2048, versions: 5, tags: 50 } as const;

type Check = (call: Call, account: string, iam: IamState) => Promise<void> | void;

const checks: Readonly<Record<string, readonly Check[]>> = {
  CreateRole: [roleName, path, sessionDuration, trustDocument, tagCount, boundary],
  UpdateRole: [sessionDuration],
  UpdateAssumeRolePolicy: [trustDocument],
  PutRolePolicy: [inlineDocument],
  AttachRolePolicy: [attachedPolicy],
  PutRolePermissionsBoundary: [boundary],
  CreatePolicy: [policyName, path, managedDocument, tagCount],
  CreatePolicyVersion: [managedDocument, versionCount],
  DeletePolicyVersion: [defaultVersion],
  TagRole: [tagCount, tagTotal],
};

export async function checkIamLimits(call: Call, account: string, iam: IamState): Promise<void> {
  for (const check of checks[call.operation] ?? []) await check(call, account, iam);
}

function invalid(value: string, member: string, rule: string): Refusal {
  return new Refusal(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function name(value: string, member: string, longest: number): void {
  if (value.length > longest)
    throw invalid(value, member, `Member must have length less than or equal to ${longest}`);
  if (/^[\w+=,.@-]+$/.test(value)) return;
  throw new Refusal(
    'ValidationError',
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

function roleName(call: Call): void {
  name(text(call.params['RoleName']) ?? '', 'roleName', 64);
}

function policyName(call: Call): void {
  name(text(call.params['PolicyName']) ?? '', 'policyName', 128);
}

function path(call: Call): void {
  const value = text(call.params['Path']) ?? '/';
  if (value === '/' || (/^\/[\x21-\x7e]+\/$/.test(value) && value.length <= 512)) return;
  throw new Refusal(
    'ValidationError',
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
}

function sessionDuration(call: Call): void {
  const value = text(call.params['MaxSessionDuration']);
  if (value === undefined) return;
  const seconds = Number(value);
  if (!(seconds >= 3600))
    throw invalid(value, 'maxSessionDuration', 'Member must have value greater than or equal to 3600');
  if (seconds > 43_200)
    throw invalid(value, 'maxSessionDuration', 'Member must have value less than or equal to 43200');
}

function sizeOf(document: string): number {
  return document.replace(/\s/g, '').length;
}

function document(call: Call, member: string): string {
  const value = text(call.params[member]) ?? '';
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (typeof parsed !== 'object' || parsed === null || !('Statement' in parsed))
    throw malformed('Syntax errors in policy.');
  return value;
}

function malformed(message: string): Refusal {
  return new Refusal('MalformedPolicyDocument', message);
}

function exceeded(message: string): Refusal {
  return new Refusal('LimitExceeded', message, 409);
}

function trustDocument(call: Call): void {
  const member = call.operation === 'CreateRole' ? 'AssumeRolePolicyDocument' : 'PolicyDocument';
  if (sizeOf(document(call, member)) > limits.trust) {
    throw exceeded(`Cannot exceed quota for ACLSizePerRole: ${limits.trust}`);
  }
}

function managedDocument(call: Call): void {
  if (sizeOf(document(call, 'PolicyDocument')) > limits.managed) {
    throw exceeded(`Cannot exceed quota for PolicySize: ${limits.managed}`);
  }
}

async function inlineDocument(call: Call, account: string, iam: IamState): Promise<void> {
  const role = text(call.params['RoleName']) ?? '';
  name(text(call.params['PolicyName']) ?? '', 'policyName', 128);
  const size = sizeOf(document(call, 'PolicyDocument'));
  iam.invalidate(account);
  const others = (await iam.inlinePolicies(account, role)).filter(
    (policy) => policy.name !== call.params['PolicyName'],
  );
  const total = others.reduce(
    (sum: number, other: NamedPolicy) => sum + JSON.stringify(other.policy).replace(/\s/g, '').length,
    size,
  );
  if (total > limits.inlineTotal) {
    throw exceeded(`Maximum policy size of ${limits.inlineTotal} bytes exceeded for role ${role}`);
  }
}

async function attachedPolicy(call: Call, account: string, iam: IamState): Promise<void> {
  const arn = text(call.params['PolicyArn']) ?? '';
  if ((await iam.managedPolicy(account, arn)) !== undefined) return;
  throw new Refusal('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
}

async function boundary(call: Call, account: string, iam: IamState): Promise<void> {
  const arn = text(call.params['PermissionsBoundary']);
  if (arn === undefined || (await iam.managedPolicy(account, arn)) !== undefined) return;
  throw new Refusal('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`, 404);
}

async function versionCount(call: Call, account: string, iam: IamState): Promise<void> {
  const versions = await iam.policyVersions(account, text(call.params['PolicyArn']) ?? '');
  if (versions.length < limits.versions) return;
  throw exceeded(
    'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  );
}

async function defaultVersion(call: Call, account: string, iam: IamState): Promise<void> {
  const version = text(call.params['VersionId']);
  const current = await iam.defaultVersion(account, text(call.params['PolicyArn']) ?? '');
  if (version === undefined || version !== current) return;
  throw new Refusal('DeleteConflict', 'Cannot delete the default version of a policy.', 409);
}

function tagCount(call: Call): void {
  const tags = tagMembers(call.params);
  if (tags.length > limits.tags) {
    throw invalid(
      `[${tags.length} tags]`,
      'tags',
      `Member must have length less than or equal to ${limits.tags}`,
    );
  }
  const keys = tags.map((tag) => tag.key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw new Refusal(
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
}

async function tagTotal(call: Call, account: string, iam: IamState): Promise<void> {
  const role = await iam.role(account, text(call.params['RoleName']) ?? '');
  const keys = new Set([...Object.keys(role?.tags ?? {}), ...tagMembers(call.params).map((tag) => tag.key)]);
  if (keys.size > limits.tags) throw exceeded('The number of tags has reached the maximum limit.');
}
