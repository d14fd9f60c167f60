import { createValidatedPolicy } from '@cloud-copilot/iam-policy';
import { getDenialReasons, isWildcardOnlyAction, runSimulation } from '@cloud-copilot/iam-simulate';
import { callerContext } from '../../local/gate/authorize.ts';
import { AT } from '../support/contract-suites/entities.ts';
import type { AgentUnderTest } from './agent-under-test.ts';
import type { Target } from './targets.ts';

/**
 * How much speaks for the agent: nothing beside what Mandate compiled; a resource policy or a role's trust that lets
 * its very session in; and that, where somebody also attached a policy to its role that permits everything.
 */
export const ODDS = ['compiled', 'invited', 'careless'] as const;
export type Odds = (typeof ODDS)[number];

export interface Outcome {
  readonly allowed: boolean;
  /** Statement ids of the boundary that deny it explicitly; an implicit denial has none. */
  readonly deniedBy: readonly string[];
}

/** Services whose resources have policies that can name a session. */
const SHAREABLE = ['dynamodb', 'events', 'lambda', 's3', 'sns', 'sqs'];
const isShareable = ({ action, trust }: Target): boolean =>
  trust !== undefined || SHAREABLE.includes(action.split(':')[0] ?? '');

const everything = {
  name: 'everything',
  policy: {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};

/** The session itself: where it is named, an absent allow does not deny. */
const invitation = ({ caller }: AgentUnderTest, { action, resource, trust }: Target) => ({
  Sid: 'Invitation',
  Effect: 'Allow',
  Principal: { AWS: [caller.arn, caller.role.arn] },
  Action: action,
  // the trust of a role names no resource
  ...(trust === undefined && { Resource: resource }),
});

const resourcePolicy = (agent: AgentUnderTest, target: Target, odds: Odds) => {
  const invited = odds !== 'compiled' && isShareable(target);
  const statements = [...(target.trust?.Statement ?? []), ...(invited ? [invitation(agent, target)] : [])];
  if (statements.length === 0) return undefined;
  // a document is compiled or written here, and a trust policy is one of its own kind to the library
  return createValidatedPolicy({ Version: '2012-10-17', Statement: statements }, () => [], {
    name: 'resource',
  });
};

/** Evaluates one call as AWS would, with every policy that has a say. */
export const attempt = async (agent: AgentUnderTest, target: Target, odds: Odds): Promise<Outcome> => {
  const { caller, policies, environment } = agent;
  const [service = '', name = ''] = target.action.split(':');
  const resource = (await isWildcardOnlyAction(service, name)) ? '*' : target.resource;
  const results = await runSimulation(
    {
      request: {
        action: target.action,
        principal: caller.arn,
        resource: { resource, accountId: target.account },
        contextVariables: {
          ...callerContext(caller, environment.region, Date.parse(AT)),
          'aws:ResourceAccount': target.account,
        },
      },
      identityPolicies: [...policies.identity, ...(odds === 'careless' ? [everything] : [])],
      permissionBoundaryPolicies: policies.boundary === undefined ? [] : [policies.boundary],
      resourcePolicy: resourcePolicy(agent, target, odds),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    { simulationMode: 'Strict' },
  );
  // what cannot be evaluated is not denied: it says nothing
  if (results.resultType !== 'single') {
    throw new Error(`${target.action} on ${resource} cannot be evaluated: ${JSON.stringify(results)}`);
  }
  const denials = getDenialReasons(results.result.analysis);
  return {
    allowed: results.overallResult === 'Allowed',
    deniedBy: denials.flatMap((denial) =>
      denial.denialType === 'Explicit' && denial.policyType === 'pb' ? [denial.statementId ?? ''] : [],
    ),
  };
};
