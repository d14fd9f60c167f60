import { createValidatedPolicy } from '@cloud-copilot/iam-policy';
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { AssumeRequest } from './assume-request.ts';
import { type Context, callerContext, policiesFor } from './authorize.ts';
import type { Caller } from './caller.ts';
import type { IamState, NamedPolicy, Role } from './iam-state.ts';
import type { Call } from './wire.ts';

/** Whether a role's trust, and the caller's permissions, let the caller assume it. */

const everything: NamedPolicy = {
  name: 'administrator',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

interface Limit {
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
}

/** A session policy is one more set of permissions that must allow. */
export async function limitsOf(caller: Caller, iam: IamState): Promise<Limit[]> {
  if (caller.kind === 'admin') return [{ identity: [everything], boundary: undefined }];
  const { identity, boundary, session } = await policiesFor(caller, iam);
  const limits: Limit[] = [{ identity, boundary }];
  if (session !== undefined)
    limits.push({ identity: [everything], boundary: { name: 'session', policy: session } });
  return limits;
}

/**
 * The three actions of one AssumeRole share one request context (a trust statement may list them together under
 * `sts:ExternalId`), so the simulation that drops keys by action is not used.
 */
export function trusted(
  action: string,
  caller: Caller,
  request: AssumeRequest,
  role: Role,
  contextVariables: Context,
  limit: Limit,
): boolean {
  try {
    const result = runUnsafeSimulation(
      {
        request: {
          action,
          principal: caller.arn,
          resource: { resource: role.arn, accountId: request.account },
          contextVariables,
        },
        identityPolicies: [...limit.identity],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        // it takes the name of a resource policy only from a validated one
        resourcePolicy: createValidatedPolicy(role.trust, () => [], { name: 'trust' }),
        ...(limit.boundary === undefined ? {} : { permissionBoundaryPolicies: [limit.boundary] }),
      },
      { simulationMode: 'Strict' },
    );
    return result === 'Allowed';
  } catch {
    // a document that cannot be evaluated trusts nobody
    return false;
  }
}

export function principalContext(call: Call, caller: Caller, now: number): Context {
  if (caller.kind === 'role') return callerContext(caller, call.region, now);
  return {
    'aws:PrincipalArn': caller.arn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalType': 'Account',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': caller.userId,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:RequestedRegion': call.region,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
  };
}

export function requestContext(request: AssumeRequest, role: Role): Context {
  const context: Context = {
    'sts:RoleSessionName': request.sessionName,
    'aws:ResourceAccount': request.account,
  };
  if (request.externalId !== undefined) context['sts:ExternalId'] = request.externalId;
  if (request.sourceIdentity !== undefined) context['sts:SourceIdentity'] = request.sourceIdentity;
  if (request.tags.length > 0) context['aws:TagKeys'] = request.tags.map((tag) => tag.key);
  if (request.transitiveTagKeys.length > 0) context['sts:TransitiveTagKeys'] = [...request.transitiveTagKeys];
  for (const { key, value } of request.tags) context[`aws:RequestTag/${key}`] = value;
  for (const [key, value] of Object.entries(role.tags)) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`iam:ResourceTag/${key}`] = value;
  }
  return context;
}
