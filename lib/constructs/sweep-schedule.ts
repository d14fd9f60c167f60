import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface SweepScheduleProps {
  readonly sweeper: IFunction;
}

/** Nothing depends on it being on time: leases end by themselves when what allowed them does. */
const EVERY = Duration.minutes(5);

/** When the sweeper runs. A run that fails is made good by the next one. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, props: SweepScheduleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'Mandate: lets announced leavings and expiries take effect',
      schedule: Schedule.rate(EVERY),
      targets: [new LambdaFunction(props.sweeper, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    });
  }
}
