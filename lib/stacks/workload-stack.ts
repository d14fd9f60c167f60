import { Annotations, type CfnResource, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  PolicyDocument as CdkPolicyDocument,
  CfnManagedPolicy,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import {
  agentRoleArn,
  boundaryName,
  COMPILER_ROLE,
  externalId,
  heartbeatName,
  hubRoleArn,
  missingRoleArn,
  POLICY_PATH,
  PROVISIONER_ROLE,
  provisionerName,
  stopWriterName,
  type WorkloadAccount,
} from '../../lambdas/contracts/resource-names.ts';
import { type Boundary, compileBoundary } from '../../lambdas/core/profiles/boundary.ts';
import type { PolicyDocument } from '../../lambdas/core/profiles/policy-document.ts';
import type { EnvironmentSettings, Settings } from '../settings/settings.ts';
import { provisionerPolicy, stopWriterPolicy } from './workload-permissions.ts';

export interface WorkloadStackProps extends StackProps {
  readonly settings: Settings;
  readonly environment: EnvironmentSettings;
}

interface DelegatedRole {
  readonly roleName: string;
  readonly description: string;
  readonly hubRole: string;
  readonly policy: PolicyDocument;
}

/** What an environment's account needs before agents can live there. The stop list is not here: see stops. */
export class WorkloadStack extends Stack {
  private readonly settings: Settings;
  private readonly where: WorkloadAccount;

  constructor(scope: Construct, id: string, props: WorkloadStackProps) {
    super(scope, id, props);
    const { name, account, partition } = props.environment;
    this.settings = props.settings;
    this.where = { account, partition, environment: name };
    this.addBoundary(props.environment);
    this.addProvisioner();
    this.addStopWriter();
    new StringParameter(this, 'Heartbeat', {
      parameterName: heartbeatName(name),
      description: 'Mandate’s probes read this, to see whether a session can still do anything',
      stringValue: 'alive',
    });
    this.warnIfShared();
  }

  private addBoundary({ name, account, region, partition }: EnvironmentSettings): void {
    const { hub, busName, profiles } = this.settings;
    const boundary = compileBoundary(profiles, {
      partition,
      region,
      account,
      environment: name,
      hubAccount: hub.account,
      hubRegion: hub.region,
      busName,
    });
    const policy = new CfnManagedPolicy(this, 'Boundary', {
      managedPolicyName: boundaryName(name),
      path: POLICY_PATH,
      description: `The most that an agent of ${name} can do; grants nothing by itself`,
      policyDocument: boundary.document,
    });
    policy.overrideLogicalId('Boundary');
    this.explainBoundary(policy, boundary);
  }

  private explainBoundary(policy: CfnResource, { document, collapsed, fits }: Boundary): void {
    const reason = 'A boundary grants nothing: each agent has what its own policy allows within it';
    const wide = document.Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action = [] }) => Action)
      .filter((action) => action.includes('*'));
    Validations.of(policy).acknowledge(
      { id: 'AwsSolutions-IAM5[Resource::*]', reason },
      ...wide.map((action) => ({ id: `AwsSolutions-IAM5[Action::${action}]`, reason })),
    );
    if (!fits) {
      Annotations.of(this).addError(
        `the profiles of ${this.where.environment} name more services than a permissions boundary holds: allow fewer profiles in this environment`,
      );
    }
    if (collapsed.length === 0) return;
    Annotations.of(this).addWarningV2(
      'mandate:boundary-widened',
      `the profiles of ${this.where.environment} name more actions than a boundary holds: it now admits all of ${collapsed.join(', ')}; what an agent can do is still limited by its own policy`,
    );
  }

  private addProvisioner(): void {
    const role = this.addDelegatedRole('Provisioner', {
      roleName: provisionerName(this.where.environment),
      description: 'Assumed by Mandate to keep the roles of agents',
      hubRole: PROVISIONER_ROLE,
      policy: provisionerPolicy(this.where),
    });
    Validations.of(role).acknowledge(
      {
        id: `AwsSolutions-IAM5[Resource::${agentRoleArn(this.where, '*')}]`,
        reason: 'Agent roles come and go at run time: one path, one name prefix, each within the boundary',
      },
      {
        id: `AwsSolutions-IAM5[Resource::${missingRoleArn(this.where, '*')}]`,
        reason: 'Reads whether a role is missing, which IAM looks up by name alone',
      },
    );
  }

  private addStopWriter(): void {
    this.addDelegatedRole('StopWriter', {
      roleName: stopWriterName(this.where.environment),
      description: 'Assumed by Mandate to write the stop list',
      hubRole: COMPILER_ROLE,
      policy: stopWriterPolicy(this.where),
    });
  }

  private addDelegatedRole(id: string, { roleName, description, hubRole, policy }: DelegatedRole): Role {
    const { hub } = this.settings;
    // a role named as principal is stored by its internal id: it has to exist first, and breaks when it is re-created
    const assumedBy = new AccountPrincipal(hub.account).withConditions({
      ArnEquals: { 'aws:PrincipalArn': hubRoleArn(hub, hubRole) },
      StringEquals: { 'sts:ExternalId': externalId(hub.account, this.where.environment) },
    });
    const inlinePolicies = { permissions: CdkPolicyDocument.fromJson(policy) };
    return new Role(this, id, { roleName, description, assumedBy, inlinePolicies });
  }

  private warnIfShared(): void {
    const { account, environment } = this.where;
    const others = this.settings.environments
      .filter((other) => other.account === account && other.name !== environment)
      .map(({ name }) => name);
    if (others.length === 0) return;
    Annotations.of(this).addWarningV2(
      'mandate:shared-account',
      `${environment} shares account ${account} with ${others.join(', ')}: what keeps their agents apart is then only the resources that profiles name, and whoever administers the account administers all of them; give each environment an account of its own`,
    );
  }
}
