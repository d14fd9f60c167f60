import type { Reason } from '../../../lambdas/core/kernel/result.ts';
import type { LeaseRequest } from '../../../lambdas/core/leases/lease-request.ts';
import type { LeaseFacts, LeaseFactsReader } from '../../../lambdas/core/ports/lease-facts.ts';
import type { VerifiedWorkload } from '../../../lambdas/core/ports/token-verifier.ts';
import { type IssueLeasePorts, issueLease } from '../../../lambdas/core/use-cases/issue-lease.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { InMemoryStore } from '../../support/fakes/in-memory-store.ts';
import { ScriptedIssuer } from '../../support/fakes/scripted-issuer.ts';
import { SequentialIdentifiers } from '../../support/fakes/sequential-identifiers.ts';
import { StaticVerifier } from '../../support/fakes/static-verifier.ts';
import { activeAgent, catalogOf, owner, process, WORKLOAD } from '../leases/lease-cases.ts';

export const TOKEN = 'eyJ.the-token-of-agent-one.sig';
export const REQUEST_ID = 'request-1';

const reason = (code: string): Reason => ({ code, message: 'for the test', resolution: 'none' });

const TOKENS: Readonly<Record<string, VerifiedWorkload | Reason>> = {
  [TOKEN]: WORKLOAD,
  'of-nobody': { ...WORKLOAD, subject: 'nobody' },
  expired: reason('token-expired'),
  unreachable: reason('issuer-unavailable'),
};

/** The facts of a store, with something happening right after each read. */
class WatchedFacts implements LeaseFactsReader {
  reads = 0;
  readonly #store: InMemoryStore;
  readonly #afterRead: (() => void)[] = [];

  constructor(store: InMemoryStore) {
    this.#store = store;
  }

  async read(binding: string): Promise<LeaseFacts | undefined> {
    const facts = await this.#store.read(binding);
    this.reads += 1;
    this.#afterRead.shift()?.();
    return facts;
  }

  /** Happens after the next read that nothing happens after yet. */
  then(happening: () => void): void {
    this.#afterRead.push(happening);
  }
}

/** One agent that may have a lease, and all that the broker works with. */
export const leaseWorld = (changes: Partial<IssueLeasePorts> = {}) => {
  const clock = new FakeClock();
  const store = new InMemoryStore();
  store.seed(
    { entity: 'agent', next: activeAgent() },
    { entity: 'owner', next: owner() },
    { entity: 'process', next: process() },
  );
  const issuer = new ScriptedIssuer(clock);
  const facts = new WatchedFacts(store);
  const ports: IssueLeasePorts = {
    tokens: new StaticVerifier(TOKENS),
    facts,
    sessions: issuer,
    ledger: store,
    clock,
    identifiers: new SequentialIdentifiers(),
    catalog: catalogOf(),
    ...changes,
  };
  const ask = (request: Partial<LeaseRequest> = {}, token = TOKEN) =>
    issueLease(ports, { token, request: { permissions: [], ...request }, requestId: REQUEST_ID });
  return { clock, store, issuer, facts, ports, ask };
};

export type LeaseWorld = ReturnType<typeof leaseWorld>;

/** All that is kept of what happened, as text. */
export const kept = ({ store }: LeaseWorld): string =>
  JSON.stringify([store.leases, store.events, store.work, store.auditOf('agent:agent-one')]);
