import { describe, expect, it } from 'vitest';
import { deploymentSchema } from '../../lambdas/contracts/deployment.ts';
import { deploymentOf } from '../../lib/stacks/deployment-file.ts';
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

  it('has the profiles as they were checked, each with its digest', () => {
    const { profiles } = deploymentOf(settingsOf());

    const coding = profiles.find(({ profile }) => profile === 'coding-agent');

    expect(coding?.permissions.map(({ name }) => name)).toEqual(['read-repository', 'open-pull-request']);
    expect(coding?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(profiles.map(({ digest }) => digest)).size).toBe(profiles.length);
  });

  it('is refused when it is not what this code was built for', () => {
    expect(deploymentSchema.safeParse({ ...deploymentOf(settingsOf()), hubAccount: 'x' }).success).toBe(
      false,
    );
    expect(deploymentSchema.safeParse({ ...deploymentOf(settingsOf()), more: 1 }).success).toBe(false);
  });
});
