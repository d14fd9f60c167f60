import { describe, expect, it } from 'vitest';
import type { OwnershipTransferred } from '../../../lambdas/core/events/inbound-event.ts';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { activateAgent } from '../../../lambdas/core/use-cases/activate-agent.ts';
import { applyEvent } from '../../../lambdas/core/use-cases/apply-event.ts';
import { provisionAgent } from '../../../lambdas/core/use-cases/provision-agent.ts';
import {
  AT,
  agentId,
  anAgent,
  anOwner,
  aProcess,
  environmentName,
  ownerId,
} from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { InMemoryRoles } from '../../support/fakes/in-memory-roles.ts';
import { InMemoryStore } from '../../support/fakes/in-memory-store.ts';
import { ScriptedProbe } from '../../support/fakes/scripted-probe.ts';
import { SequentialIdentifiers } from '../../support/fakes/sequential-identifiers.ts';
import { CATALOG, profileName } from '../agents/registrations.ts';

const ROLE = {
  arn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one',
  profileDigest: 'c'.repeat(64),
  lockedAt: AT,
};
const CALLERS = {
  hubAccount: 'arn:aws:iam::111111111111:root',
  broker: 'arn:broker',
  verifier: 'arn:verifier',
};

const transfer = (changes: Partial<OwnershipTransferred> = {}): OwnershipTransferred => ({
  type: 'Ownership Transferred',
  source: 'acme.hr',
  eventId: 'transfer-1',
  occurredAt: plusSeconds(AT, 60),
  agentId: agentId('agent-one'),
  ownerId: ownerId('e2'),
  ...changes,
});

/** An agent that was suspended when its owner left, its stop cleared. */
const world = () => {
  const clock = new FakeClock();
  const store = new InMemoryStore();
  const facts = { environment: environmentName('test'), profile: profileName('coding-agent'), role: ROLE };
  store.seed(
    {
      entity: 'agent',
      next: { ...anAgent('agent-one', facts), status: 'suspended', reasons: ['owner-left'] },
    },
    { entity: 'owner', next: anOwner('e1', { status: 'left' }) },
    { entity: 'owner', next: anOwner('e2') },
    { entity: 'process', next: aProcess('support', { profiles: [profileName('coding-agent')] }) },
  );
  const ports = {
    ledger: store,
    registry: store,
    clock,
    identifiers: new SequentialIdentifiers(),
    catalog: CATALOG,
    callers: CALLERS,
    roles: new InMemoryRoles(),
    probe: new ScriptedProbe(),
  };
  const send = (event = transfer()) => applyEvent(event, { original: '{}', canWait: true }, ports);
  return { store, ports, send };
};

describe('an agent whose owner left is transferred', () => {
  it('works again under the new owner, once its role is unlocked for new sessions only and was tried', async () => {
    const { store, ports, send } = world();

    expect(await send()).toEqual({ outcome: 'applied' });
    expect(store.takeWork()).toEqual([{ kind: 'provision-agent', agentId: 'agent-one' }]);
    expect(await store.agent(agentId('agent-one'))).toMatchObject({ status: 'provisioning', ownerId: 'e2' });

    await provisionAgent(agentId('agent-one'), ports);
    const role = ports.roles.roleOf(agentId('agent-one'), environmentName('test'));
    expect(role?.sessionsFrom).toBeDefined();
    expect(role?.locked).toBe(false);
    expect(store.takeWork()).toEqual([{ kind: 'activate-agent', agentId: 'agent-one' }]);

    await activateAgent(agentId('agent-one'), ports);
    expect(await store.agent(agentId('agent-one'))).toMatchObject({ status: 'active', ownerId: 'e2' });
    expect(store.events.map(({ type }) => type)).toEqual(['Ownership Accepted', 'Agent Reinstated']);
  });

  it('twice changes nothing the second time', async () => {
    const { store, send } = world();
    await send();
    store.takeWork();

    expect(await send()).toEqual({ outcome: 'duplicate' });
    expect(await send(transfer({ eventId: 'transfer-2' }))).toEqual({ outcome: 'applied' });
    expect(store.takeWork()).toEqual([]);
    expect(store.events).toHaveLength(1);
  });

  it('waits for a new owner who is not known yet', async () => {
    const { store, send } = world();

    expect(await send(transfer({ ownerId: ownerId('e3') }))).toMatchObject({ outcome: 'waiting' });
    expect(store.rejected).toEqual([]);
  });

  it('does not work under a new owner who leaves while that is being committed', async () => {
    const { store, ports, send } = world();
    await send();
    await provisionAgent(agentId('agent-one'), ports);
    store.seed({ entity: 'owner', next: anOwner('e2', { status: 'left', revision: 2 }) });

    await activateAgent(agentId('agent-one'), ports);

    expect(await store.agent(agentId('agent-one'))).toMatchObject({
      status: 'suspended',
      reasons: ['owner-left'],
    });
  });
});
