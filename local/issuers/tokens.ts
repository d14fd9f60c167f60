import { importJWK, SignJWT } from 'jose';
import { algorithm, type IssuerKeys, type IssuerName } from './keys.ts';

export const audience = 'mandate';
export const groupsClaim = 'groups';
export const defaultLifetimeSeconds = 3600;

export interface TokenRequest {
  readonly issuer: IssuerName;
  readonly issuerUrl: string;
  readonly claims: { readonly sub: string; readonly groups?: readonly string[] };
  readonly lifetimeSeconds: number;
  readonly now: Date;
}

/** As Kubernetes names the service account of a pod. */
export const workloadSubject = (agentId: string): string => `system:serviceaccount:agents:${agentId}`;

export const workloadClaims = (agentId: string): TokenRequest['claims'] => ({
  sub: workloadSubject(agentId),
});

export const humanClaims = (ownerId: string, groups: readonly string[]): TokenRequest['claims'] => ({
  sub: ownerId,
  [groupsClaim]: groups,
});

export const signToken = async (keys: IssuerKeys, request: TokenRequest): Promise<string> => {
  const key = keys[request.issuer];
  const issuedAt = Math.floor(request.now.getTime() / 1000);
  return new SignJWT({ ...request.claims })
    .setProtectedHeader({ alg: algorithm, kid: key.kid, typ: 'JWT' })
    .setIssuer(request.issuerUrl)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + request.lifetimeSeconds)
    .setJti(crypto.randomUUID())
    .sign(await importJWK(key, algorithm));
};
