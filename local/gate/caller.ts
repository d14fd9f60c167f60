import type { IamState, Role } from './iam-state.ts';
import { Refusal } from './refusals.ts';
import { type Session, type Sessions, unknownKey } from './sessions.ts';
import { checkSignature, signatureMatches } from './signature.ts';
import type { Signed } from './signed.ts';
import type { GateRequest } from './wire.ts';

/** Who calls. An administrator is not evaluated; Lambdas and sessions are, by their role. */
export type Caller =
  | { readonly kind: 'admin'; readonly account: string; readonly arn: string; readonly userId: string }
  | {
      readonly kind: 'role';
      readonly account: string;
      readonly arn: string;
      readonly userId: string;
      readonly role: Role;
      /** Undefined for a Lambda: the emulator gives it no session of its own. */
      readonly session: Session | undefined;
    };

export interface CallerDependencies {
  readonly accounts: ReadonlySet<string>;
  readonly adminSecret: string;
  readonly lambdaSecret: string;
  readonly sessions: Sessions;
  readonly iam: IamState;
  readonly now: () => number;
}

export async function identify(
  request: GateRequest,
  signed: Signed,
  dependencies: CallerDependencies,
): Promise<Caller> {
  const { accounts, sessions, now } = dependencies;
  if (accounts.has(signed.accessKeyId)) return identifyAccountKey(request, signed, dependencies);
  if (!signed.accessKeyId.startsWith('ASIA')) throw unknownKey();
  const session = sessions.find(signed.accessKeyId, signed.token, now());
  await checkSignature(request, signed, session.secret, now());
  return sessionCaller(session, dependencies.iam);
}

async function identifyAccountKey(
  request: GateRequest,
  signed: Signed,
  dependencies: CallerDependencies,
): Promise<Caller> {
  const account = signed.accessKeyId;
  const functionName = functionOf(request);
  if (functionName !== undefined && (await signatureMatches(request, signed, dependencies.lambdaSecret))) {
    await checkSignature(request, signed, dependencies.lambdaSecret, dependencies.now());
    return lambdaCaller(account, signed.region, functionName, dependencies.iam);
  }
  await checkSignature(request, signed, dependencies.adminSecret, dependencies.now());
  return { kind: 'admin', account, arn: `arn:aws:iam::${account}:root`, userId: account };
}

/** The SDKs write `AWS_SDK_UA_APP_ID` as `app/<id>`; Powertools adds `-PT-NO-OP-…` to it. */
function functionOf(request: GateRequest): string | undefined {
  const agents = `${request.headers['user-agent'] ?? ''} ${request.headers['x-amz-user-agent'] ?? ''}`;
  return /(?:^|\s)app\/([A-Za-z0-9_-]{1,64}?)(?:-PT-NO-OP-\S+)?(?=\s|$)/.exec(agents)?.[1];
}

async function lambdaCaller(
  account: string,
  region: string,
  functionName: string,
  iam: IamState,
): Promise<Caller> {
  const roleArn = await iam.executionRole(account, region, functionName);
  const roleName = roleArn?.split('/').at(-1);
  const role = roleName === undefined ? undefined : await iam.role(account, roleName);
  if (role === undefined) {
    throw new Refusal(
      'AccessDenied',
      `The execution role of function ${functionName} in account ${account} cannot be assumed.`,
      403,
    );
  }
  return {
    kind: 'role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${functionName}`,
    userId: `${role.id}:${functionName}`,
    role,
    session: undefined,
  };
}

async function sessionCaller(session: Session, iam: IamState): Promise<Caller> {
  const role = await iam.role(session.account, session.roleName);
  // a role re-created under the same name is another role
  if (role === undefined || role.id !== session.roleId) throw unknownKey();
  return { kind: 'role', account: session.account, arn: session.arn, userId: session.userId, role, session };
}
