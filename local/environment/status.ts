import { isDeployed } from './deployed.ts';
import type { Instance } from './instance.ts';
import { emulatorUrl, urlOf } from './parts.ts';
import { type PartStatus, partStatus } from './run-parts.ts';
import { partNames, readState } from './state.ts';

export interface Status {
  readonly up: boolean;
  readonly deployed: boolean;
  readonly parts: readonly (PartStatus & { readonly url: string })[];
}

export const status = async (instance: Instance): Promise<Status> => {
  const state = readState(instance.stateFile);
  if (state === undefined) return { up: false, deployed: false, parts: [] };
  const urls = {
    issuers: urlOf(state.ports.workloadIssuer),
    ministack: emulatorUrl(state),
    gate: urlOf(state.ports.gate),
  };
  const parts = await Promise.all(
    partNames.map(async (part) => ({ ...(await partStatus(part, state)), url: urls[part] })),
  );
  const alive = parts.every(({ condition }) => condition === 'up');
  const deployed = await isDeployed(state);
  return { up: alive && deployed, deployed, parts };
};
