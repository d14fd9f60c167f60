import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../support/function-names.ts';
import { HUB, settingsOf } from '../../support/settings.ts';
import { templateOf } from '../../support/templates.ts';

const QUEUES = [
  ['mandate-lifecycle', 'mandate-lifecycle-dlq'],
  ['mandate-stops', 'mandate-stops-dlq'],
  ['mandate-stop-list.fifo', 'mandate-stop-list-dlq.fifo'],
  ['mandate-verify', 'mandate-verify-dlq'],
  ['mandate-provision', 'mandate-provision-dlq'],
] as const;
const DEAD_LETTERS = [...QUEUES.map(([, parked]) => parked), 'mandate-outbox-dlq'];

const template = templateOf('MandateControlPlane');
const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);
const idOf = (type: string, properties: Record<string, unknown>): string => {
  const [id, ...others] = Object.keys(template.findResources(type, { Properties: properties }));
  if (id === undefined || others.length > 0)
    throw new Error(`not exactly one ${type} ${JSON.stringify(properties)}`);
  return id;
};
const roleNameOf = (name: string) => `Mandate${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const queueId = (name: string) => idOf('AWS::SQS::Queue', { QueueName: name });

describe('the functions', () => {
  it.each(FUNCTION_NAMES)('%s runs on arm64, traced, under a role of its own, with logs that end', (name) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `mandate-${name}`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': [idOf('AWS::IAM::Role', { RoleName: roleNameOf(name) }), 'Arn'] },
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: {
        LogGroup: { Ref: idOf('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/mandate-${name}` }) },
      },
      Environment: {
        Variables: {
          AWS_SDK_UA_APP_ID: `mandate-${name}`,
          POWERTOOLS_SERVICE_NAME: `mandate-${name}`,
          POWERTOOLS_METRICS_NAMESPACE: 'Mandate',
          LOG_LEVEL: 'INFO',
          TABLE_NAME: 'mandate',
        },
      },
      // an account may have a concurrency of ten in all
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  it('are these and no others', () => {
    expect(
      propertiesOf('AWS::Lambda::Function')
        .map(({ FunctionName }) => FunctionName)
        .sort(),
    ).toEqual(FUNCTION_NAMES.map((name) => `mandate-${name}`));
  });

  it('log for a month', () => {
    for (const { RetentionInDays } of propertiesOf('AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(30);
  });

  it('tells the outbox where to send', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'mandate-outbox',
      Environment: {
        Variables: {
          BUS_NAME: 'mandate',
          STOP_LIST_QUEUE_URL: { Ref: queueId('mandate-stop-list.fifo') },
          VERIFY_QUEUE_URL: { Ref: queueId('mandate-verify') },
          PROVISION_QUEUE_URL: { Ref: queueId('mandate-provision') },
        },
      },
    });
  });
});

describe('the roles', () => {
  const statements = propertiesOf('AWS::IAM::Role').flatMap(({ RoleName, Policies, ManagedPolicyArns }) => {
    expect(ManagedPolicyArns).toBeUndefined();
    expect(Policies).toHaveLength(1);
    return Policies[0].PolicyDocument.Statement.map((statement: { Action: unknown; Resource: unknown }) => ({
      role: RoleName,
      actions: [statement.Action].flat(),
      resources: [statement.Resource].flat(),
    }));
  }) as { role: string; actions: string[]; resources: unknown[] }[];

  it('have no wildcard in any action', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('have no wildcard in a resource but those with a reason', () => {
    const wild = statements.flatMap(({ role, resources }) =>
      resources
        .filter((resource) => JSON.stringify(resource).includes('*'))
        .map((resource) => `${role} ${String(resource)}`),
    );
    const agents = (role: string) => [
      `${role} arn:aws:iam::222222222222:role/mandate/test/mandate-*`,
      `${role} arn:aws:iam::333333333333:role/mandate/staging/mandate-*`,
      `${role} arn:aws:iam::444444444444:role/mandate/production/mandate-*`,
    ];
    const always = FUNCTION_NAMES.flatMap((name) => {
      return [
        `${roleNameOf(name)} *`,
        `${roleNameOf(name)} arn:aws:logs:eu-central-1:${HUB}:log-group:/aws/lambda/mandate-${name}:log-stream:*`,
      ];
    });

    expect(wild.sort()).toEqual([...agents('MandateBroker'), ...agents('MandateVerifier'), ...always].sort());
    expect(
      statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions),
    ).toEqual(FUNCTION_NAMES.flatMap(() => ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']));
  });

  it.each([
    ['sts:AssumeRole', ['MandateBroker', 'MandateCompiler', 'MandateProvisioner', 'MandateVerifier']],
    ['sts:TagSession', ['MandateBroker', 'MandateVerifier']],
    ['sts:SetSourceIdentity', ['MandateBroker', 'MandateVerifier']],
    ['events:PutEvents', ['MandateOutbox']],
    ['sqs:SendMessage', ['MandateOutbox']],
  ])('give %s to %j alone', (action, roles) => {
    const holders = statements.filter(({ actions }) => actions.includes(action)).map(({ role }) => role);

    expect([...new Set(holders)].sort()).toEqual(roles);
  });

  it('are the only ones that touch the table, and never as a whole', () => {
    const onTable = statements.flatMap(({ actions }) =>
      actions.filter((action) => action.startsWith('dynamodb:')),
    );

    expect(onTable).not.toContain('dynamodb:Scan');
    expect(onTable).not.toContain('dynamodb:DeleteTable');
  });

  it('are never told by anything but a function of theirs', () => {
    for (const { AssumeRolePolicyDocument } of propertiesOf('AWS::IAM::Role')) {
      expect(AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });
});

describe('the queues', () => {
  it.each(QUEUES)('%s parks in %s what fails five times', (name, parked) => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: name,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [queueId(parked), 'Arn'] }, maxReceiveCount: 5 },
    });
  });

  it.each(DEAD_LETTERS)('%s keeps its messages for 14 days', (name) => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: name,
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  it('are these and no others, each refusing what comes without TLS', () => {
    template.resourceCountIs('AWS::SQS::Queue', QUEUES.length + DEAD_LETTERS.length);
    for (const name of [...QUEUES.map(([queue]) => queue), ...DEAD_LETTERS]) {
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: queueId(name) }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    }
  });

  it.each([
    ['mandate-lifecycle', 'mandate-lifecycle'],
    ['mandate-stops', 'mandate-stopper'],
    ['mandate-stop-list.fifo', 'mandate-compiler'],
    ['mandate-verify', 'mandate-verifier'],
    ['mandate-provision', 'mandate-provisioner'],
  ])('%s is worked off by %s, message by message, and not without bound', (queue, name) => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queueId(queue), 'Arn'] },
      FunctionName: { Ref: idOf('AWS::Lambda::Function', { FunctionName: name }) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: Match.anyValue() },
    });
  });
});

