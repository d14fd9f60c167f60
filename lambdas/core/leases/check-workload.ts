import type { Agent } from '../agents/agent.ts';
import type { Reason } from '../kernel/result.ts';
import type { VerifiedWorkload } from '../ports/token-verifier.ts';

/** Whether the workload is the one that the agent was registered with. */
export const isBoundTo = ({ workload }: Agent, { issuer, subject }: VerifiedWorkload): boolean =>
  'issuer' in workload && workload.issuer === issuer && workload.subject === subject;

export const workloadNotBound = ({ issuer, subject }: VerifiedWorkload): Reason => ({
  code: 'workload-not-bound',
  message: `no agent is registered for subject "${subject}" of ${issuer}`,
  resolution: 'register an agent with this issuer and subject, or use the token of one that is registered',
});

/** The audience that an agent was registered with, if any, must be among those of its token. */
export const audienceReasons = (
  { agentId, workload }: Agent,
  { audiences }: VerifiedWorkload,
): readonly Reason[] => {
  const wanted = 'issuer' in workload ? workload.audience : undefined;
  if (wanted === undefined || audiences.includes(wanted)) return [];
  return [
    {
      code: 'audience-mismatch',
      message: `agent "${agentId}" is registered for tokens with audience "${wanted}", and this one has it not`,
      resolution: `get a token with audience "${wanted}" from the issuer, or register the agent with another`,
    },
  ];
};
