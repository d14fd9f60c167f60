/** Something is attached to the role that Mandate may not detach, so IAM keeps it. */
export class RoleInUseError extends Error {
  override readonly name = 'RoleInUseError';
  readonly code = 'role-in-use';
  readonly resolution: string;

  constructor(roleArn: string, options: ErrorOptions) {
    super(`role ${roleArn} cannot be deleted: something that is not Mandate's is attached to it`, options);
    this.resolution = `detach every policy but the stop list, and any instance profile, from ${roleArn}; the work is tried again`;
  }
}
