import type { AgentId, EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { AccessProbe, ProbeResult } from '../../../lambdas/core/ports/access-probe.ts';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';

export const ALLOWED: ProbeResult = { outcome: 'allowed', explicitDeny: false };
export const DENIED: ProbeResult = { outcome: 'denied', explicitDeny: true };
export const UNAVAILABLE: ProbeResult = { outcome: 'unavailable', explicitDeny: false };

/** Answers each agent's probes from its queue, then with `otherwise`. */
export class ScriptedProbe implements AccessProbe {
  readonly requests: { readonly request: SessionRequest; readonly environment: EnvironmentName }[] = [];
  readonly #queues = new Map<AgentId, ProbeResult[]>();
  readonly #otherwise: ProbeResult;

  constructor(otherwise: ProbeResult = ALLOWED) {
    this.#otherwise = otherwise;
  }

  async probe(request: SessionRequest, environment: EnvironmentName): Promise<ProbeResult> {
    this.requests.push({ request, environment });
    return this.#queues.get(request.agentId)?.shift() ?? this.#otherwise;
  }

  /** What the agent's next probes see, in this order. */
  answer(agentId: AgentId, ...results: readonly ProbeResult[]): void {
    this.#queues.set(agentId, [...(this.#queues.get(agentId) ?? []), ...results]);
  }
}
