import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { type Instant, secondsBetween } from '../../core/kernel/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { FetchError, type FetchLimits, fetchJson } from './fetch-json.ts';
import { discoveryUrl, mayFetch } from './issuer-url.ts';

export interface IssuerKeysOptions {
  readonly issuer: string;
  readonly clock: Clock;
  readonly limits: FetchLimits;
  /** Told why keys could not be fetched. */
  readonly onFailure: (error: unknown) => void;
}

/** The issuer's keys cannot be had now, and none of those known fits. */
export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
  readonly code = 'issuer-unavailable';
}

/** Seconds after which keys are fetched again, so that one that the issuer has withdrawn is forgotten. */
const KEEP_SECONDS = 600;
/** Seconds between fetches for the sake of keys that are not known: anybody can send a token that names one. */
const UNKNOWN_KEY_COOL_DOWN = 30;
/** Seconds before an issuer that did not answer is asked again. */
const FAILURE_COOL_DOWN = 5;

/**
 * Finds the key that a token names among the issuer's, which are fetched when first needed and kept. When the issuer
 * is down, those known go on working.
 */
export const issuerKeys = (options: IssuerKeysOptions): JWTVerifyGetKey => {
  const { clock } = options;
  let known: { readonly find: JWTVerifyGetKey; readonly since: Instant } | undefined;
  let last: { readonly at: Instant; readonly failed: boolean } | undefined;
  let pending: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    try {
      const find = await fetchKeys(options);
      known = { find, since: clock.now() };
      last = { at: clock.now(), failed: false };
    } catch (error) {
      last = { at: clock.now(), failed: true };
      options.onFailure(error);
    } finally {
      pending = undefined;
    }
  };

  const refresh = async (): Promise<void> => {
    const coolDown = last?.failed ? FAILURE_COOL_DOWN : UNKNOWN_KEY_COOL_DOWN;
    if (last !== undefined && secondsBetween(last.at, clock.now()) < coolDown) return;
    pending ??= load();
    await pending;
  };

  const find: JWTVerifyGetKey = (header, token) => {
    if (known === undefined) throw new IssuerUnavailableError();
    return known.find(header, token);
  };

  return async (header, token) => {
    if (known === undefined || secondsBetween(known.since, clock.now()) >= KEEP_SECONDS) await refresh();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      if (last?.failed) throw new IssuerUnavailableError();
      return find(header, token);
    }
  };
};

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** A shared secret has no place in a public key set. */
const ASYMMETRIC = ['RSA', 'EC', 'OKP'];

const fetchKeys = async ({ issuer, limits }: IssuerKeysOptions): Promise<JWTVerifyGetKey> => {
  const read = (url: string): Promise<unknown> => {
    if (mayFetch(url, issuer)) return fetchJson(url, limits);
    throw new FetchError(url, 'it is not an https URL');
  };
  const url = discoveryUrl(issuer);
  const discovery = discoverySchema.parse(await read(url));
  if (discovery.issuer !== issuer) throw new FetchError(url, 'it is the document of another issuer');
  const { keys } = keySetSchema.parse(await read(discovery.jwks_uri));
  return createLocalJWKSet({ keys: keys.filter(({ kty }) => ASYMMETRIC.includes(kty)) });
};
