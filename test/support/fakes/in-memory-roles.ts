import { agentRoleArn, agentRoleName } from '../../../lambdas/contracts/resource-names.ts';
import { ForeignRoleError } from '../../../lambdas/core/agents/foreign-role-error.ts';
import type { AgentId, EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { Instant } from '../../../lambdas/core/kernel/instant.ts';
import type { RoleManager, RoleSpecification } from '../../../lambdas/core/ports/role-manager.ts';
import type { PolicyDocument } from '../../../lambdas/core/profiles/policy-document.ts';
import { InMemoryStopLists } from './in-memory-stop-lists.ts';

export interface InMemoryRole {
  readonly agentId: AgentId;
  readonly environment: EnvironmentName;
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  readonly stopListAttached: boolean;
  /** Absent while the role is permitted nothing. */
  readonly permissions?: PolicyDocument;
  readonly locked: boolean;
  /** Sessions opened before it are denied. */
  readonly sessionsFrom?: Instant;
  /** Somebody else's, by the agent's name. */
  readonly foreign?: true;
}

/** What can fail on its own, in the order in which a role passes it. */
export type RoleStep = 'create' | 'attach' | 'permit' | 'lock' | 'delete';

/** Agent roles by agent. A step that is told to fail leaves what the steps before it have done. */
export class InMemoryRoles implements RoleManager {
  /** Steps that were carried out, e.g. `lock agent-one`. */
  readonly log: string[] = [];
  readonly stopLists: InMemoryStopLists;
  readonly #roles = new Map<string, InMemoryRole>();
  readonly #failures = new Map<RoleStep, Error[]>();
  readonly #account: string;

  constructor(stopLists = new InMemoryStopLists(), account = '222222222222') {
    this.stopLists = stopLists;
    this.#account = account;
  }

  async ensureRole(specification: RoleSpecification): Promise<{ readonly arn: string }> {
    const { agentId, environment, trust, permissions, tags, description, emptyStopList, sessionsFrom } =
      specification;
    this.stopLists.createIfMissing(environment, emptyStopList);
    this.#step('create', agentId);
    this.#refuseForeign(agentId, environment);
    const role = this.roleOf(agentId, environment) ?? this.#blank(agentId, environment);
    this.#put({ ...role, trust, tags, description });
    this.#step('attach', agentId);
    this.#change(agentId, environment, { stopListAttached: true });
    this.#step('permit', agentId);
    this.#change(agentId, environment, { permissions });
    if (sessionsFrom !== undefined) this.#change(agentId, environment, { sessionsFrom, locked: false });
    return { arn: role.arn };
  }

  async lockRole(agentId: AgentId, environment: EnvironmentName): Promise<void> {
    this.#step('lock', agentId);
    this.#refuseForeign(agentId, environment);
    const role = this.roleOf(agentId, environment);
    if (role === undefined) return;
    const { sessionsFrom: _, ...rest } = role;
    this.#put({ ...rest, locked: true });
  }

  async deleteRole(agentId: AgentId, environment: EnvironmentName): Promise<void> {
    this.#step('delete', agentId);
    this.#refuseForeign(agentId, environment);
    this.#roles.delete(keyOf(agentId, environment));
  }

  roleOf(agentId: AgentId, environment: EnvironmentName): InMemoryRole | undefined {
    return this.#roles.get(keyOf(agentId, environment));
  }

  all(): readonly InMemoryRole[] {
    return [...this.#roles.values()];
  }

  /** The next time the step is reached it throws instead; given twice, the next two times. */
  failNext(step: RoleStep, error: Error): void {
    this.#failures.set(step, [...(this.#failures.get(step) ?? []), error]);
  }

  plantForeign(agentId: AgentId, environment: EnvironmentName): void {
    this.#put({ ...this.#blank(agentId, environment), foreign: true });
  }

  #blank(agentId: AgentId, environment: EnvironmentName): InMemoryRole {
    return {
      agentId,
      environment,
      arn: agentRoleArn({ partition: 'aws', account: this.#account, environment }, agentId),
      trust: NOTHING,
      tags: {},
      description: '',
      stopListAttached: false,
      locked: false,
    };
  }

  #refuseForeign(agentId: AgentId, environment: EnvironmentName): void {
    if (this.roleOf(agentId, environment)?.foreign !== true) return;
    const name = agentRoleName(agentId);
    throw new ForeignRoleError({ name, account: this.#account, difference: 'it was planted' });
  }

  #step(step: RoleStep, agentId: AgentId): void {
    const failure = this.#failures.get(step)?.shift();
    if (failure !== undefined) throw failure;
    this.log.push(`${step} ${agentId}`);
  }

  #put(role: InMemoryRole): void {
    this.#roles.set(keyOf(role.agentId, role.environment), role);
  }

  #change(agentId: AgentId, environment: EnvironmentName, change: Partial<InMemoryRole>): void {
    const role = this.roleOf(agentId, environment);
    if (role !== undefined) this.#put({ ...role, ...change });
  }
}

const NOTHING: PolicyDocument = { Version: '2012-10-17', Statement: [] };

const keyOf = (agentId: AgentId, environment: EnvironmentName): string => `${environment}/${agentId}`;
