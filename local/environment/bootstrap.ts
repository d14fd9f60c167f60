import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { accounts } from './accounts.ts';
import { type Admin, adminClient } from './admin.ts';

// the CLI's own template, created directly: four runs of `cdk bootstrap` cost many seconds of start-up on two cores
const cdkFolder = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
const template = join(cdkFolder, 'lib', 'api', 'bootstrap', 'bootstrap-template.yaml');
const stackName = 'CDKToolkit';

/** Prepares every account for the CDK, as `cdk bootstrap --trust <hub>` does, where that was not yet done. */
export const bootstrapAccounts = async (admin: Admin): Promise<void> => {
  const body = readFileSync(template, 'utf8');
  await Promise.all(Object.values(accounts).map((account) => bootstrap(admin, account, body)));
};

const bootstrap = async (admin: Admin, account: string, body: string): Promise<void> => {
  const client = new CloudFormationClient(adminClient(admin, account));
  try {
    if (await exists(client)) return;
    await client.send(
      new CreateStackCommand({
        StackName: stackName,
        TemplateBody: body,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: [
          { ParameterKey: 'TrustedAccounts', ParameterValue: account === accounts.hub ? '' : accounts.hub },
          {
            ParameterKey: 'CloudFormationExecutionPolicies',
            ParameterValue: 'arn:aws:iam::aws:policy/AdministratorAccess',
          },
          { ParameterKey: 'FileAssetsBucketKmsKeyId', ParameterValue: 'AWS_MANAGED_KEY' },
        ],
      }),
    );
    await waitUntilStackCreateComplete(
      { client, maxWaitTime: 60, minDelay: 0.2, maxDelay: 0.5 },
      { StackName: stackName },
    );
  } finally {
    client.destroy();
  }
};

const exists = async (client: CloudFormationClient): Promise<boolean> => {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks.some((stack) => stack.StackStatus?.endsWith('_COMPLETE') === true);
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return false;
    throw error;
  }
};
