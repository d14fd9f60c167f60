import type { EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { AccessProbe, ProbeResult } from '../../../lambdas/core/ports/access-probe.ts';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import type { InMemoryRoles } from '../../support/fakes/in-memory-roles.ts';
import type { InMemoryStopLists } from '../../support/fakes/in-memory-stop-lists.ts';
import { ALLOWED, DENIED, UNAVAILABLE } from '../../support/fakes/scripted-probe.ts';
import { isDenied, isDeniedByTags, type TaggedLease } from '../stops/stopped-sessions.ts';

/** Sees what IAM would: roles as they are, with the stop list as it is. */
export class SimulatedIam implements AccessProbe {
  readonly #stopLists: InMemoryStopLists;
  readonly #roles: InMemoryRoles;
  #failures = 0;

  constructor(stopLists: InMemoryStopLists, roles: InMemoryRoles) {
    this.#stopLists = stopLists;
    this.#roles = roles;
  }

  async probe({ agentId, tags }: SessionRequest, environment: EnvironmentName): Promise<ProbeResult> {
    if (this.#failures > 0) {
      this.#failures -= 1;
      return UNAVAILABLE;
    }
    const role = this.#roles.roleOf(agentId, environment);
    if (role?.permissions === undefined) return UNAVAILABLE;
    const list = this.#stopLists.documentOf(environment);
    if (list === undefined || !role.stopListAttached) throw new Error(`${agentId} is permitted unstoppably`);
    return role.locked || isDeniedByTags(list, tags) ? DENIED : ALLOWED;
  }

  /** Whether the session of a lease that was issued can do nothing any more. */
  isDead(lease: TaggedLease): boolean {
    const role = this.#roles.roleOf(lease.agentId, lease.environment);
    const list = this.#stopLists.documentOf(lease.environment);
    return role === undefined || role.locked || (list !== undefined && isDenied(list, lease));
  }

  /** The next probes see nothing. */
  failNext(probes: number): void {
    this.#failures += probes;
  }
}
