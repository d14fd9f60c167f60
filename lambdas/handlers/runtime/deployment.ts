import { readFileSync } from 'node:fs';
import { type Deployment, deploymentSchema } from '../../contracts/deployment.ts';

/** What lies beside the bundle: the settings and profiles this function was deployed with. */
export const readDeployment = (): Deployment =>
  deploymentSchema.parse(JSON.parse(readFileSync(new URL('./deployment.json', import.meta.url), 'utf8')));
