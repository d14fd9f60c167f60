import { describe, expect, it } from 'vitest';
import { provisionAgent } from '../../../lambdas/core/use-cases/provision-agent.ts';
import { InMemoryRoles } from '../../support/fakes/in-memory-roles.ts';
import { activeAgent } from '../leases/lease-cases.ts';
import { leaseWorld } from './issue-lease-world.ts';

const CALLERS = { hubAccount: 'arn:aws:iam::1:root', broker: 'arn:broker', verifier: 'arn:verifier' };
const OUTDATED = { ...activeAgent().role, profileDigest: 'what-an-earlier-deployment-said' };

describe('a deployment that changes a profile', () => {
  it('is noticed at the next request for a lease, mended by the provisioner, and then there is a lease', async () => {
    const world = leaseWorld();
    world.store.seed({ entity: 'agent', next: { ...activeAgent(), role: OUTDATED } });
    const roles = new InMemoryRoles();
    const ports = { ...world.ports, registry: world.store, roles, callers: CALLERS };

    const before = await world.ask();
    const [order, ...others] = world.store.takeWork();
    if (order?.kind === 'provision-agent') await provisionAgent(order.agentId, ports);
    const after = await world.ask();

    expect(before).toMatchObject({ ok: false, error: { code: 'not-ready' } });
    expect([order, ...others]).toEqual([{ kind: 'provision-agent', agentId: 'agent-one' }]);
    expect(after.ok).toBe(true);
    // it works already: there is nothing to try before it is put into service
    expect(world.store.takeWork()).toEqual([]);
    expect(await world.store.agent(activeAgent().agentId)).toMatchObject({ status: 'active' });
  });

  it('leaves the roles alone that it did not change', async () => {
    const world = leaseWorld();
    const roles = new InMemoryRoles();
    const { agentId, revision } = activeAgent();

    await provisionAgent(agentId, { ...world.ports, registry: world.store, roles, callers: CALLERS });

    expect(roles.log).toEqual([]);
    expect(await world.store.agent(agentId)).toMatchObject({ revision });
  });
});
