import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface CredentialsApiProps {
  readonly broker: IFunction;
}

/** Below what STS grants a Region by default (600/s), so that a storm here never uses up what others share. */
const THROTTLE = { rateLimit: 200, burstLimit: 400 };

/** The address from which agents get their credentials. */
export class CredentialsApi extends Construct {
  readonly url: string;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: CredentialsApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: 'mandate',
      description: 'Credentials for AI agents',
      createDefaultStage: false,
    });
    const [route] = api.addRoutes({
      path: '/v1/credentials',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Broker', props.broker),
      authorizer: new HttpNoneAuthorizer(),
    });
    if (route !== undefined) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'The broker verifies the OIDC token itself: a gateway authorizer takes one issuer, and no bare token',
      });
    }
    const logs = new LogGroup(this, 'AccessLogs', {
      logGroupName: '/aws/vendedlogs/mandate-api',
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: accessLogFormat() },
    });
    this.api = api;
    this.url = api.apiEndpoint;
  }
}

/** No header, so no token. */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      time: '$context.requestTimeEpoch',
      ip: '$context.identity.sourceIp',
      route: '$context.routeKey',
      status: '$context.status',
      latency: '$context.responseLatency',
      error: '$context.error.message',
      integrationError: '$context.integrationErrorMessage',
    }),
  );
