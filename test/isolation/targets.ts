import type { Template } from 'aws-cdk-lib/assertions';
import {
  boundaryArn,
  heartbeatName,
  stopListArn,
  TABLE_NAME,
} from '../../lambdas/contracts/resource-names.ts';
import type { PolicyDocument } from '../../lambdas/core/profiles/policy-document.ts';
import { substitute } from '../../lambdas/core/profiles/policy-variables.ts';
import { hubArn } from '../../lib/stacks/function-permissions.ts';
import type { AgentUnderTest } from './agent-under-test.ts';
import type { EnvironmentUnderTest, Estate } from './estate.ts';

export const KINDS = ['data', 'roles', 'mandate', 'identity', 'heartbeat'] as const;
export type Kind = (typeof KINDS)[number];

/** One call that an agent may try. */
export interface Target {
  readonly kind: Kind;
  readonly action: string;
  /** `*` where the action knows no resource. */
  readonly resource: string;
  /** Whose the resource is: the ARN of a bucket does not tell. */
  readonly account: string;
  /** Of a role: who may assume it. */
  readonly trust?: PolicyDocument;
}

/** All that an agent of `own` may try against `other`, and against Mandate. */
export const targetsIn = (
  other: EnvironmentUnderTest,
  own: EnvironmentUnderTest,
  estate: Estate,
): readonly Target[] => [
  ...dataIn(other),
  ...rolesAround(other, own, estate),
  ...mandateItself(estate),
  ...stacksOf(own),
  ...identities(own),
  ...identities(other),
  ...heartbeats(other, own),
];

/** What every profile names, base and elevated, as it is called in the environment. */
export const dataIn = ({ agents }: EnvironmentUnderTest): readonly Target[] => {
  const all = agents.flatMap(({ profile, ...rest }) =>
    [...profile.permissions, ...profile.elevated].flatMap((statement) => dataOf(statement, rest)),
  );
  return [...new Map(all.map((target) => [`${target.action} ${target.resource}`, target])).values()];
};

/** What one permission of an agent's profile names. */
export const dataOf = (
  { actions, resources }: { readonly actions: readonly string[]; readonly resources: readonly string[] },
  { agent, environment }: Pick<AgentUnderTest, 'agent' | 'environment'>,
): readonly Target[] =>
  actions.flatMap((action) =>
    resources.map((pattern) => {
      const { account, name } = environment;
      const names = { ...environment, environment: name, agentId: agent.agentId };
      const resource = substitute(pattern, names).replaceAll('*', 'anything');
      return { kind: 'data' as const, action, resource, account };
    }),
  );

const rolesAround = (
  other: EnvironmentUnderTest,
  own: EnvironmentUnderTest,
  { functionRoles }: Estate,
): readonly Target[] => {
  const agents = other.agents.map(({ caller: { role } }) => role);
  return [...agents, ...other.delegated, ...own.delegated, ...functionRoles].map(({ arn, trust }) => ({
    kind: 'roles' as const,
    action: 'sts:AssumeRole',
    resource: arn,
    account: arn.split(':')[4] ?? '',
    trust: trust as PolicyDocument,
  }));
};

