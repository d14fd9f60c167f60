import { describe, expect, it } from 'vitest';
import { brokerDeploymentSchema, deploymentSchema } from '../../lambdas/contracts/deployment.ts';
import { brokerDeploymentOf, deploymentOf } from '../../lib/stacks/deployment-file.ts';
import { HUB, settingsOf } from '../support/settings.ts';

describe('deployment.json', () => {
  it('is read back as it was written', () => {
    const deployment = deploymentOf(settingsOf());

    expect(deploymentSchema.parse(JSON.parse(JSON.stringify(deployment)))).toEqual(deployment);
    expect(deployment).toMatchObject({ hubAccount: HUB, partition: 'aws', region: 'eu-central-1' });
    expect(deployment.environments[0]).toEqual({
      name: 'test',
      account: '222222222222',
      region: 'eu-central-1',
      maxLeaseSeconds: 3600,
      acceptance: 'none',
      leaver: { rule: 'suspend', graceDays: 30 },
    });
  });

  it('tells the broker the names of permissions, and no statement', () => {
    const deployment = brokerDeploymentOf(settingsOf());

    expect(brokerDeploymentSchema.parse(JSON.parse(JSON.stringify(deployment)))).toEqual(deployment);
    expect(deployment.profileSummaries.find(({ profile }) => profile === 'coding-agent')).toMatchObject({
      permissions: ['read-repository', 'open-pull-request'],
      elevated: ['merge-pull-request'],
    });
    expect(JSON.stringify(deployment)).not.toContain('s3:');
  });

  it('is refused when it is not what this code was built for', () => {
    expect(deploymentSchema.safeParse({ ...deploymentOf(settingsOf()), hubAccount: 'x' }).success).toBe(
      false,
    );
    expect(deploymentSchema.safeParse(brokerDeploymentOf(settingsOf())).success).toBe(false);
  });
});
