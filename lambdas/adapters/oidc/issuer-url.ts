const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether something of the issuer may be fetched from there: over https, or over http where the issuer is local. */
export const mayFetch = (url: string, issuer: string): boolean => {
  const target = URL.parse(url);
  if (target === null || target.username !== '' || target.password !== '') return false;
  if (target.protocol === 'https:') return true;
  return target.protocol === 'http:' && LOOPBACK.test(target.hostname) && isLocal(issuer);
};

const isLocal = (issuer: string): boolean => {
  const url = URL.parse(issuer);
  return url?.protocol === 'http:' && LOOPBACK.test(url.hostname);
};

/** Source: OpenID Connect Discovery 1.0, section 4. */
export const discoveryUrl = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
