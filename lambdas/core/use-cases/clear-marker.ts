import { clearOwnerStop } from '../owners/apply-owner-fact.ts';
import type { Write } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import { clearProcessStop } from '../processes/apply-process-fact.ts';
import type { Stop } from '../stops/stop.ts';

/** Takes a stop that is cleared everywhere off the owner or process that it marks. Agents and leases have no marker. */
export const clearMarker = async (
  { stopId, target }: Stop,
  registry: Registry,
): Promise<readonly Write[]> => {
  if (target.kind === 'owner') {
    const owner = await registry.owner(target.ownerId);
    return owner?.stopIds.includes(stopId) ? [{ entity: 'owner', next: clearOwnerStop(owner, stopId) }] : [];
  }
  if (target.kind === 'process') {
    const process = await registry.process(target.processId);
    return process?.stops.some((stop) => stop.stopId === stopId)
      ? [{ entity: 'process', next: clearProcessStop(process, stopId) }]
      : [];
  }
  return [];
};
