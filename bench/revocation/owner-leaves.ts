import { emit } from '../../local/observer/emitter.ts';
import type { Observer } from '../../local/observer/observer.ts';
import type { World } from '../world/world.ts';

/** A person's leaving, as it went; milliseconds since the epoch. */
export interface Departure {
  readonly emittedAt: number;
  /** Nothing is issued from here on. */
  readonly raisedAt: number;
  /** The stop list is written. */
  readonly writtenAt: number;
  /** Sessions were seen denied. */
  readonly verifiedAt: number;
}

/** Sends `Owner Left` and waits until the stop was seen to deny. */
export const ownerLeaves = async (world: World, observer: Observer, ownerId: string): Promise<Departure> => {
  const emittedAt = Date.now();
  await emit(world.env, { source: 'acme.hr', type: 'Owner Left', detail: { ownerId } });
  const { detail } = await observer.waitFor('Stop Verified', { target: { kind: 'owner', ownerId } }, 60);
  const time = (name: string): number => Date.parse(String(detail[name]));
  return {
    emittedAt,
    raisedAt: time('raisedAt'),
    writtenAt: time('deniedAt'),
    verifiedAt: time('verifiedAt'),
  };
};
