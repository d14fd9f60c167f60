import type { Catalog } from '../environments/catalog.ts';
import type { AgentRegistered } from '../events/inbound-event.ts';
import type { AgentId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Reason } from '../kernel/result.ts';
import { type Owner, ownerIsActive } from '../owners/owner.ts';
import type { Process } from '../processes/process.ts';
import type { Agent } from './agent.ts';
import type { Workload } from './workload.ts';

/** What a registration is judged by. */
export interface RegistrationFacts {
  readonly now: Instant;
  readonly catalog: Catalog;
  /** The agent of that id, if there is one. */
  readonly existing: Agent | undefined;
  /** The agent that the workload is bound to already. */
  readonly boundTo: AgentId | undefined;
  readonly owner: Owner | undefined;
  readonly process: Process | undefined;
}

const reason = (code: string, message: string, resolution: string): Reason => ({ code, message, resolution });

const checkIdentity = ({ agentId, workload }: AgentRegistered, facts: RegistrationFacts): Reason[] => {
  const { existing, boundTo } = facts;
  const taken = boundTo !== undefined && boundTo !== agentId;
  return [
    ...(existing?.status === 'retired'
      ? [
          reason(
            'agent-retired',
            `agent ${agentId} is retired, and its id is never used again`,
            'choose another id',
          ),
        ]
      : []),
    ...(existing !== undefined && existing.status !== 'retired'
      ? [
          reason(
            'agent-exists',
            `agent ${agentId} is registered already, and not as given here`,
            'choose another id',
          ),
        ]
      : []),
    ...(taken
      ? [
          reason(
            'workload-taken',
            `the workload is bound to agent ${boundTo}`,
            'give each agent a workload identity of its own',
          ),
        ]
      : []),
    ...checkIssuer(workload, facts.catalog),
  ];
};

const checkIssuer = (workload: Workload, { workloadIssuers }: Catalog): Reason[] =>
  !('issuer' in workload) || workloadIssuers.includes(workload.issuer)
    ? []
    : [
        reason(
          'issuer-unknown',
          `${workload.issuer} is not a workload issuer of this deployment`,
          `use one of ${workloadIssuers.join(', ')}, or add it to workloadIssuers and deploy`,
        ),
      ];

const checkOwner = (
  { ownerId, backupOwnerId }: AgentRegistered,
  { owner, now }: RegistrationFacts,
): Reason[] => [
  ...(owner === undefined
    ? [
        reason(
          'owner-unknown',
          `owner ${ownerId} is not known`,
          'send Owner Joined for that person first, then register the agent again',
        ),
      ]
    : []),
  ...(owner !== undefined && !ownerIsActive(owner, now)
    ? [reason('owner-left', `owner ${ownerId} has left`, 'register the agent under an owner who is active')]
    : []),
  ...(backupOwnerId === ownerId
    ? [reason('backup-is-owner', 'the backup owner is the owner', 'name another person, or nobody')]
    : []),
];

/** Why the process does not admit an agent of the profile. */
export const checkProcess = (
  { processId, profile }: Pick<AgentRegistered, 'processId' | 'profile'>,
  process: Process | undefined,
): Reason[] => {
  if (process === undefined) {
    const resolution = 'send Process Registered for it first, then register the agent again';
    return [reason('process-unknown', `process ${processId} is not known`, resolution)];
  }
  if (process.status === 'retired') {
    return [
      reason(
        'process-retired',
        `process ${processId} is retired`,
        'register the agent for a process in force',
      ),
    ];
  }
  if (process.profiles.includes(profile)) return [];
  const allowed = process.profiles.length > 0 ? process.profiles.join(', ') : 'no profile at all';
  return [
    reason(
      'profile-not-allowed-by-process',
      `process ${processId} does not allow profile ${profile}: it allows ${allowed}`,
      'use an allowed profile, or send Process Changed with this one',
    ),
  ];
};

/** Why the deployment does not admit an agent of the profile in the environment. */
export const checkPlacement = (
  { environment, profile }: Pick<AgentRegistered, 'environment' | 'profile'>,
  { catalog }: Pick<RegistrationFacts, 'catalog'>,
): Reason[] => {
  const known = catalog.profiles.get(profile);
  const environments = [...catalog.environments.keys()].join(', ');
  return [
    ...(catalog.environments.has(environment)
      ? []
      : [
          reason(
            'environment-unknown',
            `environment ${environment} is not known`,
            `use one of ${environments}`,
          ),
        ]),
    ...(known === undefined
      ? [
          reason(
            'profile-unknown',
            `profile ${profile} is not deployed`,
            `use one of ${[...catalog.profiles.keys()].join(', ')}, or add its file and deploy`,
          ),
        ]
      : []),
    ...(known !== undefined && !known.environments.includes(environment)
      ? [
          reason(
            'profile-not-allowed-in-environment',
            `profile ${profile} is not allowed in ${environment}`,
            `use it in ${known.environments.join(', ')}, or choose a profile for ${environment}`,
          ),
        ]
      : []),
  ];
};

const checkExpiry = ({ expiresAt }: AgentRegistered, { now }: RegistrationFacts): Reason[] =>
  expiresAt === undefined || expiresAt > now
    ? []
    : [
        reason(
          'already-expired',
          `expiresAt ${expiresAt} is not in the future`,
          'give a later time, or none',
        ),
      ];

/** Every reason against a registration at once. */
export const checkRegistration = (event: AgentRegistered, facts: RegistrationFacts): readonly Reason[] => [
  ...checkIdentity(event, facts),
  ...checkOwner(event, facts),
  ...checkProcess(event, facts.process),
  ...checkPlacement(event, facts),
  ...checkExpiry(event, facts),
];
