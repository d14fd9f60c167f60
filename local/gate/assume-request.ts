import type { Caller } from './caller.ts';
import { Refusal } from './refusals.ts';
import { type Call, members, tagMembers, text } from './wire.ts';

/** A checked AssumeRole request. */
export interface AssumeRequest {
  readonly account: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly transitiveTagKeys: readonly string[];
  readonly inheritedTags: Readonly<Record<string, string>>;
  readonly policy: unknown;
  readonly managedPolicyArns: readonly string[];
}

const namePattern = /^[\w+=,.@-]{2,64}$/;

/** Reads an AssumeRole call and refuses what STS refuses before it looks at any policy. */
export function readAssumeRequest(call: Call, caller: Caller): AssumeRequest {
  const { params } = call;
  const roleArn = text(params['RoleArn']) ?? '';
  const [, account = '', roleName = ''] =
    /^arn:aws:iam::(\d{12}):role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]{1,64})$/.exec(roleArn) ?? [];
  if (account === '') throw invalid(`${roleArn} is invalid`);
  const tags = sessionTags(call, caller);
  return {
    account,
    roleArn,
    roleName,
    sessionName: pattern('roleSessionName', params['RoleSessionName']),
    durationSeconds: duration(text(params['DurationSeconds']), caller),
    externalId: externalId(text(params['ExternalId'])),
    sourceIdentity: sourceIdentity(text(params['SourceIdentity']), caller),
    tags,
    transitiveTagKeys: transitiveKeys(members(params, 'TransitiveTagKeys'), tags),
    inheritedTags: inheritedTags(caller),
    policy: sessionPolicy(text(params['Policy'])),
    managedPolicyArns: managedPolicies(call),
  };
}

function invalid(message: string): Refusal {
  return new Refusal('ValidationError', message);
}

function constraint(value: string, member: string, rule: string): Refusal {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function pattern(member: string, value: unknown): string {
  const given = text(value) ?? '';
  if (namePattern.test(given)) return given;
  if (given.length > 64) throw constraint(given, member, 'Member must have length less than or equal to 64');
  if (given.length < 2) throw constraint(given, member, 'Member must have length greater than or equal to 2');
  throw constraint(given, member, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
}

/** A Lambda calls with its role's credentials, so what it assumes is chained too. */
function duration(value: string | undefined, caller: Caller): number {
  const seconds = value === undefined ? 3600 : Number(value);
  if (!Number.isInteger(seconds)) throw invalid('DurationSeconds must be an integer');
  if (seconds < 900)
    throw constraint(
      String(seconds),
      'durationSeconds',
      'Member must have value greater than or equal to 900',
    );
  if (seconds > 43_200)
    throw constraint(
      String(seconds),
      'durationSeconds',
      'Member must have value less than or equal to 43200',
    );
  if (caller.kind === 'role' && seconds > 3600) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return seconds;
}

function externalId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^[\w+=,.@:/-]{2,1224}$/.test(value)) {
    throw constraint(value, 'externalId', 'Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*');
  }
  return value;
}

/** Once set it cannot change along a chain. */
function sourceIdentity(value: string | undefined, caller: Caller): string | undefined {
  const inherited = caller.kind === 'role' ? caller.session?.sourceIdentity : undefined;
  if (value === undefined) return inherited;
  const given = pattern('sourceIdentity', value);
  if (given.toLowerCase().startsWith('aws:'))
    throw constraint(given, 'sourceIdentity', 'Member must not begin with aws:');
  if (inherited !== undefined && inherited !== given) {
    throw new Refusal(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to change the SourceIdentity of its session`,
      403,
    );
  }
  return given;
}

function sessionTags(call: Call, caller: Caller): { key: string; value: string }[] {
  const tags = tagMembers(call.params);
  if (tags.length > 50)
    throw constraint(`[${tags.length} tags]`, 'tags', 'Member must have length less than or equal to 50');
  for (const { key, value } of tags) checkTag(key, value);
  const keys = tags.map((tag) => tag.key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw new Refusal(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  const taken = Object.keys(inheritedTags(caller)).map((key) => key.toLowerCase());
  if (keys.some((key) => taken.includes(key))) {
    throw new Refusal(
      'InvalidParameterValue',
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return tags;
}

function checkTag(key: string, value: string): void {
  const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  if (key.length < 1 || key.length > 128 || !allowed.test(key)) {
    throw constraint(
      key,
      'tags.1.member.key',
      'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
    );
  }
  if (value.length > 256 || !allowed.test(value)) {
    throw constraint(
      value,
      'tags.1.member.value',
      'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*',
    );
  }
  if (key.toLowerCase().startsWith('aws:'))
    throw new Refusal('InvalidParameterValue', `Tag key ${key} is reserved`);
}

function transitiveKeys(keys: string[], tags: readonly { key: string }[]): string[] {
  const known = new Set(tags.map((tag) => tag.key));
  if (keys.some((key) => !known.has(key))) {
    throw new Refusal(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
  return keys;
}

function inheritedTags(caller: Caller): Record<string, string> {
  if (caller.kind === 'admin' || caller.session === undefined) return {};
  const { tags, transitiveTagKeys } = caller.session;
  return Object.fromEntries(transitiveTagKeys.map((key) => [key, tags[key] ?? '']));
}

function sessionPolicy(document: string | undefined): unknown {
  if (document === undefined) return undefined;
  if (document.length > 2048)
    throw constraint(document, 'policy', 'Member must have length less than or equal to 2048');
  try {
    const policy: unknown = JSON.parse(document);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return policy;
  } catch {
    // answered below
  }
  throw new Refusal('MalformedPolicyDocument', 'This policy contains invalid Json');
}

function managedPolicies(call: Call): string[] {
  const arns: string[] = [];
  for (let n = 1; ; n++) {
    const arn = text(call.params[`PolicyArns.member.${n}.arn`]);
    if (arn === undefined) break;
    arns.push(arn);
  }
  if (arns.length > 10)
    throw constraint(String(arns), 'policyArns', 'Member must have length less than or equal to 10');
  return arns;
}