describe('the outbox', () => {
  it('reads what is written to the outbox, and parks what cannot be published', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: idOf('AWS::Lambda::Function', { FunctionName: 'mandate-outbox' }) },
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ParallelizationFactor: 1,
      MaximumRetryAttempts: 30,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [queueId('mandate-outbox-dlq'), 'Arn'] } },
      },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { kind: { S: ['outbox'] } } },
            }),
          },
        ],
      },
    });
  });
});

describe('the bus', () => {
  const stopping = ['Owner Left', 'Process Changed', 'Process Retired', 'Agent Compromised', 'Agent Retired'];
  const foreign = [{ 'anything-but': { prefix: 'mandate' } }];
  const target = (name: string) => [
    Match.objectLike({
      Arn: { 'Fn::GetAtt': [queueId(name), 'Arn'] },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueId(`${name}-dlq`), 'Arn'] } },
      InputTransformer: Match.absent(),
    }),
  ];

  it('sends what stops access down a lane of its own', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: foreign, 'detail-type': stopping },
      Targets: target('mandate-stops'),
    });
  });

  it('sends everything else down the other, so that nothing falls between', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: foreign, 'detail-type': [{ 'anything-but': stopping }] },
      Targets: target('mandate-lifecycle'),
    });
    const lanes = propertiesOf('AWS::Events::Rule').filter(({ EventBusName }) => EventBusName !== undefined);
    expect(lanes).toHaveLength(2);
  });

  it('is closed to other accounts, unless they are named', () => {
    template.resourceCountIs('AWS::Events::EventBusPolicy', 0);

    templateOf(
      'MandateControlPlane',
      settingsOf({ emitterAccounts: ['555555555555'] }),
    ).hasResourceProperties('AWS::Events::EventBusPolicy', {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::555555555555:root'] },
        Action: 'events:PutEvents',
        Condition: {
          'ForAllValues:StringNotLike': { 'events:source': 'mandate*' },
          Null: { 'events:source': 'false' },
        },
      },
    });
  });
});

describe('the alarms', () => {
  const topic = { Ref: Object.keys(template.findResources('AWS::SNS::Topic'))[0] };
  const alarmOn = (properties: Record<string, unknown>) =>
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [topic],
      TreatMissingData: 'notBreaching',
      ...properties,
    });

  it.each(DEAD_LETTERS)('go off when anything is parked in %s', (name) => {
    alarmOn({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queueId(name), 'QueueName'] } }],
    });
  });

  it.each(QUEUES.map(([name]) => name))('go off when messages wait in %s', (name) => {
    alarmOn({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queueId(name), 'QueueName'] } }],
    });
  });

  it.each(FUNCTION_NAMES)('go off when %s fails', (name) => {
    alarmOn({
      MetricName: 'Errors',
      Dimensions: [
        {
          Name: 'FunctionName',
          Value: { Ref: idOf('AWS::Lambda::Function', { FunctionName: `mandate-${name}` }) },
        },
      ],
    });
  });

  it('go off when events leave late', () => {
    alarmOn({ MetricName: 'IteratorAge', Threshold: 60_000 });
  });

  it('are sent by mail where an address is given', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    templateOf('MandateControlPlane', settingsOf({ alarmsEmail: 'ops@example.com' })).hasResourceProperties(
      'AWS::SNS::Subscription',
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    );
  });

  it('may reach the topic: CloudWatch is admitted, of this account alone', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': HUB } }),
          }),
        ]),
      },
    });
  });
});

describe('the API', () => {
  it('has the one way to credentials, throttled and logged without a header', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /v1/credentials' });
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('authorization|header')) },
    });
  });

  it('tells where it is', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual(['ApiUrl', 'BusName', 'TableName']);
  });
});
