import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { isPrivateChannel, isSameOrigin, readToken, tokenCookie } from '../../../src/server/office/cookie.ts';

type Told = { protocol?: string; ip?: string; headers?: Record<string, string> };
const request = ({ protocol = 'https', ip = '192.168.1.20', headers = {} }: Told) =>
  ({ protocol, ip, headers }) as unknown as FastifyRequest;

test('over https the cookie is bound to the host and never leaves it in clear', () => {
  expect(tokenCookie(request({}), 'tok')).toBe('__Host-sid=tok; Path=/; HttpOnly; SameSite=Lax; Secure');
  expect(tokenCookie(request({}), null)).toBe('__Host-sid=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0');
  expect(tokenCookie(request({ protocol: 'http' }), 'tok')).toBe('sid=tok; Path=/; HttpOnly; SameSite=Lax');
});

test('a cookie set for plain http is no session over https', () => {
  const headers = { cookie: 'lang=en; sid=planted; __Host-sid=real' };
  expect(readToken(request({ headers }))).toBe('real');
  expect(readToken(request({ headers: { cookie: 'sid=planted' } }))).toBeNull();
  expect(readToken(request({ protocol: 'http', headers }))).toBe('planted');
});

test('a password is typed over https, or on this very machine', () => {
  expect(isPrivateChannel(request({}))).toBe(true);
  expect(isPrivateChannel(request({ protocol: 'http' }))).toBe(false);
  for (const ip of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']) {
    expect(isPrivateChannel(request({ protocol: 'http', ip }))).toBe(true);
  }
});

test.each([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-site', origin: 'https://shop.example', host: 'shop.example' }, false],
  [{ origin: 'https://shop.example:8443', host: 'shop.example:8443' }, true],
  [{ origin: 'http://shop.example:8443', host: 'shop.example:8443' }, false],
  [{ origin: 'https://evil.example', host: 'shop.example' }, false],
  [{ host: 'shop.example' }, false],
])('%j is from our own page: %s', (headers, expected) => {
  expect(isSameOrigin(request({ headers }))).toBe(expected);
});
