/** A role has the agent's name and is not the agent's: it is neither taken over nor changed. */
export class ForeignRoleError extends Error {
  override readonly name = 'ForeignRoleError';
  readonly code = 'foreign-role';
  readonly resolution: string;

  /** @param role the role's name, and what about it is not the agent's */
  constructor(
    role: { readonly name: string; readonly account: string; readonly difference: string },
    options?: ErrorOptions,
  ) {
    super(`role ${role.name} of account ${role.account} is not this agent's: ${role.difference}`, options);
    this.resolution = `remove or rename that role in account ${role.account}; the work is tried again`;
  }
}
