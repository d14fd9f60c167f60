import { beforeEach, describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import type { Write } from '../../../lambdas/core/ports/ledger.ts';
import { AT, anAgent, anOwner, nextOf, ownerId, retired } from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const SOON = plusSeconds(AT, 60);
const LATE = plusSeconds(AT, 7200);
const AGENT = anAgent('agent-one', { expiresAt: SOON });
const AGENT_NOTE = { kind: 'agent-expires', agentId: AGENT.agentId, at: SOON } as const;
const OWNER = anOwner('e1', { leavesAt: SOON, announcedAt: AT });
const OWNER_NOTE = { kind: 'owner-leaves', ownerId: ownerId('e1'), at: SOON } as const;

/** What every due list promises. */
export const dueListContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  const write = async (...writes: readonly Write[]): Promise<void> => {
    expect(await store.ledger.commit({ writes, audit: [], events: [], work: [] })).toBe('committed');
  };

  describe('the due list', () => {
    it('holds announced leavings and expiries from their time on, the oldest first', async () => {
      await write({ entity: 'agent', next: AGENT }, { entity: 'owner', next: OWNER });
      await write({ entity: 'owner', next: anOwner('e2', { leavesAt: AT, announcedAt: AT }) });

      expect(await store.dueList.before(plusSeconds(AT, -1))).toEqual([]);
      expect(await store.dueList.before(AT)).toEqual([{ ...OWNER_NOTE, ownerId: 'e2', at: AT }]);
      expect(await store.dueList.before(SOON)).toEqual([
        { ...OWNER_NOTE, ownerId: 'e2', at: AT },
        ...[AGENT_NOTE, OWNER_NOTE],
      ]);
    });

    it('forgets what was settled, also when it is settled again', async () => {
      await write({ entity: 'owner', next: OWNER });

      await store.dueList.settle(OWNER_NOTE);
      await store.dueList.settle(OWNER_NOTE);

      expect(await store.dueList.before(LATE)).toEqual([]);
    });

    it.each([
      ['that was retired', retired(AGENT)],
      ['that has no end any more', (({ expiresAt: _, ...rest }) => nextOf(rest))(AGENT)],
      ['that was suspended for it', { ...nextOf(AGENT), status: 'suspended', reasons: ['expired'] } as const],
    ])('forgets the expiry of an agent %s', async (_, next) => {
      await write({ entity: 'agent', next: AGENT });

      await write({ entity: 'agent', next, previous: AGENT });

      expect(await store.dueList.before(LATE)).toEqual([]);
    });

    it('moves an expiry that is put off', async () => {
      await write({ entity: 'agent', next: AGENT });

      await write({ entity: 'agent', next: nextOf(AGENT, { expiresAt: LATE }), previous: AGENT });

      expect(await store.dueList.before(SOON)).toEqual([]);
      expect(await store.dueList.before(LATE)).toEqual([{ ...AGENT_NOTE, at: LATE }]);
    });
  });
};
