import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { POLICY_PATH, stopListName } from '../../contracts/resource-names.ts';
import type { PolicyDocument } from '../../core/profiles/policy-document.ts';
import type { AccountIam } from './delegated-iam.ts';

/** One IAM call; its `EntityAlreadyExists` says that another was faster. */
export const createStopList = async (
  { client, where }: AccountIam,
  document: PolicyDocument,
): Promise<void> => {
  await client.send(
    new CreatePolicyCommand({
      PolicyName: stopListName(where.environment),
      Path: POLICY_PATH,
      PolicyDocument: JSON.stringify(document),
      Description: 'Denies what Mandate has stopped; attached to every agent role',
    }),
  );
};
