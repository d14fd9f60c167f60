import { AgentProcess } from '../agents/agent-process.ts';
import { askCredentials, type CredentialsAnswer } from '../agents/ask-credentials.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import type { LoggedCall } from '../gate/call-log.ts';
import { loggedCall } from '../observer/logged-calls.ts';
import { Observer } from '../observer/observer.ts';
import { type Company, readCompany } from '../seed/company.ts';
import { type Deed, deedsOf, type Seen, seenIn } from './deeds.ts';

/** Where the acts play: the deployed system, the company, and the agents' own processes. */
export class Stage {
  readonly env: HandedOut;
  readonly company: Company;
  readonly deeds: readonly Deed[];
  readonly observer: Observer;
  readonly signal: AbortSignal;
  readonly #agents = new Map<string, Promise<AgentProcess>>();

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
  async run(agentId: string): Promise<void> {
    const agent = AgentProcess.start(this.env, agentId, this.signal);
    // known before it has started: whenever the end comes, it has to end as well
    this.#agents.set(agentId, agent);
    await agent;
  }

  /** What becomes of a call that an agent makes, one that runs. */
  async make({ agentId, call }: Pick<Deed, 'agentId' | 'call'>): Promise<Seen> {
    const agent = await this.#agents.get(agentId);
    if (agent === undefined) throw new Error(`${agentId} does not run`);
    return seenIn(await agent.make(call));
  }

  /** A new lease for an agent, or why not. */
  askCredentials(agentId: string): Promise<CredentialsAnswer> {
    return askCredentials(this.env, agentId, this.signal);
  }

  loggedCall(what: string, is: (call: LoggedCall) => boolean): Promise<LoggedCall> {
    return loggedCall(this.env.callLog, { what, is, signal: this.signal });
  }

  /** Ends every agent. What Mandate tells is still there to be read. */
  async clear(): Promise<void> {
    const agents = await Promise.allSettled(this.#agents.values());
    await Promise.all(agents.map((agent) => (agent.status === 'fulfilled' ? agent.value.end() : undefined)));
  }
}
