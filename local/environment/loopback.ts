import { LocalError } from './local-error.ts';

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'http:' || protocol === 'https:') && loopbackHost.test(hostname);
};

/** A local command must never reach a real account: whatever is given, only this machine is spoken to. */
export const requireLoopback = (url: string, origin: string): string => {
  if (isLoopback(url)) return url.replace(/\/+$/, '');
  throw new LocalError(
    'endpoint-not-loopback',
    `${origin} is ${JSON.stringify(url)}, which is not an http address of this machine`,
    'use an address on localhost, 127.0.0.1 or [::1], such as http://127.0.0.1:4566',
  );
};
