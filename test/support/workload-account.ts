import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import flags from '../../cdk.json' with { type: 'json' };
import type { Deployment } from '../../lambdas/contracts/deployment.ts';
import type { WorkloadAccount } from '../../lambdas/contracts/resource-names.ts';
import type { EnvironmentName } from '../../lambdas/core/kernel/identifiers.ts';
import type { EnvironmentSettings, Settings } from '../../lib/settings/settings.ts';
import { deploymentOf } from '../../lib/stacks/deployment-file.ts';
import { WorkloadStack } from '../../lib/stacks/workload-stack.ts';
import type { Emulator } from '../../local/environment/emulator.ts';
import { adminConfig } from './clients.ts';
import { profileOf } from './profiles.ts';
import { settingsOf } from './settings.ts';

/** An environment of its own in the emulator, with all that its workload stack creates. */
export interface WorkloadUnderTest {
  readonly environment: EnvironmentName;
  readonly where: WorkloadAccount;
  readonly region: string;
  readonly settings: Settings;
  readonly deployment: Deployment;
}

/**
 * Creates what the workload stack's template says, as administrator: what is tried here is what will be deployed.
 * @param name the environment's, which no other test uses
 */
export const createWorkload = async (emulator: Emulator, name: string): Promise<WorkloadUnderTest> => {
  const settings = settingsFor(emulator, name);
  const [environment] = settings.environments;
  if (environment === undefined) throw new Error('the settings lost their environment');
  await createResources(emulator, templateFor(settings, environment), environment.account);
  const { account, region, partition } = environment;
  const where = { partition, account, environment: name };
  return { environment: environment.name, where, region, settings, deployment: deploymentOf(settings) };
};

const settingsFor = ({ accounts, region }: Emulator, name: string): Settings => {
  const environments = [{ name, account: accounts.test }];
  const settings = settingsOf({ hubAccount: accounts.hub, region, environments });
  const own = settings.environments.map((environment) => environment.name);
  return { ...settings, profiles: [profileOf({ environments: own })] };
};

const templateFor = (settings: Settings, environment: EnvironmentSettings): Template => {
  const { account, region } = environment;
  return Template.fromStack(
    new WorkloadStack(new App({ context: flags.context }), 'Workload', {
      env: { account, region },
      settings,
      environment,
    }),
  );
};

const createResources = async (emulator: Emulator, template: Template, account: string): Promise<void> => {
  const config = adminConfig(emulator, account);
  const [iam, ssm] = [new IAMClient(config), new SSMClient(config)];
  for (const { Properties: policy } of resourcesOf(template, 'AWS::IAM::ManagedPolicy')) {
    const { ManagedPolicyName: PolicyName, Path, PolicyDocument: document } = policy;
    const PolicyDocument = JSON.stringify(document);
    await iam.send(new CreatePolicyCommand({ PolicyName, Path, PolicyDocument }));
  }
  for (const { Properties: role } of resourcesOf(template, 'AWS::IAM::Role')) {
    const { RoleName } = role;
    const AssumeRolePolicyDocument = JSON.stringify(role.AssumeRolePolicyDocument);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    for (const { PolicyName, PolicyDocument: document } of role.Policies) {
      const PolicyDocument = JSON.stringify(document);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
  }
  for (const { Properties: parameter } of resourcesOf(template, 'AWS::SSM::Parameter')) {
    await ssm.send(new PutParameterCommand(parameter));
  }
};

const resourcesOf = (template: Template, type: string) => Object.values(template.findResources(type));
