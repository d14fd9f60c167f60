import { list, type Need, record, text } from '../wire.ts';
import { arn, arnOr, type Mapping, type MappingInput } from './mapping.ts';

/** Services that speak JSON and name one resource per call: how to find it, by operation. */
type Resource = (
  input: MappingInput,
) => readonly string[] | undefined | Promise<readonly string[] | undefined>;

const any: Resource = () => ['*'];

function named(member: string, make: (input: MappingInput, name: string) => string): Resource {
  return (input) => {
    const value = text(input.call.params[member]);
    return value === undefined ? undefined : [arnOr(value, (name) => make(input, name))];
  };
}

function table(service: string, rows: readonly (readonly [Resource, readonly string[]])[]): Mapping {
  const byOperation = new Map(
    rows.flatMap(([resource, names]) => names.map((name) => [name, resource] as const)),
  );
  return async (input) => {
    const resources = await byOperation.get(input.call.operation)?.(input);
    return resources?.map((resource) => ({ action: `${service}:${input.call.operation}`, resource }));
  };
}

const parameterArn = (input: MappingInput, name: string) =>
  arn(input, 'ssm', `parameter/${name.replace(/^\//, '')}`);

export const mapSsm: Mapping = (() => {
  const one = named('Name', parameterArn);
  const many: Resource = ({ call, ...rest }) =>
    list(call.params['Names']).map((name) =>
      arnOr(String(name), (plain) => parameterArn({ call, ...rest }, plain)),
    );
  return table('ssm', [
    [
      one,
      ['GetParameter', 'PutParameter', 'DeleteParameter', 'GetParameterHistory', 'LabelParameterVersion'],
    ],
    [many, ['GetParameters', 'DeleteParameters']],
    [named('Path', parameterArn), ['GetParametersByPath']],
    [
      named('ResourceId', parameterArn),
      ['AddTagsToResource', 'RemoveTagsFromResource', 'ListTagsForResource'],
    ],
    [any, ['DescribeParameters']],
  ]);
})();

export const mapSecrets: Mapping = (() => {
  // a secret's ARN ends in six characters of AWS's choosing
  const secret = (input: MappingInput, name: string) => arn(input, 'secretsmanager', `secret:${name}-000000`);
  return table('secretsmanager', [
    [
      named('SecretId', secret),
      [
        'GetSecretValue',
        'DescribeSecret',
        'PutSecretValue',
        'UpdateSecret',
        'DeleteSecret',
        'RestoreSecret',
        'RotateSecret',
        'ListSecretVersionIds',
        'TagResource',
        'UntagResource',
        'GetResourcePolicy',
      ],
    ],
    [named('Name', secret), ['CreateSecret']],
    [any, ['ListSecrets', 'GetRandomPassword']],
  ]);
})();

export const mapKms: Mapping = (() => {
  const key: Resource = async (input) => {
    const id = text(input.call.params['KeyId']);
    if (id === undefined) return undefined;
    if (!/(^|:)alias\//.test(id)) return [arnOr(id, (name) => arn(input, 'kms', `key/${name}`))];
    const found = await input.lookups.keyOfAlias(id);
    return found === undefined ? undefined : [found];
  };
  return table('kms', [
    [
      key,
      [
        'Encrypt',
        'Decrypt',
        'GenerateDataKey',
        'GenerateDataKeyWithoutPlaintext',
        'Sign',
        'Verify',
        'GetPublicKey',
        'DescribeKey',
        'GenerateMac',
        'VerifyMac',
        'ScheduleKeyDeletion',
        'GetKeyPolicy',
        'PutKeyPolicy',
        'EnableKeyRotation',
        'GetKeyRotationStatus',
      ],
    ],
    [any, ['CreateKey', 'ListKeys', 'ListAliases', 'GenerateRandom']],
  ]);
})();

export const mapLogs: Mapping = (() => {
  const groupArn = (input: MappingInput, name: string) => arn(input, 'logs', `log-group:${name}`);
  const stream: Resource = (input) => {
    const [group, name] = [text(input.call.params['logGroupName']), text(input.call.params['logStreamName'])];
    return group === undefined || name === undefined
      ? undefined
      : [arn(input, 'logs', `log-group:${group}:log-stream:${name}`)];
  };
  return table('logs', [
    [stream, ['PutLogEvents', 'GetLogEvents', 'DeleteLogStream']],
    [
      named('logGroupName', groupArn),
      [
        'CreateLogGroup',
        'DeleteLogGroup',
        'CreateLogStream',
        'DescribeLogStreams',
        'FilterLogEvents',
        'PutRetentionPolicy',
        'DeleteRetentionPolicy',
      ],
    ],
    [any, ['DescribeLogGroups']],
  ]);
})();

export const mapCloudwatch: Mapping = ({ call }) => {
  const { operation } = call;
  if (operation === 'PutMetricData') {
    const namespace = text(call.params['Namespace']);
    const context = namespace === undefined ? {} : { 'cloudwatch:namespace': namespace };
    return [{ action: 'cloudwatch:PutMetricData', resource: '*', context }];
  }
  const reads = ['GetMetricData', 'GetMetricStatistics', 'ListMetrics'];
  return reads.includes(operation) ? [{ action: `cloudwatch:${operation}`, resource: '*' }] : undefined;
};

const busArn = (input: MappingInput, name: string) => arn(input, 'events', `event-bus/${name}`);

/** Each entry may go to another bus, under another source. */
function putEvents(input: MappingInput): Need[] {
  const needs = new Map<string, Need>();
  for (const entry of list(input.call.params['Entries']).map(record)) {
    const resource = arnOr(text(entry['EventBusName']) ?? 'default', (name) => busArn(input, name));
    const [source = '', type = ''] = [text(entry['Source']), text(entry['DetailType'])];
    const context = { 'events:source': source, 'events:detail-type': type };
    needs.set(JSON.stringify([resource, source, type]), { action: 'events:PutEvents', resource, context });
  }
  return [...needs.values()];
}

export const mapEvents: Mapping = (() => {
  const rule =
    (member: string): Resource =>
    (input) => {
      const bus = text(input.call.params['EventBusName']) ?? 'default';
      const name = text(input.call.params[member]);
      const prefix = bus === 'default' ? '' : `${bus.split('/').at(-1)}/`;
      return name === undefined ? undefined : [arn(input, 'events', `rule/${prefix}${name}`)];
    };
  const others = table('events', [
    [rule('Name'), ['PutRule', 'DeleteRule', 'DescribeRule', 'EnableRule', 'DisableRule']],
    [rule('Rule'), ['PutTargets', 'RemoveTargets', 'ListTargetsByRule']],
    [named('Name', busArn), ['DescribeEventBus', 'CreateEventBus', 'DeleteEventBus']],
    [any, ['ListRules', 'ListEventBuses', 'ListArchives', 'ListRuleNamesByTarget', 'TestEventPattern']],
  ]);
  return (input) => (input.call.operation === 'PutEvents' ? putEvents(input) : others(input));
})();
