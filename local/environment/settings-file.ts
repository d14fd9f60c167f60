import { join } from 'node:path';
import { audience, groupsClaim } from '../issuers/tokens.ts';
import { accounts, busName, region, workloadEnvironments } from './accounts.ts';
import { type Instance, repository } from './instance.ts';
import { urlOf } from './parts.ts';
import { type Ports, writePrivately } from './state.ts';

/** The settings the real app is deployed with: the only thing that differs from a real deployment. */
export const localSettings = (ports: Ports): Record<string, unknown> => {
  return {
    hubAccount: accounts.hub,
    region,
    environments: workloadEnvironments.map((name) => ({
      name,
      account: accounts[name],
      region,
      acceptance: 'none',
    })),
    workloadIssuers: [{ issuer: urlOf(ports.workloadIssuer), audience }],
    workforceIssuer: { issuer: urlOf(ports.humanIssuer), audience, groupsClaim },
    profilesDir: join(repository, 'profiles'),
    busName,
  };
};

export const writeSettings = (instance: Instance, ports: Ports): void => {
  writePrivately(instance.settingsFile, `${JSON.stringify(localSettings(ports), null, 2)}\n`);
};
