import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from './own-metrics.ts';

/** What a function may do, beyond writing its own logs and traces. */
export interface Permission {
  /** Statement id; letters and digits. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /**
   * Why a resource has a wildcard.
   * @default - no resource has one
   */
  readonly wildcardReason?: string;
}

export interface MandateFunctionProps {
  readonly functionName: string;
  readonly description: string;
  /** Fixed, because other accounts' trust policies name it. */
  readonly roleName: string;
  readonly code: Code;
  readonly permissions: readonly Permission[];
  readonly timeout: Duration;
  /** @default 256 */
  readonly memorySize?: number;
  /** Environment variables beside those that every function has. */
  readonly environment: Readonly<Record<string, string>>;
}

const logWriting = (logGroupArn: string): Permission => ({
  sid: 'WriteOwnLogs',
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [`${logGroupArn}:log-stream:*`],
  wildcardReason: 'Lambda names the streams of the function’s own log group itself',
});

const TRACING: Permission = {
  sid: 'WriteTraces',
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
  wildcardReason: 'X-Ray knows no resource for these two actions',
};

/** A Lambda function with a role, a log group and a trace of its own, and no permission that is not listed. */
export class MandateFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: MandateFunctionProps) {
    super(scope, id);
    const logGroupName = `/aws/lambda/${props.functionName}`;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName,
      retention: RetentionDays.ONE_MONTH,
      // the audit records are in the table; logs may go with the stack
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { partition, region, account } = Stack.of(this);
    const ownLogs = logWriting(`arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`);
    this.role = this.createRole(props, [...props.permissions, ownLogs, TRACING]);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      code: props.code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      logGroup,
      // constructs that grant by themselves grant too much: all this function may do is in `permissions`
      role: this.role.withoutPolicyUpdates(),
      environment: {
        AWS_SDK_UA_APP_ID: props.functionName,
        POWERTOOLS_SERVICE_NAME: props.functionName,
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
        LOG_LEVEL: 'INFO',
        ...props.environment,
      },
    });
  }

  private createRole(props: MandateFunctionProps, permissions: readonly Permission[]): Role {
    const statements = permissions.map(
      ({ sid, actions, resources }) =>
        new PolicyStatement({ sid, effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
    const role = new Role(this, 'Role', {
      roleName: props.roleName,
      description: `Role of the function ${props.functionName}, and of nothing else`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { permissions: new PolicyDocument({ statements, minimize: false }) },
    });
    for (const { resources, wildcardReason } of permissions) {
      if (wildcardReason === undefined) continue;
      for (const resource of resources.filter((resource) => resource.includes('*'))) {
        Validations.of(role).acknowledge({
          id: `AwsSolutions-IAM5[Resource::${resource}]`,
          reason: wildcardReason,
        });
      }
    }
    return role;
  }
}
