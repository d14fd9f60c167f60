import { type Need, text } from '../wire.ts';
import { arn, arnOr, type Mapping } from './mapping.ts';

const stackOperations = new Set([
  'CreateStack',
  'UpdateStack',
  'DeleteStack',
  'DescribeStacks',
  'DescribeStackEvents',
  'DescribeStackResources',
  'DescribeStackResource',
  'ListStackResources',
  'GetTemplate',
  'GetTemplateSummary',
  'CreateChangeSet',
  'DescribeChangeSet',
  'ExecuteChangeSet',
  'DeleteChangeSet',
  'ListChangeSets',
  'UpdateTerminationProtection',
  'RollbackStack',
  'ContinueUpdateRollback',
  'DescribeEvents',
]);

export const mapCloudformation: Mapping = (input): Need[] | undefined => {
  const { operation, params } = input.call;
  if (operation === 'ListStacks' || operation === 'ListExports' || operation === 'ValidateTemplate') {
    return [{ action: `cloudformation:${operation}`, resource: '*' }];
  }
  if (!stackOperations.has(operation)) return undefined;
  // a stack's ARN ends in an id of AWS's choosing
  const stack = text(params['StackName']);
  const resource =
    stack === undefined ? '*' : arnOr(stack, (name) => arn(input, 'cloudformation', `stack/${name}/0`));
  const role = text(params['RoleARN']);
  const needs: Need[] = [{ action: `cloudformation:${operation}`, resource }];
  if (role !== undefined) {
    needs.push({
      action: 'iam:PassRole',
      resource: role,
      context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    });
  }
  return needs;
};
