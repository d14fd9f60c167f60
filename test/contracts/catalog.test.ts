import { describe, expect, it } from 'vitest';
import { catalogOf, trustedCallersOf } from '../../lambdas/contracts/catalog.ts';
import { deploymentOf } from '../../lib/stacks/deployment-file.ts';
import { HUB, settingsOf } from '../support/settings.ts';

const deployment = { ...deploymentOf(settingsOf()), partition: 'aws-us-gov' };

describe('a deployment as the domain looks at it', () => {
  it('has each environment, profile and issuer by its name', () => {
    const { environments, profiles, workloadIssuers } = catalogOf(deployment);

    expect([...environments].map(([name, { account }]) => [name, account])).toEqual(
      deployment.environments.map(({ name, account }) => [name, account]),
    );
    expect([...environments.values()].every(({ partition }) => partition === 'aws-us-gov')).toBe(true);
    expect([...profiles].map(([name, { profile, digest }]) => [name, profile, digest])).toEqual(
      deployment.profiles.map(({ profile, digest }) => [profile, profile, digest]),
    );
    expect(workloadIssuers).toEqual(deployment.workloadIssuers.map(({ issuer }) => issuer));
    expect([environments.size, profiles.size, workloadIssuers.length]).not.toContain(0);
  });

  it('trusts broker and verifier of the hub, by name', () => {
    expect(trustedCallersOf(deployment)).toEqual({
      hubAccount: `arn:aws-us-gov:iam::${HUB}:root`,
      broker: `arn:aws-us-gov:iam::${HUB}:role/MandateBroker`,
      verifier: `arn:aws-us-gov:iam::${HUB}:role/MandateVerifier`,
    });
  });
});
