import type { Need } from '../wire.ts';
import { mapCloudformation } from './cloudformation.ts';
import { mapDynamodb } from './dynamodb.ts';
import { mapIam } from './iam.ts';
import { mapCloudwatch, mapEvents, mapKms, mapLogs, mapSecrets, mapSsm } from './json-services.ts';
import { mapLambda } from './lambda.ts';
import type { Mapped, Mapping, MappingInput } from './mapping.ts';
import { mapSns, mapSqs } from './messaging.ts';
import { mapS3 } from './s3.ts';

const byOperation: Readonly<Record<string, Mapping>> = {
  dynamodb: mapDynamodb,
  sqs: mapSqs,
  sns: mapSns,
  events: mapEvents,
  ssm: mapSsm,
  secretsmanager: mapSecrets,
  kms: mapKms,
  logs: mapLogs,
  cloudwatch: mapCloudwatch,
  iam: mapIam,
  cloudformation: mapCloudformation,
};

const xrayPaths: Readonly<Record<string, string>> = {
  '/TraceSegments': 'PutTraceSegments',
  '/TelemetryRecords': 'PutTelemetryRecords',
  '/SamplingTargets': 'GetSamplingTargets',
  '/GetSamplingRules': 'GetSamplingRules',
};

/** The permissions that a call needs; undefined when the gate does not know it. */
export async function mapCall(input: MappingInput): Promise<Mapped | undefined> {
  const mapped = await mapService(input);
  return mapped !== undefined && mapped.needs.length > 0 && mapped.needs.every(isConcrete)
    ? mapped
    : undefined;
}

async function mapService(input: MappingInput): Promise<Mapped | undefined> {
  const { service, operation, params } = input.call;
  // the emulator would follow the target rather than the service signed for
  if (operation === '' && input.request.headers['x-amz-target'] !== undefined) return undefined;
  if (params['@path'] !== undefined && service !== 'sqs') return undefined;
  if (service === 's3') return mapS3(input);
  if (service === 'lambda') return mapLambda(input);
  if (service === 'xray') {
    const name = xrayPaths[input.request.path];
    return name === undefined
      ? undefined
      : { operation: name, needs: [{ action: `xray:${name}`, resource: '*' }] };
  }
  const needs = await byOperation[service]?.(input);
  return needs === undefined ? undefined : { operation, needs };
}

/** A wildcard in the resource asked for would be matched as a pattern. */
function isConcrete(need: Need): boolean {
  return need.resource === '*' || (need.resource !== '' && !/[*?]/.test(need.resource));
}
