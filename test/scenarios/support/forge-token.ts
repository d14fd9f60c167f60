import { importJWK, SignJWT } from 'jose';
import { instanceAt } from '../../../local/environment/instance.ts';
import { type IssuerName, loadKeys } from '../../../local/issuers/keys.ts';
import { audience, workloadSubject } from '../../../local/issuers/tokens.ts';
import type { Stage } from './stage.ts';

/** What is different from a token of the agent's own workload. */
export interface Forgery {
  /** Whose key signs it. @default workload */
  readonly key?: IssuerName;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now. @default 600 */
  readonly expiresIn?: number;
}

/** A token as an agent's workload would have it, but for one thing. */
export const forgeToken = async ({ env }: Stage, agentId: string, forgery: Forgery): Promise<string> => {
  const keys = loadKeys(instanceAt(env.directory).keyFile);
  const key = keys[forgery.key ?? 'workload'];
  const now = Math.floor(Date.now() / 1000);
  const expiresAt = now + (forgery.expiresIn ?? 600);
  return new SignJWT({ sub: workloadSubject(agentId) })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .setIssuer(forgery.issuer ?? env.issuers.workload)
    .setAudience(forgery.audience ?? audience)
    .setIssuedAt(Math.min(now, expiresAt) - 60)
    .setExpirationTime(expiresAt)
    .sign(await importJWK(key, key.alg));
};
