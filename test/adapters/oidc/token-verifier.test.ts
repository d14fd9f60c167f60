import { describe } from 'vitest';
import { tokenVerifierContract } from '../../support/contract-suites/token-verifier.ts';
import { StaticVerifier } from '../../support/fakes/static-verifier.ts';
import { sign } from '../../support/oidc-issuer.ts';
import { AUDIENCE, oidcCase, SUBJECT } from './oidc-case.ts';

const workload = { issuer: 'https://issuer.example', subject: SUBJECT, audiences: [AUDIENCE] };

describe('the static verifier', () => {
  tokenVerifierContract(async () => {
    const [valid, expired] = ['a-token-that-is-valid', 'a-token-that-has-expired'];
    const refusal = { code: 'token-expired', message: 'the token has expired', resolution: 'send another' };
    const verifier = new StaticVerifier({ [valid]: workload, [expired]: refusal });
    return { verifier, valid, workload, expired };
  });
});

describe('the verifier of OIDC tokens', () => {
  tokenVerifierContract(async () => {
    const { verifier, key, issuer, claims } = await oidcCase();
    return {
      verifier,
      valid: await sign(key, claims()),
      workload: { ...workload, issuer: issuer.url },
      expired: await sign(key, claims({ iat: -900, exp: -60 })),
    };
  });
});
