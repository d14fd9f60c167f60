import { beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { StopListWriter } from '../../../lambdas/core/ports/stop-list-writer.ts';
import { compileStopList } from '../../../lambdas/core/stops/compile-stop-list.ts';
import { anEntry, ownerId } from './entities.ts';

export interface StopListUnderTest {
  readonly writer: StopListWriter;
  readonly environment: EnvironmentName;
  /** The document in force; undefined when there is none. */
  see(): Promise<unknown>;
}

/** The stop list with stops on this many owners in force. */
export const listOf = (owners: number) => {
  const entries = Array.from({ length: owners }, (_, index) => ({
    ...anEntry(index + 1),
    target: { kind: 'owner', ownerId: ownerId(`e${index}`) } as const,
  }));
  return compileStopList(entries).document;
};

/** What every writer of stop lists promises. @param open the environment has no list yet */
export const stopListWriterContract = (open: () => Promise<StopListUnderTest>): void => {
  let subject: StopListUnderTest;

  beforeEach(async () => {
    subject = await open();
  });

  const write = (stops: number) => subject.writer.write(subject.environment, listOf(stops));

  describe('writing the stop list', () => {
    it('creates it', async () => {
      expect(await subject.see()).toBeUndefined();

      expect(await write(1)).toEqual({ written: true });
      expect(await subject.see()).toEqual(listOf(1));
    });

    it('replaces what it said', async () => {
      await write(1);

      expect(await write(2)).toEqual({ written: true });
      expect(await subject.see()).toEqual(listOf(2));
    });

    it('does nothing when it says the same already', async () => {
      await write(1);

      expect(await write(1)).toEqual({ written: false });
      expect(await subject.see()).toEqual(listOf(1));
    });

    it('goes back to what it said before', async () => {
      await write(1);
      await write(2);

      expect(await write(1)).toEqual({ written: true });
      expect(await subject.see()).toEqual(listOf(1));
    });

    it('can be done any number of times', async () => {
      for (const stops of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
        expect(await write(stops)).toEqual({ written: true });
        expect(await subject.see()).toEqual(listOf(stops));
      }
    });
  });
};
