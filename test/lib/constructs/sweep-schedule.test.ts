import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { SweepSchedule } from '../../../lib/constructs/sweep-schedule.ts';

describe('the schedule of the sweeper', () => {
  const stack = new Stack(new App(), 'Stack');
  const sweeper = new LambdaFunction(stack, 'Sweeper', {
    code: Code.fromInline('export const handler = () => {};'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  new SweepSchedule(stack, 'Schedule', { sweeper });
  const template = Template.fromStack(stack);

  it('runs it every five minutes, and leaves a run that failed to the next', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }],
    });
  });

  it('lets nobody else invoke it', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));

    expect(permissions).toHaveLength(1);
    expect(permissions[0]?.['Properties']).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
    });
  });
});
