import { AgentProcess } from '../agents/agent-process.ts';
import { askCredentials, type CredentialsAnswer } from '../agents/ask-credentials.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import type { LoggedCall } from '../gate/call-log.ts';
import { loggedCall } from '../observer/logged-calls.ts';
import { Observer } from '../observer/observer.ts';
import { type Company, readCompany } from '../seed/company.ts';
import { type Deed, deedsOf } from './deeds.ts';

/** Where the acts play: the deployed system, the company, and the agents' own processes. */
export class Stage {
  readonly env: HandedOut;
  readonly company: Company;
  readonly deeds: readonly Deed[];
  readonly observer: Observer;
  readonly signal: AbortSignal;
  readonly #agents = new Map<string, AgentProcess>();

  private constructor(env: HandedOut, observer: Observer, signal: AbortSignal) {
    this.env = env;
    this.company = readCompany();
    this.deeds = deedsOf(
      this.company.agents.map(({ agentId }) => agentId),
      env.accounts,
    );
    this.observer = observer;
    this.signal = signal;
  }

  /** @param signal aborting it ends every agent and every wait */
  static async set(env: HandedOut, signal: AbortSignal): Promise<Stage> {
    return new Stage(env, await Observer.start(env, 'demo', signal), signal);
  }

  /** Starts the process of an agent, which keeps its session until the end. */
  async run(agentId: string): Promise<AgentProcess> {
    const agent = await AgentProcess.start(this.env, agentId, this.signal);
    this.#agents.set(agentId, agent);
    return agent;
  }

  agent(agentId: string): AgentProcess {
    const agent = this.#agents.get(agentId);
    if (agent === undefined) throw new Error(`${agentId} does not run`);
    return agent;
  }

  /** A new lease for an agent, or why not. */
  askCredentials(agentId: string): Promise<CredentialsAnswer> {
    return askCredentials(this.env, agentId, this.signal);
  }

  loggedCall(what: string, is: (call: LoggedCall) => boolean): Promise<LoggedCall> {
    return loggedCall(this.env.callLog, { what, is, signal: this.signal });
  }

  async clear(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.end()));
    // when interrupted, the emulator ends together with what is in it
    if (!this.signal.aborted) await this.observer.end();
  }
}
