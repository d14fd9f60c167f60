import { randomBytes } from 'node:crypto';
import { expect, inject } from 'vitest';
import { AgentProcess } from '../../../local/agents/agent-process.ts';
import type { HandedOut } from '../../../local/environment/handed-out.ts';
import { workloadSubject } from '../../../local/issuers/tokens.ts';
import { emit } from '../../../local/observer/emitter.ts';
import { type ObservedEvent, Observer } from '../../../local/observer/observer.ts';
import type { Gate } from '../../support/clients.ts';
import { ownerId, processId } from '../../support/contract-suites/entities.ts';
import { eventually } from './eventually.ts';
import { type Stored, storedIn } from './stored.ts';

/** A registered agent of a scenario. */
export interface Cast {
  readonly agentId: string;
  readonly ownerId: string;
  readonly processId: string;
  readonly profile: string;
  readonly environment: 'test' | 'staging' | 'production';
}

type Detail = Readonly<Record<string, unknown>>;

const HR = 'acme.hr';
const ITSM = 'acme.itsm';
const PLATFORM = 'acme.platform';

/** Lets a scenario act as the systems around Mandate, with people, processes and agents that no other scenario has. */
export class Stage {
  readonly env: HandedOut & Gate;
  readonly observer: Observer;
  readonly stored: Stored;
  /** Makes the ids of this scenario its own. */
  readonly mark = randomBytes(4).toString('hex');
  readonly #running: AgentProcess[] = [];

  private constructor(env: HandedOut & Gate, observer: Observer) {
    this.env = env;
    this.observer = observer;
    this.stored = storedIn(env);
  }

  static async set(): Promise<Stage> {
    const env = inject('environment');
    return new Stage(env, await Observer.start(env, `scenario-${randomBytes(4).toString('hex')}`));
  }

  id(name: string): string {
    return `${name}-${this.mark}`;
  }

  /** HR says something, such as `Owner Joined`. */
  async hr(type: string, detail: Detail): Promise<void> {
    await emit(this.env, { source: HR, type, detail });
  }

  /** ITSM says something, such as `Process Changed`. */
  async itsm(type: string, detail: Detail): Promise<void> {
    await emit(this.env, { source: ITSM, type, detail });
  }

  /** The platform team says something, such as `Agent Registered`. */
  async platform(type: string, detail: Detail): Promise<void> {
    await emit(this.env, { source: PLATFORM, type, detail });
  }

  /** People join, and Mandate knows them. */
  async joined(...people: readonly string[]): Promise<void> {
    for (const person of people) await this.hr('Owner Joined', { ownerId: person });
    await eventually(async () => {
      for (const person of people) {
        expect(await this.stored.registry.owner(ownerId(person))).toBeDefined();
      }
    });
  }

  /** A process allows profiles from its version 1 on, and Mandate knows it. */
  async allowed(process: string, ...profiles: readonly string[]): Promise<void> {
    await this.itsm('Process Registered', { processId: process, version: '1', profiles });
    await eventually(async () => {
      expect(await this.stored.registry.process(processId(process))).toBeDefined();
    });
  }

  registration(cast: Cast): Detail {
    const workload = { issuer: this.env.issuers.workload, subject: workloadSubject(cast.agentId) };
    return { ...cast, workload };
  }

  /** Registers an agent that has an owner and a process, and waits until its first session has worked. */
  async register(cast: Cast): Promise<ObservedEvent> {
    await this.platform('Agent Registered', this.registration(cast));
    return this.observer.waitFor('Agent Activated', { agentId: cast.agentId }, 60);
  }

  /** The agent's own process, with stock SDKs and nothing but the two variables. */
  async run(agentId: string): Promise<AgentProcess> {
    const process = await AgentProcess.start(this.env, agentId);
    this.#running.push(process);
    return process;
  }

  async clear(): Promise<void> {
    await Promise.all(this.#running.map((process) => process.end()));
    await this.observer.end();
  }
}
