import { Template } from 'aws-cdk-lib/assertions';
import { catalogOf, trustedCallersOf } from '../../lambdas/contracts/catalog.ts';
import { hubRoleArn } from '../../lambdas/contracts/resource-names.ts';
import type { Catalog } from '../../lambdas/core/environments/catalog.ts';
import type { Environment } from '../../lambdas/core/environments/environment.ts';
import type { PolicyDocument } from '../../lambdas/core/profiles/policy-document.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { deploymentOf } from '../../lib/stacks/deployment-file.ts';
import { appOf, stackOf } from '../support/templates.ts';
import { type AgentUnderTest, agentUnderTest } from './agent-under-test.ts';

/** A role that is no agent's, as its stack declares it. */
export interface StackRole {
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly permissions: PolicyDocument;
}

export interface EnvironmentUnderTest {
  readonly environment: Environment;
  /** One for each profile. */
  readonly agents: readonly AgentUnderTest[];
  /** Those that the hub assumes: the provisioner and the stop writer. */
  readonly delegated: readonly StackRole[];
}

/** All that a deployment consists of, as its templates and the domain compile it. */
export interface Estate {
  readonly settings: Settings;
  readonly catalog: Catalog;
  readonly controlPlane: Template;
  /** Roles of the hub's functions. */
  readonly functionRoles: readonly StackRole[];
  readonly environments: readonly EnvironmentUnderTest[];
}

export const estateOf = (settings: Settings): Estate => {
  const app = appOf(settings);
  const templateOf = (name: string) => Template.fromStack(stackOf(app, name));
  const deployment = deploymentOf(settings);
  const catalog = catalogOf(deployment);
  const callers = trustedCallersOf(deployment);
  const controlPlane = templateOf('MandateControlPlane');
  return {
    settings,
    catalog,
    controlPlane,
    functionRoles: rolesIn(controlPlane, settings.hub.account),
    environments: [...catalog.environments.values()].map((environment) => {
      const template = templateOf(`MandateWorkload-${environment.name}`);
      const place = { environment, boundary: boundaryIn(template), catalog, callers };
      return {
        environment,
        agents: [...catalog.profiles.values()].map((profile) => agentUnderTest(profile, place)),
        delegated: rolesIn(template, environment.account),
      };
    }),
  };
};

const boundaryIn = (template: Template): PolicyDocument => {
  const [policy, ...others] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  if (policy === undefined || others.length > 0) throw new Error('the stack has not exactly one boundary');
  return policy['Properties'].PolicyDocument;
};

const rolesIn = (template: Template, account: string): readonly StackRole[] =>
  Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => ({
    arn: hubRoleArn({ partition: 'aws', region: '', account }, Properties.RoleName),
    trust: Properties.AssumeRolePolicyDocument,
    permissions: Properties.Policies[0].PolicyDocument,
  }));
