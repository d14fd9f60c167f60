import { heartbeatArn } from './compile-role-policy.ts';
import {
  MANAGED_POLICY_LIMIT,
  type PolicyDocument,
  type PolicyStatement,
  policySize,
} from './policy-document.ts';
import type { Profile } from './profile.ts';

/** The environment that a boundary is for, and where Mandate itself runs. */
export interface BoundaryTarget {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly environment: string;
  readonly hubAccount: string;
  readonly hubRegion: string;
  readonly busName: string;
}

export interface Boundary {
  readonly document: PolicyDocument;
  /** Services widened to `service:*` because the list of actions did not fit; empty when it did. */
  readonly collapsed: readonly string[];
  /** False when even `service:*` for every service is too much for one policy. */
  readonly fits: boolean;
}

const serviceOf = (action: string): string => action.slice(0, action.indexOf(':'));

/** Sorted, and each once: IAM compares actions without case. */
const actionsOf = (profiles: readonly Profile[], environment: string): readonly string[] => {
  const actions = profiles
    .filter((profile) => profile.environments.some((allowed) => allowed === environment))
    .flatMap((profile) => [...profile.permissions, ...profile.elevated])
    .flatMap((statement) => statement.actions);
  const byLowerCase = new Map<string, string>();
  for (const action of actions) {
    const key = action.toLowerCase();
    byLowerCase.set(key, byLowerCase.get(key) ?? action);
  }
  return [...byLowerCase].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, action]) => action);
};

const IDENTITY_ACTIONS = [
  'iam:*',
  'organizations:*',
  'account:*',
  'sts:AssumeRole*',
  'sts:GetFederationToken',
  'sts:GetSessionToken',
  'sts:GetWebIdentityToken',
  'sts:TagSession',
  'sts:SetSourceIdentity',
];

const ownResources = (target: BoundaryTarget): readonly string[] => {
  const { partition, region, account, hubRegion, hubAccount, busName } = target;
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${hubRegion}:${hubAccount}:${resource}`;
  return [
    arn('events', `event-bus/${busName}`),
    arn('events', `rule/${busName}/*`),
    arn('dynamodb', 'table/mandate'),
    arn('dynamodb', 'table/mandate/*'),
    arn('sqs', 'mandate-*'),
    arn('sns', 'mandate-*'),
    arn('lambda', 'function:mandate-*'),
    arn('logs', 'log-group:/aws/lambda/mandate-*'),
    arn('logs', 'log-group:/aws/vendedlogs/mandate-*'),
    arn('cloudwatch', 'alarm:mandate-*'),
    arn('cloudformation', 'stack/Mandate*'),
    // a stack keeps the role that it was deployed with, for whoever may update it
    `arn:${partition}:cloudformation:${region}:${account}:stack/Mandate*`,
  ];
};

/** A deny wins over whatever a resource policy grants to a session; a mere absence of an allow would not. */
const denials = (target: BoundaryTarget): readonly PolicyStatement[] => {
  const { partition, region, account } = target;
  const probe = { StringEquals: { 'aws:PrincipalTag/mandate:probe': 'true' } };
  return [
    { Sid: 'NoIdentityActions', Effect: 'Deny', Action: IDENTITY_ACTIONS, Resource: ['*'] },
    { Sid: 'NotMandateItself', Effect: 'Deny', Action: ['*'], Resource: ownResources(target) },
    {
      Sid: 'NotItsParameters',
      Effect: 'Deny',
      NotAction: ['ssm:GetParameter'],
      Resource: [`arn:${partition}:ssm:${region}:${account}:parameter/mandate/*`],
    },
    {
      Sid: 'NoOtherAccount',
      Effect: 'Deny',
      Action: ['*'],
      Resource: ['*'],
      // without Null, StringNotEquals would also match the actions that have no resource account
      Condition: {
        StringNotEquals: { 'aws:ResourceAccount': account },
        Null: { 'aws:ResourceAccount': 'false' },
      },
    },
    {
      Sid: 'ProbesReadOnly',
      Effect: 'Deny',
      NotAction: ['ssm:GetParameter'],
      Resource: ['*'],
      Condition: probe,
    },
    {
      Sid: 'ProbesReadHeartbeat',
      Effect: 'Deny',
      Action: ['ssm:GetParameter'],
      NotResource: [heartbeatArn(target)],
      Condition: probe,
    },
  ];
};

const documentOf = (actions: readonly string[], target: BoundaryTarget): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    ...(actions.length > 0
      ? [{ Sid: 'Profiles', Effect: 'Allow' as const, Action: actions, Resource: ['*'] }]
      : []),
    { Sid: 'Heartbeat', Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: [heartbeatArn(target)] },
    ...denials(target),
  ],
});

/** The service whose actions take the most room and are not one wildcard already. */
const largestService = (actions: readonly string[]): string | undefined => {
  const room = new Map<string, number>();
  for (const action of actions) {
    const service = serviceOf(action);
    if (action !== `${service}:*`) room.set(service, (room.get(service) ?? 0) + action.length + 3);
  }
  return [...room].sort(([a, sizeOfA], [b, sizeOfB]) => sizeOfB - sizeOfA || (a < b ? -1 : 1))[0]?.[0];
};

const collapse = (actions: readonly string[], service: string): readonly string[] =>
  [...actions.filter((action) => serviceOf(action) !== service), `${service}:*`].sort();

/**
 * The permissions boundary of an environment's agents: at most the union of what its profiles permit, and never
 * identities, Mandate itself or another account. It grants nothing: an agent has what its own policy allows within it.
 */
export const compileBoundary = (profiles: readonly Profile[], target: BoundaryTarget): Boundary => {
  let actions = actionsOf(profiles, target.environment);
  const collapsed: string[] = [];
  while (policySize(documentOf(actions, target)) > MANAGED_POLICY_LIMIT) {
    const service = largestService(actions);
    if (service === undefined) break;
    actions = collapse(actions, service);
    collapsed.push(service);
  }
  const document = documentOf(actions, target);
  return { document, collapsed, fits: policySize(document) <= MANAGED_POLICY_LIMIT };
};