/** Every queue, function, log group and alarm that the template names, and what is beside them. */
const mandateItself = ({ settings, controlPlane }: Estate): readonly Target[] => {
  const { busName, hub } = settings;
  const on = (service: string, resource: string, ...actions: readonly string[]): readonly Target[] =>
    actions.map((action) => ({
      kind: 'mandate' as const,
      action: `${service}:${action}`,
      resource: hubArn(settings, service, resource),
      account: hub.account,
    }));
  const names = (type: string, property: string) => namesIn(controlPlane, type, property);
  return [
    ...on('dynamodb', `table/${TABLE_NAME}`, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan'),
    ...on('dynamodb', `table/${TABLE_NAME}/stream/2026-11-24T05:00:00.000`, 'GetRecords'),
    ...on('events', `event-bus/${busName}`, 'PutEvents', 'DeleteEventBus'),
    ...on('events', `rule/${busName}/MandateControlPlane-Events`, 'DisableRule'),
    ...names('AWS::SQS::Queue', 'QueueName').flatMap((name) =>
      on('sqs', name, 'SendMessage', 'ReceiveMessage'),
    ),
    ...names('AWS::Lambda::Function', 'FunctionName').flatMap((name) =>
      on('lambda', `function:${name}`, 'InvokeFunction', 'UpdateFunctionCode'),
    ),
    ...names('AWS::SNS::Topic', 'TopicName').flatMap((name) => on('sns', name, 'Publish')),
    ...names('AWS::Logs::LogGroup', 'LogGroupName').flatMap((name) =>
      on('logs', `log-group:${name}`, 'DeleteLogGroup'),
    ),
    ...names('AWS::CloudWatch::Alarm', 'AlarmName').flatMap((name) =>
      on('cloudwatch', `alarm:${name}`, 'DisableAlarmActions'),
    ),
    ...on('cloudformation', 'stack/MandateControlPlane/1', 'UpdateStack', 'DeleteStack'),
  ];
};

/** Whoever may update a stack acts with the role that deployed it. */
const stacksOf = ({ environment: { region, account, name } }: EnvironmentUnderTest): readonly Target[] =>
  ['cloudformation:UpdateStack', 'cloudformation:DeleteStack'].map((action) => ({
    kind: 'mandate',
    action,
    resource: `arn:aws:cloudformation:${region}:${account}:stack/MandateWorkload-${name}/1`,
    account,
  }));

const namesIn = (template: Template, type: string, property: string): readonly string[] => {
  const names = Object.values(template.findResources(type)).map(({ Properties }) => Properties[property]);
  if (names.length === 0) throw new Error(`the template has no ${type}`);
  return names;
};

const identities = ({ environment, agents, delegated }: EnvironmentUnderTest): readonly Target[] => {
  const { account, name } = environment;
  const where = { ...environment, environment: name };
  const on = (resource: string, ...actions: readonly string[]): readonly Target[] =>
    actions.map((action) => ({ kind: 'identity' as const, action, resource, account }));
  const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
  return [
    ...on(iam('user/somebody'), 'iam:CreateUser', 'iam:CreateAccessKey', 'iam:AttachUserPolicy'),
    ...agents.flatMap(({ lease: { roleArn } }) =>
      on(roleArn, 'iam:DetachRolePolicy', 'iam:DeleteRolePermissionsBoundary', 'iam:PutRolePolicy'),
    ),
    ...delegated.flatMap(({ arn }) => on(arn, 'iam:PutRolePolicy', 'iam:PassRole')),
    ...[stopListArn(where), boundaryArn(where)].flatMap((arn) => on(arn, 'iam:CreatePolicyVersion')),
    ...on(iam('role/mandate/new'), 'iam:CreateRole'),
    ...on(`arn:aws:sts::${account}:federated-user/somebody`, 'sts:GetFederationToken'),
    ...on('*', 'iam:ListRoles', 'sts:GetSessionToken', 'sts:GetWebIdentityToken'),
    ...on('*', 'organizations:LeaveOrganization', 'organizations:ListAccounts'),
    ...on(`arn:aws:account::${account}:account`, 'account:PutAlternateContact'),
  ];
};

/** What a probe does. */
export const heartbeatOf = (where: EnvironmentUnderTest): Target => onHeartbeat(where, 'GetParameter');

const heartbeats = (other: EnvironmentUnderTest, own: EnvironmentUnderTest): readonly Target[] => [
  heartbeatOf(other),
  onHeartbeat(other, 'PutParameter'),
  onHeartbeat(own, 'PutParameter'),
];

const onHeartbeat = ({ environment }: EnvironmentUnderTest, action: string): Target => {
  const { region, account, name } = environment;
  const resource = `arn:aws:ssm:${region}:${account}:parameter${heartbeatName(name)}`;
  return { kind: 'heartbeat', action: `ssm:${action}`, resource, account };
};
