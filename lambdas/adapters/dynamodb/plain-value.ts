/**
 * A copy as it will be read back: without undefined, and with every string as valid Unicode, which is all that DynamoDB
 * keeps. The audit hashes are made of this, so that they hold for what is stored.
 */
export const plainValue = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed() : member,
  );
