import {
  agentRoleArn,
  provisionerArn,
  stopWriterArn,
  TABLE_NAME,
} from '../../lambdas/contracts/resource-names.ts';
import type { Permission } from '../constructs/mandate-function.ts';
import { consumePermission } from '../constructs/work-queue.ts';
import type { Settings } from '../settings/settings.ts';

export type FunctionName =
  | 'broker'
  | 'lifecycle'
  | 'stopper'
  | 'compiler'
  | 'verifier'
  | 'provisioner'
  | 'outbox'
  | 'sweeper';

/** The one list of what each function does to the table; a scenario compares it with what the functions have done. */
export const TABLE_ACTIONS: Readonly<Record<FunctionName, readonly string[]>> = {
  broker: ['GetItem', 'BatchGetItem', 'PutItem', 'ConditionCheckItem'],
  lifecycle: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
  stopper: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
  compiler: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'],
  verifier: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'ConditionCheckItem'],
  provisioner: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
  outbox: [],
  sweeper: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
};

/** The queue that each consumer works off. */
export const CONSUMED_QUEUES = {
  lifecycle: 'mandate-lifecycle',
  stopper: 'mandate-stops',
  compiler: 'mandate-stop-list.fifo',
  verifier: 'mandate-verify',
  provisioner: 'mandate-provision',
} as const satisfies Partial<Record<FunctionName, string>>;

/** The queues that the outbox hands work orders to. */
const ORDERED_QUEUES = [CONSUMED_QUEUES.compiler, CONSUMED_QUEUES.verifier, CONSUMED_QUEUES.provisioner];
export const OUTBOX_DLQ = 'mandate-outbox-dlq';

export const hubArn = ({ hub }: Settings, service: string, resource: string): string =>
  `arn:${hub.partition}:${service}:${hub.region}:${hub.account}:${resource}`;

const tablePermission = (settings: Settings, name: FunctionName): readonly Permission[] =>
  TABLE_ACTIONS[name].length === 0
    ? []
    : [
        {
          sid: 'UseTable',
          actions: TABLE_ACTIONS[name].map((action) => `dynamodb:${action}`),
          resources: [hubArn(settings, 'dynamodb', `table/${TABLE_NAME}`)],
        },
      ];

const assumeAgentRoles = ({ environments }: Settings): Permission => ({
  sid: 'AssumeAgentRoles',
  actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
  resources: environments.map((where) => agentRoleArn({ ...where, environment: where.name }, '*')),
  wildcardReason: 'agent roles come and go at run time; each one’s trust policy pins caller, agent and tags',
});

const assume = (sid: string, resources: readonly string[]): Permission => ({
  sid,
  actions: ['sts:AssumeRole'],
  resources,
});

const outboxPermissions = (settings: Settings, streamArn: string): readonly Permission[] => [
  {
    sid: 'ReadStream',
    // all four, or Lambda refuses the event source mapping
    actions: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    resources: [streamArn],
  },
  {
    sid: 'PublishEvents',
    actions: ['events:PutEvents'],
    resources: [hubArn(settings, 'events', `event-bus/${settings.busName}`)],
  },
  {
    sid: 'SendWorkOrders',
    actions: ['sqs:SendMessage'],
    resources: ORDERED_QUEUES.map((queue) => hubArn(settings, 'sqs', queue)),
  },
  { sid: 'ParkFailures', actions: ['sqs:SendMessage'], resources: [hubArn(settings, 'sqs', OUTBOX_DLQ)] },
];

const ownPermissions = (settings: Settings, name: FunctionName, streamArn: string): readonly Permission[] => {
  const places = settings.environments.map((where) => ({ ...where, environment: where.name }));
  switch (name) {
    case 'broker':
    case 'verifier':
      return [assumeAgentRoles(settings)];
    case 'provisioner':
      return [assume('AssumeProvisioners', places.map(provisionerArn))];
    case 'compiler':
      return [assume('AssumeStopWriters', places.map(stopWriterArn))];
    case 'outbox':
      return outboxPermissions(settings, streamArn);
    case 'sweeper':
      return [];
    case 'lifecycle':
    case 'stopper':
      return [
        {
          sid: 'PostponeEvents',
          actions: ['sqs:ChangeMessageVisibility'],
          resources: [hubArn(settings, 'sqs', CONSUMED_QUEUES[name])],
        },
      ];
  }
};

const consuming = (settings: Settings, name: FunctionName): readonly Permission[] =>
  name in CONSUMED_QUEUES
    ? [consumePermission(hubArn(settings, 'sqs', CONSUMED_QUEUES[name as keyof typeof CONSUMED_QUEUES]))]
    : [];

/** All that a function may do, beside its own logs and traces. */
export const permissionsOf = (
  settings: Settings,
  name: FunctionName,
  streamArn: string,
): readonly Permission[] => [
  ...tablePermission(settings, name),
  ...consuming(settings, name),
  ...ownPermissions(settings, name, streamArn),
];
