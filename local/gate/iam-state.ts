import type { Upstream } from './upstream.ts';
import { documentIn, element, elements, tagsIn } from './xml.ts';

/** Roles and policies as the emulator holds them, read per account and kept for at most a second. */

export interface NamedPolicy {
  readonly name: string;
  readonly policy: unknown;
}

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly trust: unknown;
  readonly maxSessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly boundaryArn: string | undefined;
}

export interface RolePolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
}

export interface IamState {
  role(account: string, name: string): Promise<Role | undefined>;
  policiesOf(account: string, role: Role): Promise<RolePolicies>;
  managedPolicy(account: string, arn: string): Promise<NamedPolicy | undefined>;
  inlinePolicies(account: string, roleName: string): Promise<NamedPolicy[]>;
  policyVersions(account: string, arn: string): Promise<string[]>;
  defaultVersion(account: string, arn: string): Promise<string | undefined>;
  executionRole(account: string, region: string, functionName: string): Promise<string | undefined>;
  /** Keeps what any other reader finds for as long as roles are kept. */
  keep<T>(account: string, key: string, read: () => Promise<T>): Promise<T>;
  /** To be called before and after any write, so that no answer read in between is kept. */
  invalidate(account: string): void;
}

const keepMilliseconds = 1000;

interface Kept {
  readonly until: number;
  readonly value: Promise<unknown>;
}

export function iamStateOf(upstream: Upstream, region: string, clock: () => number = Date.now): IamState {
  const accounts = new Map<string, Map<string, Kept>>();

  function keep<T>(account: string, key: string, read: () => Promise<T>): Promise<T> {
    const kept = accounts.get(account) ?? new Map<string, Kept>();
    accounts.set(account, kept);
    const found = kept.get(key);
    // the key names the reader, so the kept value is of its type
    if (found !== undefined && found.until > clock()) return found.value as Promise<T>;
    const value = read();
    kept.set(key, { until: clock() + keepMilliseconds, value });
    value.catch(() => kept.delete(key));
    return value;
  }

  async function iam(
    account: string,
    action: string,
    params: Record<string, string>,
  ): Promise<string | undefined> {
    const body = new URLSearchParams({ Action: action, Version: '2010-05-08', ...params }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await upstream.ask(account, 'iam', region, headers, body);
    const xml = answer.body.toString();
    if (answer.status === 200) return xml;
    if (element(xml, 'Code') === 'NoSuchEntity') return undefined;
    throw new Error(`the emulator answered ${action} with ${answer.status}: ${xml.slice(0, 200)}`);
  }

  const state: IamState = {
    keep,
    role: (account, name) =>
      keep(account, `role ${name}`, async () => {
        const xml = await iam(account, 'GetRole', { RoleName: name });
        return xml === undefined ? undefined : roleFrom(xml);
      }),
    policiesOf: (account, role) =>
      keep(account, `policies ${role.name}`, async () => {
        const [inline, attached, boundary] = await Promise.all([
          state.inlinePolicies(account, role.name),
          attachedPolicies(account, role.name),
          role.boundaryArn === undefined ? undefined : state.managedPolicy(account, role.boundaryArn),
        ]);
        return {
          identity: [...inline, ...attached],
          boundary: role.boundaryArn === undefined ? undefined : (boundary ?? denyAll(role.boundaryArn)),
        };
      }),
    managedPolicy: (account, arn) =>
      keep(account, `policy ${arn}`, async () => {
        const policy = await iam(account, 'GetPolicy', { PolicyArn: arn });
        const version = policy === undefined ? undefined : element(policy, 'DefaultVersionId');
        if (version === undefined) return undefined;
        const xml = await iam(account, 'GetPolicyVersion', { PolicyArn: arn, VersionId: version });
        const document = xml === undefined ? undefined : documentIn(xml, 'Document');
        return document === undefined ? undefined : { name: arn, policy: document };
      }),
    inlinePolicies: (account, roleName) =>
      keep(account, `inline ${roleName}`, async () => {
        const xml = await iam(account, 'ListRolePolicies', { RoleName: roleName });
        return Promise.all(
          elements(xml ?? '', 'member').map((name) => inlinePolicy(account, roleName, name)),
        );
      }),
    policyVersions: async (account, arn) =>
      elements((await iam(account, 'ListPolicyVersions', { PolicyArn: arn })) ?? '', 'VersionId'),
    defaultVersion: async (account, arn) =>
      element((await iam(account, 'GetPolicy', { PolicyArn: arn })) ?? '', 'DefaultVersionId'),
    executionRole: (account, functionRegion, functionName) =>
      keep(account, `function ${functionRegion} ${functionName}`, async () => {
        const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/configuration`;
        const answer = await upstream.ask(account, 'lambda', functionRegion, {}, '', path, 'GET');
        if (answer.status !== 200) return undefined;
        const configuration: { Role?: string } = JSON.parse(answer.body.toString());
        return configuration.Role;
      }),
    // a new map, so that reads still under way land in the old one
    invalidate: (account) => void accounts.delete(account),
  };

  async function inlinePolicy(account: string, roleName: string, name: string): Promise<NamedPolicy> {
    const xml = await iam(account, 'GetRolePolicy', { RoleName: roleName, PolicyName: name });
    return { name, policy: documentIn(xml ?? '', 'PolicyDocument') ?? denyAll(name).policy };
  }

  async function attachedPolicies(account: string, roleName: string): Promise<NamedPolicy[]> {
    const xml = (await iam(account, 'ListAttachedRolePolicies', { RoleName: roleName })) ?? '';
    const found = await Promise.all(
      elements(xml, 'PolicyArn').map((arn) => state.managedPolicy(account, arn)),
    );
    return found.filter((policy) => policy !== undefined);
  }

  return state;
}

/** What cannot be read must not open anything. */
function denyAll(name: string): NamedPolicy {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Unreadable', Effect: 'Deny', Action: '*', Resource: '*' }],
  };
  return { name, policy };
}

function roleFrom(xml: string): Role | undefined {
  const [name, arn, id] = [element(xml, 'RoleName'), element(xml, 'Arn'), element(xml, 'RoleId')];
  if (name === undefined || arn === undefined || id === undefined) return undefined;
  return {
    name,
    arn,
    id,
    trust: documentIn(xml, 'AssumeRolePolicyDocument'),
    maxSessionSeconds: Number(element(xml, 'MaxSessionDuration') ?? 3600),
    tags: tagsIn(xml),
    boundaryArn: element(xml, 'PermissionsBoundaryArn'),
  };
}
