/**
 * The session cookie, and what proves that a call which writes came from our own page.
 *
 * Over https the cookie is `__Host-sid`: Secure, HttpOnly, SameSite=Lax, no Domain, so no other host or plain page can
 * set or read it. Over plain http on this very machine (127.0.0.1, localhost) browsers differ on Secure cookies, so it
 * is `sid` without Secure. Over plain http from elsewhere nobody signs in: the password would cross the network in
 * clear.
 */
import type { FastifyRequest } from 'fastify';

const SECURE_NAME = '__Host-sid';
const LOCAL_NAME = 'sid';
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

const nameFor = (request: FastifyRequest): string => (request.protocol === 'https' ? SECURE_NAME : LOCAL_NAME);

/** True where a password may be typed: https, or plain http that never leaves this machine. */
export const isPrivateChannel = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || LOOPBACK.test(request.ip);

/** The token of the request's cookie, or null. */
export function readToken(request: FastifyRequest): string | null {
  const wanted = `${nameFor(request)}=`;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length) || null;
  }
  return null;
}

/**
 * The header that gives the browser its token; null takes it away. It lives until the browser closes, or the server
 * says.
 */
export function tokenCookie(request: FastifyRequest, token: string | null): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  const life = token === null ? '; Max-Age=0' : '';
  return `${nameFor(request)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax${secure}${life}`;
}

/**
 * Whether a browser sent this from a page of ours. `Sec-Fetch-Site` cannot be set by script; where a browser lacks it,
 * the Origin must name the host the request went to. Neither: refused, no page of ours sends such a call.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined) return false;
  return origin === `${request.protocol}://${host}`;
}
