import type { AgentId, EnvironmentName } from '../kernel/identifiers.ts';
import { ELEVATION_TAG_KEY, PROBE_TAG_KEY, SESSION_TAG_KEYS } from '../leases/session-tags.ts';
import type { PolicyDocument } from '../profiles/policy-document.ts';

/** Who in the hub account may open sessions of agent roles. */
export interface TrustedCallers {
  /** `arn:aws:iam::<hub>:root` */
  readonly hubAccount: string;
  readonly broker: string;
  readonly verifier: string;
}

/** One role's trust policy, in characters. Source: IAM quotas. */
export const TRUST_POLICY_LIMIT = 2048;

const tag = (key: string): string => `aws:RequestTag/${key}`;
const OWN_TAGS = ['mandate:agent', 'mandate:environment'];

/**
 * Only broker and verifier, only as this agent, only with the session tags that the stop list matches on. The account
 * is trusted and the caller pinned by ARN: a role named as principal is stored by its internal id, and every agent
 * would break when that role is created anew. A verifier's session must say that it is a probe: the boundary lets
 * those do nothing but read the heartbeat.
 */
export const compileTrust = (
  { agentId, environment }: { readonly agentId: AgentId; readonly environment: EnvironmentName },
  { hubAccount, broker, verifier }: TrustedCallers,
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Sessions',
      Effect: 'Allow',
      Principal: { AWS: hubAccount },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [broker, verifier] },
        StringEquals: {
          'sts:SourceIdentity': agentId,
          [tag('mandate:agent')]: agentId,
          [tag('mandate:environment')]: environment,
        },
        'ForAllValues:StringEquals': {
          'aws:TagKeys': [...SESSION_TAG_KEYS, ELEVATION_TAG_KEY, PROBE_TAG_KEY],
        },
        // a session without a tag would escape the stops that match on it
        Null: Object.fromEntries(
          SESSION_TAG_KEYS.filter((key) => !OWN_TAGS.includes(key)).map((key) => [tag(key), 'false']),
        ),
      },
    },
    {
      Sid: 'ProbesSaySo',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['sts:AssumeRole'],
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [verifier] },
        StringNotEquals: { [tag(PROBE_TAG_KEY)]: 'true' },
      },
    },
  ],
});
