import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { childEnvironment } from '../../local/environment/child-environment.ts';
import type { World } from '../world/world.ts';

/** What a function finds in its environment where it is deployed; the gate takes who calls with it for that function. */
export const functionVariables = (
  { env, state, instance }: World,
  name: FunctionName,
): Record<string, string> => ({
  ...childEnvironment(process.env, instance.home),
  AWS_ENDPOINT_URL: env.endpointUrl,
  AWS_REGION: env.region,
  AWS_ACCESS_KEY_ID: env.accounts.hub,
  AWS_SECRET_ACCESS_KEY: state.lambdaSecret,
  AWS_SDK_UA_APP_ID: `mandate-${name}`,
  AWS_LAMBDA_FUNCTION_NAME: `mandate-${name}`,
  POWERTOOLS_SERVICE_NAME: `mandate-${name}`,
  POWERTOOLS_METRICS_NAMESPACE: 'Mandate',
  LOG_LEVEL: 'INFO',
  TABLE_NAME: env.tableName,
});
