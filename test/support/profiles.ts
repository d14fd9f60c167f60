import { parseProfileFile } from '../../lambdas/contracts/profile-file.ts';
import type { Profile } from '../../lambdas/core/profiles/profile.ts';

export const READ_CODE = {
  name: 'read-code',
  description: 'Read the main branch.',
  actions: ['s3:GetObject'],
  resources: ['arn:${partition}:s3:::code-${account}/main/readme'],
};

export const MERGE = {
  name: 'merge-pull-request',
  description: 'Write to the main branch.',
  actions: ['s3:PutObject'],
  resources: ['arn:${partition}:s3:::code-${account}/main/readme'],
  maxSeconds: 900,
  approverGroup: 'code-owners',
  quorum: 1,
};

export const PROFILE_FILE = {
  profile: 'coding-agent',
  description: 'Proposes changes.',
  environments: ['test', 'production'],
  maxLeaseSeconds: 3600,
  permissions: [READ_CODE],
  elevated: [MERGE],
};

/** A profile through the door that files come through, without the rules: for tests of the rules. */
export const profileOf = (changes: Partial<Profile> = {}): Profile => {
  const parsed = parseProfileFile(PROFILE_FILE);
  if (!parsed.ok) throw new Error(`the sample profile is wrong: ${JSON.stringify(parsed.problems)}`);
  return { ...parsed.profile, ...changes };
};

export const TARGET = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '222222222222',
  environment: 'test',
  agentId: 'agent-one',
};
