import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type Role,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  agentRoleArn,
  agentRoleName,
  agentRolePath,
  boundaryArn,
  stopListArn,
  type WorkloadAccount,
} from '../../contracts/resource-names.ts';
import type { AgentId } from '../../core/kernel/identifiers.ts';
import type { RoleSpecification } from '../../core/ports/role-manager.ts';
import type { PolicyDocument } from '../../core/profiles/policy-document.ts';
import type { AccountIam } from './delegated-iam.ts';
import { ifThere } from './iam-retry.ts';

type Tags = Readonly<Record<string, string>>;

const tagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Seconds that IAM lets one session of the role last. */
export const MAX_SESSION_SECONDS = 3600;

/** One agent's role in its account: one method, one IAM call (a page for each hundred entries of a list). */
export class AgentRole {
  readonly agentId: AgentId;
  readonly where: WorkloadAccount;
  readonly arn: string;
  readonly stopListArn: string;
  readonly #client: IAMClient;
  readonly #name: { readonly RoleName: string };

  constructor({ client, where }: AccountIam, agentId: AgentId) {
    this.agentId = agentId;
    this.where = where;
    this.arn = agentRoleArn(where, agentId);
    this.stopListArn = stopListArn(where);
    this.#client = client;
    this.#name = { RoleName: agentRoleName(agentId) };
  }

  async get(): Promise<Role> {
    const { Role } = await this.#client.send(new GetRoleCommand(this.#name));
    if (Role === undefined) throw new TypeError(`iam answered GetRole of ${this.arn} without a role`);
    return Role;
  }

  async create({ trust, tags, description }: RoleSpecification): Promise<void> {
    await this.#client.send(
      new CreateRoleCommand({
        ...this.#name,
        Path: agentRolePath(this.where.environment),
        AssumeRolePolicyDocument: JSON.stringify(trust),
        PermissionsBoundary: boundaryArn(this.where),
        Tags: tagList(tags),
        Description: description,
        MaxSessionDuration: MAX_SESSION_SECONDS,
      }),
    );
  }

  async delete(): Promise<void> {
    await ifThere(() => this.#client.send(new DeleteRoleCommand(this.#name)));
  }

  async setTrust(trust: PolicyDocument): Promise<void> {
    const PolicyDocument = JSON.stringify(trust);
    await this.#client.send(new UpdateAssumeRolePolicyCommand({ ...this.#name, PolicyDocument }));
  }

  async setTags(tags: Tags): Promise<void> {
    await this.#client.send(new TagRoleCommand({ ...this.#name, Tags: tagList(tags) }));
  }

  /** ARNs. */
  async attachedPolicies(): Promise<readonly string[]> {
    const arns: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client: this.#client }, this.#name)) {
      arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn = [] }) => PolicyArn));
    }
    return arns;
  }

  async attachStopList(): Promise<void> {
    const PolicyArn = this.stopListArn;
    await this.#client.send(new AttachRolePolicyCommand({ ...this.#name, PolicyArn }));
  }

  async detachStopList(): Promise<void> {
    const PolicyArn = this.stopListArn;
    await ifThere(() => this.#client.send(new DetachRolePolicyCommand({ ...this.#name, PolicyArn })));
  }

  /** Names. */
  async inlinePolicies(): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const page of paginateListRolePolicies({ client: this.#client }, this.#name)) {
      names.push(...(page.PolicyNames ?? []));
    }
    return names;
  }

  /** The document as IAM encodes it; undefined when there is no such policy. */
  async inlinePolicy(PolicyName: string): Promise<string | undefined> {
    const command = new GetRolePolicyCommand({ ...this.#name, PolicyName });
    return (await ifThere(() => this.#client.send(command)))?.PolicyDocument;
  }

  async putInlinePolicy(PolicyName: string, document: PolicyDocument): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    await this.#client.send(new PutRolePolicyCommand({ ...this.#name, PolicyName, PolicyDocument }));
  }

  async deleteInlinePolicy(PolicyName: string): Promise<void> {
    await ifThere(() => this.#client.send(new DeleteRolePolicyCommand({ ...this.#name, PolicyName })));
  }
}
