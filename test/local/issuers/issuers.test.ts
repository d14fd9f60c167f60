import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issuerUrls } from '../../../local/environment/handed-out.ts';
import { startParts } from '../../../local/environment/run-parts.ts';
import { type IssuerName, loadKeys } from '../../../local/issuers/keys.ts';
import { signToken, type TokenRequest, workloadClaims } from '../../../local/issuers/tokens.ts';
import { newEnvironment } from '../environment/new-environment.ts';

const discoverySchema = z.object({ issuer: z.url(), jwks_uri: z.url() });

/** Verifies as a relying party does, from nothing but the issuer's address. */
const verify = async (token: string, issuer: string) => {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  const discovery = discoverySchema.parse(await answer.json());
  expect(discovery.issuer).toBe(issuer);
  return jwtVerify(token, createRemoteJWKSet(new URL(discovery.jwks_uri)), { issuer, audience: 'mandate' });
};

describe('the local issuers', async () => {
  const ends: (() => Promise<void> | void)[] = [];
  const running = await newEnvironment((end) => ends.unshift(end));
  const at = issuerUrls(running.state);
  const token = (issuer: IssuerName, changes: Partial<TokenRequest> = {}): Promise<string> =>
    signToken(loadKeys(running.instance.keyFile), {
      issuer,
      issuerUrl: at[issuer],
      claims: workloadClaims('coding-assistant'),
      lifetimeSeconds: 60,
      now: new Date(),
      ...changes,
    });

  beforeAll(() => startParts(['issuers'], running, new AbortController().signal));
  afterAll(async () => {
    for (const end of ends) await end();
  });

  it('issue tokens that whoever knows their address can verify', async () => {
    const { payload } = await verify(await token('workload'), at.workload);

    expect(payload.sub).toBe('system:serviceaccount:agents:coding-assistant');
  });

  it('are never taken for one another', async () => {
    const pretending = await token('workload', { issuerUrl: at.human });

    await expect(verify(pretending, at.human)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    await expect(verify(await token('workload'), at.human)).rejects.toThrow();
  });

  it('issue tokens that end', async () => {
    const old = await token('human', { now: new Date(Date.now() - 120_000) });

    await expect(verify(old, at.human)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });
});
