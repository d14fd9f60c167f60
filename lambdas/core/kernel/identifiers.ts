import type { Brand } from './brand.ts';

export type AgentId = Brand<string, 'AgentId'>;
export type OwnerId = Brand<string, 'OwnerId'>;
export type ProcessId = Brand<string, 'ProcessId'>;
export type ProcessVersion = Brand<string, 'ProcessVersion'>;
export type ProfileName = Brand<string, 'ProfileName'>;
export type EnvironmentName = Brand<string, 'EnvironmentName'>;
export type LeaseId = Brand<string, 'LeaseId'>;
export type StopId = Brand<string, 'StopId'>;

// exported for the schemas at the doors, which say them in their JSON Schema too
/** 3 to 40 characters; fits role names, IAM tag values, SourceIdentity and ARNs without escaping. */
export const SLUG = /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/;
/** The directory's id: the characters that IAM allows in tag values and SourceIdentity alike. */
export const OWNER_ID = /^[A-Za-z0-9_.@+=-]{1,64}$/;
export const PROCESS_VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const parser =
  <Id extends string>(pattern: RegExp) =>
  (text: string): Id | undefined =>
    pattern.test(text) ? (text as Id) : undefined;

export const parseAgentId = parser<AgentId>(SLUG);
export const parseProcessId = parser<ProcessId>(SLUG);
export const parseProfileName = parser<ProfileName>(SLUG);
export const parseEnvironmentName = parser<EnvironmentName>(SLUG);
export const parseOwnerId = parser<OwnerId>(OWNER_ID);
export const parseProcessVersion = parser<ProcessVersion>(PROCESS_VERSION);
export const parseLeaseId = parser<LeaseId>(ULID);
export const parseStopId = parser<StopId>(ULID);

/** What a valid id looks like, for messages. */
export const SLUG_RULE = '3 to 40 of a-z, 0-9 and "-", beginning and ending with a letter or digit';
export const OWNER_ID_RULE = '1 to 64 of A-Z, a-z, 0-9 and "_.@+=-"';
export const PROCESS_VERSION_RULE = '1 to 32 of A-Z, a-z, 0-9 and "._-", beginning with a letter or digit';
export const ULID_RULE = 'a ULID: 26 characters of Crockford base 32';
