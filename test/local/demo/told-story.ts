import type { Attempt } from '../../../local/demo/acts/try-deeds.ts';
import { deedsOf } from '../../../local/demo/deeds.ts';
import type { Ended } from '../../../local/demo/ended.ts';
import { type Ending, ownerLeaves, processChanges } from '../../../local/demo/endings.ts';
import type { Story } from '../../../local/demo/story.ts';
import { accounts } from '../../../local/environment/accounts.ts';
import { readCompany } from '../../../local/seed/company.ts';

const company = readCompany();
const agentIds = company.agents.map(({ agentId }) => agentId);
const LEASE = '01M87T4PZ03NY1XFMY86HCVPEW';

const attempts: readonly Attempt[] = deedsOf(agentIds, accounts).map((deed) => ({
  ...deed,
  seen: deed.expected,
}));

const refusedFor = (code: string) =>
  ({
    issued: false,
    status: 403,
    code: 'refused',
    reasons: [
      { code, message: `it is refused: ${code}`, resolution: 'transfer the agent to an owner who is active' },
    ],
  }) as const;

const ended = (ending: Ending, others: readonly string[]): Ended => ({
  ...ending,
  deed: 'what it does all day',
  before: 'allowed',
  times: { refused: 170, written: 1640, session: 1650, probed: 2770 },
  gap: 1041,
  denied: {
    principal: `mandate-${ending.agentId}/${LEASE}`,
    statement: 'MandateStops-production#ProcessProfiles1',
  },
  iam: { reads: ['ListPolicyVersions', 'GetPolicyVersion'], writes: ['CreatePolicyVersion'] },
  suspendedFor: [ending.reason],
  nextLease: refusedFor('agent-suspended'),
  later: 'denied',
  others: others.map((agentId) => ({ agentId, seen: 'allowed', nextLease: { issued: true } })),
});

const [leaving, changing] = [ownerLeaves(company), processChanges(company)];

/** The story as it has to be. */
export const toldStory: Story & { readonly endings: readonly [Ended, Ended] } = {
  newcomers: agentIds.map((agentId) => ({
    agentId,
    owner: 'Ben Okafor',
    activeAfter: 11_240,
    principal: `mandate-${agentId}/${LEASE}`,
    leaseId: LEASE,
  })),
  attempts,
  stranger: refusedFor('workload-not-bound'),
  endings: [
    ended(
      leaving,
      agentIds.filter((each) => each !== leaving.agentId),
    ),
    ended(
      changing,
      agentIds.filter((each) => ![leaving.agentId, changing.agentId].includes(each)),
    ),
  ],
};
