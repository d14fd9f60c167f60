import { agentId } from '../../support/contract-suites/entities.ts';
import type { SeenRole } from '../../support/contract-suites/role-manager.ts';
import { seenIam } from '../../support/seen-iam.ts';
import type { Cast, Stage } from './stage.ts';

/** IAM of an environment's account, as its administrator sees it. */
export const iamOf = ({ env }: Stage, environment: Cast['environment']) =>
  seenIam(
    { ...env, emulatorUrl: env.endpointUrl },
    { partition: 'aws', account: env.accounts[environment], environment },
  );

/** An agent's role as it is; undefined when IAM has none of that name. */
export const roleOf = (stage: Stage, cast: Cast): Promise<SeenRole | undefined> =>
  iamOf(stage, cast.environment).role(agentId(cast.agentId));
