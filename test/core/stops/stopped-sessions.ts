import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { Lease } from '../../../lambdas/core/leases/lease.ts';
import { sessionTags } from '../../../lambdas/core/leases/session-tags.ts';
import type { PolicyDocument } from '../../../lambdas/core/profiles/policy-document.ts';
import type { StopTarget } from '../../../lambdas/core/stops/stop.ts';

export type TaggedLease = Omit<Lease, 'issuedAt' | 'expiresAt' | 'roleArn'>;

const EVERYTHING = {
  name: 'everything',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};
const ACCOUNT = '222222222222';
const HEARTBEAT = `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/mandate/test/heartbeat`;

/** Whether IAM denies a session with these tags, of a role that is permitted everything, because of the stop list. */
export const isDeniedByTags = (stopList: PolicyDocument, tags: Readonly<Record<string, string>>): boolean => {
  const result = runUnsafeSimulation(
    {
      request: {
        action: 'ssm:GetParameter',
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/mandate-agent-one/session`,
        resource: { resource: HEARTBEAT, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
        ),
      },
      identityPolicies: [EVERYTHING, { name: 'stops', policy: stopList }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    { simulationMode: 'Strict' },
  );
  // anything else is an error of the evaluation, which proves nothing
  if (result !== 'Allowed' && result !== 'ExplicitlyDenied') throw new Error(`the simulation says ${result}`);
  return result === 'ExplicitlyDenied';
};

export const isDenied = (stopList: PolicyDocument, lease: TaggedLease): boolean =>
  isDeniedByTags(stopList, sessionTags(lease));

/** Whether a stop is on the session of a lease, by what the words say. */
export const isCovered = (target: StopTarget, lease: TaggedLease): boolean => {
  switch (target.kind) {
    case 'owner':
      return lease.ownerId === target.ownerId;
    case 'agent':
      return lease.agentId === target.agentId;
    case 'lease':
      return lease.leaseId === target.leaseId;
    case 'process':
      return (
        lease.processId === target.processId &&
        (target.profiles === undefined || target.profiles.includes(lease.profile))
      );
  }
};
