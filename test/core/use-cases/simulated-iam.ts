import type { EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import { type Instant, startOfSecond } from '../../../lambdas/core/kernel/instant.ts';
import type { Lease } from '../../../lambdas/core/leases/lease.ts';
import type { AccessProbe, ProbeResult } from '../../../lambdas/core/ports/access-probe.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import type { InMemoryRole, InMemoryRoles } from '../../support/fakes/in-memory-roles.ts';
import type { InMemoryStopLists } from '../../support/fakes/in-memory-stop-lists.ts';
import { ALLOWED, DENIED, UNAVAILABLE } from '../../support/fakes/scripted-probe.ts';
import { isDenied, isDeniedByTags } from '../stops/stopped-sessions.ts';

/** Sees what IAM would: roles as they are, with the stop list as it is. */
export class SimulatedIam implements AccessProbe {
  readonly #stopLists: InMemoryStopLists;
  readonly #roles: InMemoryRoles;
  readonly #clock: Clock;
  #failures = 0;

  constructor(stopLists: InMemoryStopLists, roles: InMemoryRoles, clock: Clock) {
    this.#stopLists = stopLists;
    this.#roles = roles;
    this.#clock = clock;
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
    const tooOld = isTooOld(role, this.#clock.now());
    return role.locked || tooOld || isDeniedByTags(list, tags) ? DENIED : ALLOWED;
  }

  /** Whether the session of a lease that was issued can do nothing any more. */
  isDead(lease: Lease): boolean {
    if (lease.expiresAt <= this.#clock.now()) return true;
    const role = this.#roles.roleOf(lease.agentId, lease.environment);
    const list = this.#stopLists.documentOf(lease.environment);
    if (role === undefined || role.locked || isTooOld(role, lease.issuedAt)) return true;
    return list !== undefined && isDenied(list, lease);
  }

  /** The next probes see nothing. */
  failNext(probes: number): void {
    this.#failures += probes;
  }
}

/** `aws:TokenIssueTime` has whole seconds. */
const isTooOld = ({ sessionsFrom }: InMemoryRole, issuedAt: Instant): boolean =>
  sessionsFrom !== undefined && startOfSecond(issuedAt) < sessionsFrom;
