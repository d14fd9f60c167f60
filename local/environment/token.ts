import { loadKeys } from '../issuers/keys.ts';
import { humanClaims, signToken, type TokenRequest, workloadClaims } from '../issuers/tokens.ts';
import { issuerUrls } from './handed-out.ts';
import type { Instance } from './instance.ts';
import { LocalError } from './local-error.ts';
import { readState } from './state.ts';

export interface TokenOptions {
  readonly workload?: string | undefined;
  readonly human?: string | undefined;
  readonly group?: readonly string[] | undefined;
  readonly lifetime: number;
}

/** A token as the workload of an agent, or a person, would get it from their issuer. */
export const mintToken = async (instance: Instance, options: TokenOptions): Promise<string> => {
  const whose = claimsFor(options);
  const state = readState(instance.stateFile);
  if (state === undefined) {
    throw new LocalError(
      'not-up',
      'there are no issuers: the environment is down',
      'run `npm run local -- up`',
    );
  }
  return signToken(loadKeys(instance.keyFile), {
    ...whose,
    issuerUrl: issuerUrls(state)[whose.issuer],
    lifetimeSeconds: options.lifetime,
    now: new Date(),
  });
};

export const claimsFor = ({
  workload,
  human,
  group,
}: TokenOptions): Pick<TokenRequest, 'issuer' | 'claims'> => {
  const one = (workload === undefined) !== (human === undefined);
  if (one && workload !== undefined && group === undefined)
    return { issuer: 'workload', claims: workloadClaims(workload) };
  if (one && human !== undefined) return { issuer: 'human', claims: humanClaims(human, group ?? []) };
  throw new LocalError(
    'wrong-options',
    'a token is for one workload or one person, and only a person has groups',
    'give --workload <agentId>, or --human <ownerId> with any --group <name>',
  );
};
