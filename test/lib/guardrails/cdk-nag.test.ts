import { Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { HUB, settingsOf } from '../../support/settings.ts';
import { appOf } from '../../support/templates.ts';

const violationsOf = (app: ReturnType<typeof appOf>) => {
  const { violations } = new AwsSolutionsChecks().validateScope(app);
  return violations.map(
    ({ ruleName, violatingResources }) => `${ruleName} ${violatingResources[0]?.constructPath}`,
  );
};

const inOneAccount = {
  environments: ['test', 'staging', 'production'].map((name) => ({ name, account: HUB })),
};

describe('cdk-nag', () => {
  it.each([
    ['an account per environment', {}],
    ['one account for all', inOneAccount],
    ['every option', { emitterAccounts: ['555555555555'], alarmsEmail: 'ops@example.com', busName: 'other' }],
  ])('finds nothing in %s', (_, changes) => {
    expect(violationsOf(appOf(settingsOf(changes)))).toEqual([]);
  });

  it('would find what is wrong', () => {
    const app = appOf();
    new Topic(new Stack(app, 'Planted'), 'Topic');

    expect(violationsOf(app)).toEqual(['AwsSolutions-SNS3 Planted/Topic/Resource']);
  });
});
