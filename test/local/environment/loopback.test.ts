import { describe, expect, it } from 'vitest';
import { isLoopback, requireLoopback } from '../../../local/environment/loopback.ts';

describe('an address of this machine', () => {
  it.each([
    'http://127.0.0.1:4566',
    'http://127.1.2.3',
    'https://localhost:4566/',
    'http://[::1]:4566',
    'http://2130706433:4566',
  ])('is %s', (url) => {
    expect(isLoopback(url)).toBe(true);
  });

  it.each([
    'https://sts.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://0.0.0.0:4566',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1@example.com',
    'http://example.com/127.0.0.1',
    'http://[::ffff:10.0.0.1]:4566',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    '127.0.0.1:4566',
    '',
  ])('is not %j', (url) => {
    expect(isLoopback(url)).toBe(false);
  });

  it('is given without a slash at its end', () => {
    expect(requireLoopback('http://127.0.0.1:4566//', 'the endpoint')).toBe('http://127.0.0.1:4566');
  });

  it('is demanded with words on what to do', () => {
    const demand = () => requireLoopback('https://sts.amazonaws.com', 'AN_ENDPOINT');

    expect(demand).toThrowError(
      expect.objectContaining({
        code: 'endpoint-not-loopback',
        message: expect.stringContaining('AN_ENDPOINT is "https://sts.amazonaws.com"'),
        resolution: expect.stringContaining('127.0.0.1'),
      }),
    );
  });
});
