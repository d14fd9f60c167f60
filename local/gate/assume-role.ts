import { randomUUID } from 'node:crypto';
import { type AssumeRequest, readAssumeRequest } from './assume-request.ts';
import type { Caller } from './caller.ts';
import type { IamState, Role } from './iam-state.ts';
import { Refusal } from './refusals.ts';
import type { Sessions } from './sessions.ts';
import { limitsOf, principalContext, requestContext, trusted } from './trust.ts';
import type { Upstream } from './upstream.ts';
import type { Call, GateResponse } from './wire.ts';
import { element } from './xml.ts';

/** AssumeRole as STS would decide it: the caller's permissions and the trust of the role. */

export interface StsDependencies {
  readonly iam: IamState;
  readonly sessions: Sessions;
  readonly upstream: Upstream;
  readonly accounts: ReadonlySet<string>;
  readonly now: () => number;
}

export async function assumeRole(
  call: Call,
  caller: Caller,
  dependencies: StsDependencies,
): Promise<GateResponse> {
  const request = readAssumeRequest(call, caller);
  const role = await targetRole(request, dependencies);
  if (role === undefined || role.trust === undefined) throw denied(caller, 'sts:AssumeRole', request.roleArn);
  await checkAllowed(call, caller, request, role, dependencies);
  if (request.durationSeconds > role.maxSessionSeconds) {
    throw new Refusal(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const answer = await dependencies.upstream.ask(
    request.account,
    'sts',
    call.region,
    { 'content-type': 'application/x-www-form-urlencoded' },
    bodyFor(request),
  );
  return answer.status === 200 ? learn(answer, request, role, dependencies) : answer;
}

/** The ARN must be exact, path included. */
async function targetRole(
  request: AssumeRequest,
  { iam, accounts }: StsDependencies,
): Promise<Role | undefined> {
  if (!accounts.has(request.account)) return undefined;
  const role = await iam.role(request.account, request.roleName);
  return role?.arn === request.roleArn ? role : undefined;
}

async function checkAllowed(
  call: Call,
  caller: Caller,
  request: AssumeRequest,
  role: Role,
  dependencies: StsDependencies,
): Promise<void> {
  const limits = await limitsOf(caller, dependencies.iam);
  const context = { ...principalContext(call, caller, dependencies.now()), ...requestContext(request, role) };
  for (const action of actionsOf(request)) {
    if (!limits.every((limit) => trusted(action, caller, request, role, context, limit)))
      throw denied(caller, action, role.arn);
  }
}

/** What caller and role have to allow. */
export function actionsOf({ tags, sourceIdentity }: AssumeRequest): readonly string[] {
  return [
    'sts:AssumeRole',
    ...(tags.length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}

function bodyFor(request: AssumeRequest): string {
  return new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    DurationSeconds: String(request.durationSeconds),
  }).toString();
}

/** The emulator makes the key; what it means is kept here. */
function learn(
  answer: GateResponse,
  request: AssumeRequest,
  role: Role,
  { sessions, now }: StsDependencies,
): GateResponse {
  const xml = answer.body.toString();
  const issuedAt = Math.floor(now() / 1000) * 1000;
  sessions.add({
    accessKeyId: element(xml, 'AccessKeyId') ?? '',
    secret: element(xml, 'SecretAccessKey') ?? '',
    token: element(xml, 'SessionToken') ?? '',
    account: request.account,
    roleName: role.name,
    roleId: role.id,
    arn: `arn:aws:sts::${request.account}:assumed-role/${role.name}/${request.sessionName}`,
    userId: `${role.id}:${request.sessionName}`,
    issuedAt,
    expiresAt: Date.parse(element(xml, 'Expiration') ?? '') || issuedAt + request.durationSeconds * 1000,
    tags: {
      ...request.inheritedTags,
      ...Object.fromEntries(request.tags.map(({ key, value }) => [key, value])),
    },
    transitiveTagKeys: [...Object.keys(request.inheritedTags), ...request.transitiveTagKeys],
    sourceIdentity: request.sourceIdentity,
    policy: request.policy,
    managedPolicyArns: request.managedPolicyArns,
  });
  const extra =
    request.sourceIdentity === undefined ? '' : `<SourceIdentity>${request.sourceIdentity}</SourceIdentity>`;
  const body = Buffer.from(xml.replace('</AssumeRoleResult>', `${extra}</AssumeRoleResult>`));
  return { ...answer, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() }, body };
}

export function callerIdentity(caller: Caller): GateResponse {
  const id = randomUUID();
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${caller.arn}</Arn><UserId>${caller.userId}</UserId><Account>${caller.account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id },
    body: Buffer.from(body),
  };
}

function denied(caller: Caller, action: string, roleArn: string): Refusal {
  return new Refusal(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
    403,
  );
}
