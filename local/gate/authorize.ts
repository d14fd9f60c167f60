import {
  getDenialReasons,
  getGrantReasons,
  isWildcardOnlyAction,
  type RunSimulationResults,
  runSimulation,
} from '@cloud-copilot/iam-simulate';
import type { Caller } from './caller.ts';
import type { IamState, NamedPolicy } from './iam-state.ts';
import { Refusal } from './refusals.ts';
import type { Need } from './wire.ts';

export type RoleCaller = Extract<Caller, { kind: 'role' }>;
export type Context = Record<string, string | string[]>;

export interface Verdict {
  readonly allowed: boolean;
  readonly action: string;
  readonly resource: string;
  /** Where the decision came from, for the log: `policy#sid`. */
  readonly statement: string | undefined;
  readonly reason: string;
}

export interface Policies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
  /** Each must allow by itself: the inline session policy joined with the managed ones. */
  readonly session: unknown;
}

export async function policiesFor(caller: RoleCaller, iam: IamState): Promise<Policies> {
  const { identity, boundary } = await iam.policiesOf(caller.account, caller.role);
  return { identity, boundary, session: await sessionPolicy(caller, iam) };
}

/** Session policies add up: their union limits the session. */
async function sessionPolicy(caller: RoleCaller, iam: IamState): Promise<unknown> {
  const arns = caller.session?.managedPolicyArns ?? [];
  const managed = await Promise.all(arns.map((arn) => iam.managedPolicy(caller.account, arn)));
  const documents = [caller.session?.policy, ...managed.map((each) => each?.policy)].filter(
    (each) => each !== undefined,
  );
  if (documents.length === 0 && arns.length === 0) return undefined;
  const statements = documents.flatMap((each) => (each as { Statement?: unknown }).Statement ?? []);
  return { Version: '2012-10-17', Statement: statements };
}

/** Keys that hold for every request of this caller, whatever the action. */
export function callerContext(caller: RoleCaller, region: string, now: number): Context {
  const context: Context = {
    'aws:PrincipalArn': caller.role.arn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': caller.userId,
    'aws:CurrentTime': isoSeconds(now),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
    'aws:TokenIssueTime': isoSeconds(caller.session?.issuedAt ?? now),
  };
  if (caller.session?.sourceIdentity !== undefined)
    context['aws:SourceIdentity'] = caller.session.sourceIdentity;
  // tag keys ignore case: a session tag replaces a role tag written otherwise
  const tags = new Map(
    Object.entries(caller.role.tags).map(([key, value]) => [key.toLowerCase(), { key, value }]),
  );
  for (const [key, value] of Object.entries(caller.session?.tags ?? {}))
    tags.set(key.toLowerCase(), { key, value });
  for (const { key, value } of tags.values()) context[`aws:PrincipalTag/${key}`] = value;
  return context;
}

function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function accountOf(resource: string, otherwise: string): string {
  const account = resource.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : otherwise;
}

/** Evaluates one need of a role's request. */
export async function evaluate(
  caller: RoleCaller,
  policies: Policies,
  need: Need,
  context: Context,
): Promise<Verdict> {
  const resourceAccount = accountOf(need.resource, caller.account);
  const results = await simulate(caller, policies, need, {
    ...context,
    'aws:ResourceAccount': resourceAccount,
    ...need.context,
  });
  const allowed = results.resultType !== 'error' && results.overallResult === 'Allowed';
  const verdict = { allowed, action: need.action, resource: need.resource };
  if (allowed) return { ...verdict, statement: grantOf(results), reason: '' };
  return { ...verdict, ...denialOf(results, caller.account === resourceAccount, need.action) };
}

async function simulate(
  caller: RoleCaller,
  policies: Policies,
  need: Need,
  contextVariables: Context,
): Promise<RunSimulationResults> {
  const [service = '', action = ''] = need.action.split(':');
  try {
    // actions without resource types are only granted on `*`
    const resource = (await isWildcardOnlyAction(service, action)) ? '*' : need.resource;
    return await runSimulation(
      {
        request: {
          action: need.action,
          principal: caller.arn,
          resource: { resource, accountId: accountOf(resource, caller.account) },
          contextVariables,
        },
        identityPolicies: [...policies.identity],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(policies.session === undefined ? {} : { sessionPolicy: policies.session }),
        ...(policies.boundary === undefined ? {} : { permissionBoundaryPolicies: [policies.boundary] }),
      },
      { simulationMode: 'Strict' },
    );
  } catch (error) {
    return {
      resultType: 'error',
      errors: { message: error instanceof Error ? error.message : String(error) },
    };
  }
}

function analysesOf(results: RunSimulationResults) {
  if (results.resultType === 'error') return [];
  return results.resultType === 'single'
    ? [results.result.analysis]
    : results.results.map((each) => each.analysis);
}

function grantOf(results: RunSimulationResults): string | undefined {
  const grant = analysesOf(results).flatMap((analysis) => getGrantReasons(analysis))[0];
  if (grant === undefined) return undefined;
  const policy = 'policyIdentifier' in grant ? grant.policyIdentifier : grant.policyType;
  return `${policy}#${grant.statementId ?? grant.statementIndex}`;
}

function denialOf(
  results: RunSimulationResults,
  sameAccount: boolean,
  action: string,
): Pick<Verdict, 'statement' | 'reason'> {
  if (results.resultType === 'error') {
    return {
      statement: undefined,
      reason: `because the request cannot be evaluated: ${JSON.stringify(results.errors)}`,
    };
  }
  const analyses = analysesOf(results);
  const denials = analyses.flatMap((analysis) => getDenialReasons(analysis));
  const explicit = denials.find((denial) => denial.denialType === 'Explicit');
  if (explicit !== undefined) {
    return {
      statement: `${explicit.policyIdentifier ?? explicit.policyType}#${explicit.statementId ?? explicit.statementIndex}`,
      reason: `with an explicit deny in ${explicit.policyType === 'pb' ? 'a permissions boundary' : 'an identity-based policy'}`,
    };
  }
  const sessionResults = analyses.map((each) => each.sessionAnalysis?.result);
  if (sessionResults.includes('ExplicitlyDenied'))
    return { statement: 'session', reason: 'with an explicit deny in a session policy' };
  const identity =
    analyses.every((each) => each.identityAnalysis?.result === 'Allowed') && analyses.length > 0;
  const boundary = analyses.some((each) => each.permissionBoundaryAnalysis?.result === 'ImplicitlyDenied');
  if (identity && sessionResults.includes('ImplicitlyDenied')) return implicit('session policy', action);
  if (identity && boundary) return implicit('permissions boundary', action);
  return implicit(identity && !sameAccount ? 'resource-based policy' : 'identity-based policy', action);
}

function implicit(kind: string, action: string): Pick<Verdict, 'statement' | 'reason'> {
  return { statement: undefined, reason: `because no ${kind} allows the ${action} action` };
}

export function refusalOf(caller: Caller, verdict: Verdict): Refusal {
  const on = verdict.resource === '*' ? '' : ` on resource: ${verdict.resource}`;
  return new Refusal(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${verdict.action}${on} ${verdict.reason}`,
    403,
  );
}
