import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { bindingOf, type Workload } from '../../../lambdas/core/agents/workload.ts';
import {
  aChange,
  anAgent,
  anAuditEntry,
  anOwner,
  aProcess,
  nextOf,
  ownerId,
  processId,
  registration,
  retired,
  update,
} from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const agent = anAgent('support-assistant');
const owner = anOwner('e1');
const process = aProcess('support');
const binding = bindingOf(agent.workload);

/** What every reader of lease facts promises about what a ledger has committed. */
export const leaseFactsContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  const read = (of = binding) => store.leaseFacts.read(of);
  const change = (next: Agent, previous: Agent) => store.ledger.commit(update(next, previous));
  const describePeople = () =>
    store.ledger.commit(
      aChange({
        writes: [
          { entity: 'owner', next: owner },
          { entity: 'process', next: process },
        ],
      }),
    );

  describe('the facts on a lease', () => {
    it('are undefined for a workload that is bound to nobody', async () => {
      expect(await read()).toBeUndefined();
    });

    it('are there as soon as the workload is bound', async () => {
      await read();

      await store.ledger.commit(registration(agent));

      expect(await read()).toMatchObject({ agent });
    });

    it('are the agent, its owner, its process and the head of its audit', async () => {
      await describePeople();
      await store.ledger.commit(registration(agent));
      const [record] = await store.auditOf('agent:support-assistant');

      expect(await read()).toEqual({
        agent,
        owner,
        process,
        auditHead: { subject: 'agent:support-assistant', sequence: 1, hash: record?.hash },
      });
    });

    it('say when owner, process and audit are not there', async () => {
      await store.ledger.commit(aChange({ writes: [{ entity: 'agent', next: agent }] }));

      expect(await read()).toEqual({
        agent,
        owner: undefined,
        process: undefined,
        auditHead: { subject: 'agent:support-assistant', sequence: 0, hash: '' },
      });
    });

    it('are those of now, however often they were read', async () => {
      await describePeople();
      await store.ledger.commit(registration(agent));
      await read();
      const left = { ...owner, status: 'left', revision: 2 } as const;

      await store.ledger.commit(
        aChange({
          writes: [{ entity: 'owner', next: left }],
          audit: [anAuditEntry('agent:support-assistant')],
        }),
      );

      expect(await read()).toMatchObject({ owner: left, auditHead: { sequence: 2 } });
    });

    it('give a head that the next record can follow', async () => {
      await store.ledger.commit(registration(agent));
      const facts = await read();
      const auditHeads = facts === undefined ? [] : [facts.auditHead];

      const outcome = await store.ledger.commit(
        aChange({ audit: [anAuditEntry('agent:support-assistant')], auditHeads }),
      );

      expect(outcome).toBe('committed');
      expect(await store.auditOf('agent:support-assistant')).toHaveLength(2);
    });

    it.each([
      ['owner', { ownerId: ownerId('e2') }],
      ['process', { processId: processId('sales') }],
    ])('are those of the new %s after a transfer', async (_, facts) => {
      await describePeople();
      await store.ledger.commit(registration(agent));
      await store.ledger.commit(
        aChange({
          writes: [
            { entity: 'owner', next: anOwner('e2') },
            { entity: 'process', next: aProcess('sales') },
          ],
        }),
      );
      await read();

      await change(nextOf(agent, facts), agent);

      const { owner: readOwner, process: readProcess } = (await read()) ?? {};
      expect({ ownerId: readOwner?.ownerId, processId: readProcess?.processId }).toEqual({
        ownerId: 'e1',
        processId: 'support',
        ...facts,
      });
    });

    it('are undefined once the agent is retired', async () => {
      await store.ledger.commit(registration(agent));
      await read();

      await change(retired(agent), agent);

      expect(await read()).toBeUndefined();
    });

    it('are those of another agent that took over the binding', async () => {
      const successor = anAgent('other-agent', { workload: agent.workload });
      await store.ledger.commit(registration(agent));
      await read();

      await change(retired(agent), agent);
      await store.ledger.commit(registration(successor));

      expect(await read()).toMatchObject({
        agent: successor,
        auditHead: { subject: 'agent:other-agent', sequence: 1 },
      });
    });

    it('follow the agent to another workload and leave the old one', async () => {
      const workload: Workload = { awsPrincipalArn: 'arn:aws:iam::111111111111:role/worker' };
      const moved = nextOf(agent, { workload });
      await store.ledger.commit(registration(agent));
      await read();

      await change(moved, agent);

      expect(await read()).toBeUndefined();
      expect(await read(bindingOf(workload))).toMatchObject({ agent: moved });
    });
  });
};
