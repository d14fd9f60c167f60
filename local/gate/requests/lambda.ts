import { type Need, text } from '../wire.ts';
import { arn, arnOr, type MappingInput } from './mapping.ts';

/** Lambda's REST paths: method, path below the API version, operation, action where it differs. */
const rows: readonly (readonly [method: string, path: RegExp, operation: string, action?: string])[] = [
  ['POST', /^functions\/([^/]+)\/invocations$/, 'Invoke', 'InvokeFunction'],
  ['GET', /^functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration'],
  ['PUT', /^functions\/([^/]+)\/configuration$/, 'UpdateFunctionConfiguration'],
  ['PUT', /^functions\/([^/]+)\/code$/, 'UpdateFunctionCode'],
  ['GET', /^functions\/([^/]+)\/policy$/, 'GetPolicy'],
  ['POST', /^functions\/([^/]+)\/policy$/, 'AddPermission'],
  ['GET', /^functions\/([^/]+)$/, 'GetFunction'],
  ['DELETE', /^functions\/([^/]+)$/, 'DeleteFunction'],
  ['GET', /^functions\/?$/, 'ListFunctions'],
  ['POST', /^functions\/?$/, 'CreateFunction'],
  ['GET', /^event-source-mappings\/?$/, 'ListEventSourceMappings'],
];

export function mapLambda(input: MappingInput): { operation: string; needs: Need[] } | undefined {
  const path = /^\/2015-03-31\/(.*)$/.exec(input.request.path)?.[1];
  if (path === undefined) return undefined;
  for (const [method, pattern, operation, action = operation] of rows) {
    const match = method === input.request.method ? pattern.exec(path) : null;
    if (match === null) continue;
    if (/%2f/i.test(match[1] ?? '')) return undefined;
    const name = match[1] ?? text(input.call.params['FunctionName']);
    const resource = name === undefined ? '*' : functionArn(input, name);
    return { operation, needs: [{ action: `lambda:${action}`, resource }, ...passRole(input, operation)] };
  }
  return undefined;
}

/** `name`, `account:function:name` or a whole ARN, each with an optional qualifier. */
function functionArn(input: MappingInput, encoded: string): string {
  const name = decodeURIComponent(encoded);
  const qualifier = input.request.query.get('Qualifier');
  const base = arnOr(name, (plain) => {
    const partial = /^(\d{12}):function:(.+)$/.exec(plain);
    return partial
      ? `arn:aws:lambda:${input.call.region}:${partial[1]}:function:${partial[2]}`
      : arn(input, 'lambda', `function:${plain}`);
  });
  return qualifier === null ? base : `${base}:${qualifier}`;
}

function passRole(input: MappingInput, operation: string): Need[] {
  const role = text(input.call.params['Role']);
  if (role === undefined || !['CreateFunction', 'UpdateFunctionConfiguration'].includes(operation)) return [];
  return [
    { action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  ];
}
