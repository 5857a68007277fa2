/**
 * Who is signed in at the back office.
 *
 * A session is an opaque 256-bit token in a cookie (cookie.ts), kept here as its hash. It ends 12 h after sign-in,
 * after 30 min without a call a person asked for, at sign-out, and when its user may not sign in any more. Signing in
 * always makes a new token and drops the old one.
 *
 * Tries: 5 per account and 20 per address in 15 min, counted before the password is looked at, so that many at once do
 * not slip through; a right password gives its try back.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { err, ok, type Result } from '../../core/result.ts';
import { UNATTENDED_HEADER, type OfficeUser } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { findOfficeUser, officeUserOf, type OfficeUserRow } from '../db/office-user.ts';
import type { Tx } from '../db/door.ts';
import { nextNumber } from '../db/enrolment.ts';
import * as table from '../db/office-session.ts';
import type { ServerDeps } from '../deps.ts';
import { isSameOrigin, readToken, tokenCookie } from './cookie.ts';
import { mayDo, refuse } from './answer.ts';

export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 12 * 3_600_000;
export const TRY_WINDOW_MS = 15 * 60_000;
export const TRIES_PER_ACCOUNT = 5;
export const TRIES_PER_ADDRESS = 20;
const TOUCH_MS = 60_000;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in, on routes behind `requireOffice`. */
    officeUser: OfficeUser | null;
    officeEndsMs: number;
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * The guard of every office route: a live session, and for calls that write, our own page. Sets `request.officeUser`.
 * Answers 401 `signed_out`, or 403 `not_allowed` for a call from another page.
 */
export function requireOffice(
  deps: ServerDeps,
  means: { readonly attended?: boolean } = {},
): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isSameOrigin(request)) {
      return refuse(reply, { code: 'not_allowed' });
    }
    const attended = means.attended ?? request.headers[UNATTENDED_HEADER] === undefined;
    const live = await liveSession(deps, request, attended);
    if (live === null) return refuse(reply, { code: 'signed_out' });
    request.officeUser = live.user;
    request.officeEndsMs = live.endsMs;
    return undefined;
  };
}

type Live = { readonly user: OfficeUser; readonly endsMs: number };

/** The session of a request's cookie if it is alive now; `attended` calls, those a person asked for, keep it so. */
export async function liveSession(deps: ServerDeps, request: FastifyRequest, attended: boolean): Promise<Live | null> {
  const token = readToken(request);
  if (token === null) return null;
  const now = deps.clock();
  const hash = hashOf(token);
  const found = await deps.door.read(deps.orgId, async (tx) => {
    const session = await table.findSession(tx, hash);
    if (session === undefined || session.ends_ms <= now || session.seen_ms + IDLE_MS <= now) return null;
    const user = await officeUserOf(tx, session.user_id);
    return user === undefined || !user.active || !mayDo(user.role, 'look') ? null : { session, user };
  });
  if (found === null) return null;
  if (attended && now - found.session.seen_ms >= TOUCH_MS) {
    await deps.door.write(deps.orgId, (tx) => table.touchSession(tx, hash, now));
  }
  return { user: publicUser(found.user), endsMs: found.session.ends_ms };
}

const publicUser = ({ userId, login, names, role }: OfficeUserRow): OfficeUser => ({ userId, login, names, role });

type SignIn = { readonly login: string; readonly password: string };
type Verify = (password: string, hash: string | null) => Promise<boolean>;

/**
 * Checks a password and starts a session; the cookie is set on `reply`.
 * Refuses: `too_many_tries` with `seconds`; `wrong_password`, the same for an unknown name.
 */
export async function signIn(
  deps: ServerDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: SignIn,
  verify: Verify,
): Promise<Result<Live, Refusal>> {
  const login = asked.login.trim().toLowerCase();
  const tryId = deps.ids();
  const buckets = { account: `account ${login}`, address: `address ${request.ip}` };
  const counted = await deps.door.write(deps.orgId, (tx) => countTry(tx, deps.clock(), tryId, buckets));
  if (!counted.ok) return counted;
  const user = await deps.door.read(deps.orgId, (tx) => findOfficeUser(tx, login));
  const right = await verify(asked.password, user?.passwordHash ?? null);
  if (!right || user === undefined || !user.active || !mayDo(user.role, 'look')) return err({ code: 'wrong_password' });

  const token = Buffer.from(deps.randomBytes(32)).toString('base64url');
  const old = readToken(request);
  const now = deps.clock();
  const session = {
    token_hash: hashOf(token),
    user_id: user.userId,
    made_ms: now,
    seen_ms: now,
    ends_ms: now + ABSOLUTE_MS,
    client: (request.headers['user-agent'] ?? '').slice(0, 200),
  };
  await deps.door.write(deps.orgId, async (tx) => {
    await table.forgetTries(tx, buckets.account);
    await table.forgetTry(tx, buckets.address, tryId);
    await table.sweepSessions(tx, now, now - IDLE_MS);
    if (old !== null) await table.dropSession(tx, hashOf(old));
    await table.addSession(tx, session);
  });
  reply.header('set-cookie', tokenCookie(request, token));
  return ok({ user: publicUser(user), endsMs: session.ends_ms });
}

type Buckets = { readonly account: string; readonly address: string };

async function countTry(
  tx: Tx,
  now: number,
  tryId: string,
  { account, address }: Buckets,
): Promise<Result<null, Refusal>> {
  await nextNumber(tx, 'login try'); // tries are judged one after the other: this row is locked until the commit
  const limits = [
    [account, TRIES_PER_ACCOUNT],
    [address, TRIES_PER_ADDRESS],
  ] as const;
  let freeMs = now;
  for (const [bucket, most] of limits) {
    const tries = await table.triesSince(tx, bucket, now - TRY_WINDOW_MS);
    const holding = tries[tries.length - most]; // the try that must grow old before there is room for another
    if (holding !== undefined) freeMs = Math.max(freeMs, holding + TRY_WINDOW_MS);
  }
  if (freeMs > now) return err({ code: 'too_many_tries', facts: { seconds: Math.ceil((freeMs - now) / 1000) } });
  for (const [bucket] of limits) await table.addTry(tx, bucket, now, tryId);
  return ok(null);
}

/** Ends the session of the request's cookie, if there is one, and takes the cookie away. */
export async function signOut(deps: ServerDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = readToken(request);
  if (token !== null) await deps.door.write(deps.orgId, (tx) => table.dropSession(tx, hashOf(token)));
  reply.header('set-cookie', tokenCookie(request, null));
}
