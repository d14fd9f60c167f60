import { readAssumeRequest } from './assume-request.ts';
import { actionsOf, assumeRole, callerIdentity } from './assume-role.ts';
import {
  callerContext,
  evaluate,
  policiesFor,
  type RoleCaller,
  refusalOf,
  type Verdict,
} from './authorize.ts';
import type { AskedPermission, CallLog, LoggedCall } from './call-log.ts';
import { type Caller, identify } from './caller.ts';
import { handleControl } from './control.ts';
import type { Gate } from './gate.ts';
import { checkIamLimits } from './iam-limits.ts';
import { lookupsFor } from './lookups.ts';
import { passOn, passUntouched, pathStyle, publicPathOf } from './pass-on.ts';
import { Refusal, refusalResponse } from './refusals.ts';
import { isIamWrite } from './requests/iam.ts';
import { mapCall } from './requests/index.ts';
import type { Mapped } from './requests/mapping.ts';
import { guessProtocol, jsonVersionOf, readCall } from './requests/read-call.ts';
import { readSigned, type Signed } from './signed.ts';
import type { Call, GateRequest, GateResponse } from './wire.ts';

type Entry = { -readonly [K in keyof LoggedCall]: LoggedCall[K] };

/** Answers one request, and logs it if it was a call. */
export async function handleRequest(request: GateRequest, gate: Gate, log: CallLog): Promise<GateResponse> {
  const control = await handleControl(request, gate);
  if (control !== undefined) return control;
  const started = performance.now();
  const entry = emptyEntry(gate.now());
  const response = await answer(request, gate, entry);
  entry.status = response.status;
  entry.durationMs = Math.round((performance.now() - started) * 100) / 100;
  log.write(entry);
  return response;
}

async function answer(request: GateRequest, gate: Gate, entry: Entry): Promise<GateResponse> {
  const publicPath = publicPathOf(request);
  if (publicPath !== undefined) {
    Object.assign(entry, {
      decision: 'public',
      service: 'execute-api',
      operation: request.method,
      resource: publicPath.split('?')[0],
    });
    return passUntouched(request, publicPath, gate);
  }
  const signed = readSigned(request);
  const format = { protocol: guessProtocol(request), jsonVersion: jsonVersionOf(request) ?? '1.1' } as const;
  const head = request.method === 'HEAD';
  if (signed === undefined) return refusalResponse(missingToken(), format, head);
  const call = readCall(request, signed);
  Object.assign(entry, {
    region: call.region,
    service: call.service,
    operation: call.operation,
    principal: signed.accessKeyId,
  });
  try {
    const caller = await identify(request, signed, gate);
    Object.assign(entry, { principal: caller.arn, account: caller.account });
    const response = await serve(pathStyle(request, call), signed, call, caller, gate, entry);
    await gate.faults.strike(entry, 'after');
    return response;
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(error, call, head);
    throw error;
  }
}

async function serve(
  request: GateRequest,
  signed: Signed,
  call: Call,
  caller: Caller,
  gate: Gate,
  entry: Entry,
): Promise<GateResponse> {
  const mapped = await mapCall({
    call,
    request,
    account: caller.account,
    lookups: lookupsFor(caller.account, call.region, gate),
  });
  entry.operation = mapped?.operation ?? call.operation;
  entry.action = mapped?.needs[0]?.action ?? `${call.service}:${call.operation || request.method}`;
  entry.resource = mapped?.needs[0]?.resource ?? '*';
  entry.needs = eachOnce(mapped?.needs ?? []);
  await gate.faults.strike(entry, 'before');
  if (call.service === 'sts' && call.operation === 'GetCallerIdentity')
    return allowed(entry, caller, callerIdentity(caller));
  if (call.service === 'sts' && call.operation === 'AssumeRole')
    return serveAssumeRole(call, caller, gate, entry);
  if (caller.kind === 'admin') entry.decision = 'admin';
  else await checkAllowed(call, caller, mapped, gate, entry);
  if (!isIamWrite(call)) return passOn(request, signed, caller.account, gate);
  await checkIamLimits(call, caller.account, gate.iam);
  gate.iam.invalidate(caller.account);
  try {
    return await passOn(request, signed, caller.account, gate);
  } finally {
    gate.iam.invalidate(caller.account);
  }
}

function allowed(entry: Entry, caller: Caller, response: GateResponse): GateResponse {
  entry.decision = caller.kind === 'admin' ? 'admin' : 'allow';
  return response;
}

async function serveAssumeRole(call: Call, caller: Caller, gate: Gate, entry: Entry): Promise<GateResponse> {
  const role = call.params['RoleArn'];
  entry.resource = typeof role === 'string' ? role : '';
  try {
    entry.needs = actionsOf(readAssumeRequest(call, caller)).map((action) => ({
      action,
      resource: entry.resource,
    }));
    return allowed(entry, caller, await assumeRole(call, caller, gate));
  } catch (error) {
    if (error instanceof Refusal) entry.decision = error.code === 'AccessDenied' ? 'deny' : 'invalid';
    throw error;
  }
}

async function checkAllowed(
  call: Call,
  caller: RoleCaller,
  mapped: Mapped | undefined,
  gate: Gate,
  entry: Entry,
): Promise<void> {
  entry.decision = 'deny';
  if (mapped === undefined) throw refusalOf(caller, notMapped(entry));
  const policies = await policiesFor(caller, gate.iam);
  const context = callerContext(caller, call.region, gate.now());
  const verdicts = await Promise.all(mapped.needs.map((need) => evaluate(caller, policies, need, context)));
  const decisive = verdicts.find((verdict) => !verdict.allowed) ?? verdicts[0];
  Object.assign(entry, {
    action: decisive?.action,
    resource: decisive?.resource,
    statement: decisive?.statement,
  });
  if (decisive === undefined || !decisive.allowed) throw refusalOf(caller, decisive ?? notMapped(entry));
  entry.decision = 'allow';
}

function notMapped(entry: Entry): Verdict {
  const reason = 'because the local gate does not know this request';
  return { allowed: false, action: entry.action, resource: '*', statement: undefined, reason };
}

function eachOnce(needs: readonly AskedPermission[]): readonly AskedPermission[] {
  const once = new Map(needs.map(({ action, resource }) => [`${action} ${resource}`, { action, resource }]));
  return [...once.values()];
}

function missingToken(): Refusal {
  return new Refusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}

function emptyEntry(now: number): Entry {
  return {
    time: new Date(now).toISOString(),
    principal: '',
    account: '',
    region: '',
    service: '',
    operation: '',
    action: '',
    resource: '',
    needs: [],
    decision: 'invalid',
    statement: undefined,
    status: 0,
    durationMs: 0,
  };
}
