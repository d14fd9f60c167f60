import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { instanceAt } from '../../../local/environment/instance.ts';
import { usualPorts } from '../../../local/environment/ports.ts';
import { writeState } from '../../../local/environment/state.ts';
import { claimsFor, mintToken } from '../../../local/environment/token.ts';
import { loadOrCreateKeys } from '../../../local/issuers/keys.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const lifetime = 60;

describe('the claims of a token', () => {
  it('name the service account of an agent', () => {
    expect(claimsFor({ workload: 'coding-assistant', lifetime })).toEqual({
      issuer: 'workload',
      claims: { sub: 'system:serviceaccount:agents:coding-assistant' },
    });
  });

  it('name a person with their groups', () => {
    expect(claimsFor({ human: 'e10001', group: ['mandate-approver'], lifetime })).toEqual({
      issuer: 'human',
      claims: { sub: 'e10001', groups: ['mandate-approver'] },
    });
  });

  it('name a person in no group', () => {
    expect(claimsFor({ human: 'e10001', lifetime }).claims).toEqual({ sub: 'e10001', groups: [] });
  });

  it.each([
    { lifetime },
    { workload: 'a', human: 'e1', lifetime },
    { workload: 'a', group: ['mandate-admin'], lifetime },
    { group: ['mandate-admin'], lifetime },
  ])('are not made of %j', (options) => {
    expect(() => claimsFor(options)).toThrowError(expect.objectContaining({ code: 'wrong-options' }));
  });
});

describe('a token', () => {
  it('comes from the issuer of its environment', async () => {
    const instance = instanceAt(join(temporaryFolder(), 'environment'));
    const secrets = { adminSecret: 'a', lambdaSecret: 'l' };
    writeState(instance.stateFile, { version: 1, ...secrets, ports: usualPorts, processes: {} });
    await loadOrCreateKeys(instance.keyFile);

    const token = decodeJwt(await mintToken(instance, { human: 'e10001', lifetime }));

    expect(token).toMatchObject({ iss: 'http://127.0.0.1:4569', sub: 'e10001', aud: 'mandate' });
    expect((token.exp ?? 0) - (token.iat ?? 0)).toBe(lifetime);
  });

  it('is not to be had while the environment is down', async () => {
    const instance = instanceAt(temporaryFolder());

    await expect(mintToken(instance, { human: 'e10001', lifetime })).rejects.toMatchObject({
      code: 'not-up',
    });
  });
});
