/**
 * The messages of wire/sync.ts as this device says them, and what the answers mean. A push carries the entries' own
 * bytes and one signature over its header; answers that move the acknowledged head are believed only when the server
 * key pinned at enrolment signed them.
 *
 * Not here: when to say what (engine.ts), doing it at the right time (driver.ts).
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import type * as z from 'zod/mini';
import { canonicalText, genesisHash, utf8Length } from '../../core/journal.ts';
import { base64url } from '../../wire/proof.ts';
import { PROTO, SCHEMA } from '../../wire/protocol.ts';
import {
  helloOk,
  manifest as manifestSchema,
  NDJSON,
  pullOk,
  pushErr,
  pushOk,
  SIGNATURE_HEADER,
  SYNC_PATHS,
  type Hello,
  type HelloOk,
  type Manifest,
  type Pull,
  type PushHeader,
  type PushOk,
} from '../../wire/sync.ts';
import type { DeviceKey, VerifyText } from '../auth/device-key.ts';
import { messageBytes, sendSigned, type SignedDeps } from '../auth/signed-http.ts';
import { readEntry } from '../db/commit-entry.ts';
import { entriesAfter, readMeta, type EntryRow, type JournalDb } from '../db/journal-db.ts';
import { livesLeft } from '../db/left-lives.ts';
import { jsonBody, jsonOf, refusalIn, send, type HttpAnswer } from '../http.ts';
import { sha256Hex } from '../sha256-hex.ts';
import type { Answer, Effect, Failure, PullAsk } from './engine-state.ts';

/** Most lives left before that a hello names: the newest. */
const HELLO_LIVES = 8;
/** Most bytes of one page of a pull. */
const PULL_BYTES = 1_048_576;
/** What a push's header and line ends may take of the server's limit. */
const HEADER_ROOM = 2048;

export type StorageReport = Hello['storage'];

/** Who speaks, and how: all that messages without entries of the journal need. */
export type Speaker = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly key: DeviceKey;
  readonly http: SignedDeps;
  readonly verify: VerifyText; // with the server's pinned key
  readonly mono: () => number;
};

export type Session = Speaker & {
  readonly journal: JournalDb;
  readonly app: string;
  readonly storage: () => Promise<StorageReport>;
  readonly clock: () => number;
};

/** An answer came, and it was not the one hoped for. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`request failed: ${failure.why}`);
    this.failure = failure;
  }
}

export async function sayHello(session: Session, signal: AbortSignal): Promise<Answer> {
  const { journal, deviceId, incarnation } = session;
  const said = await greet(session, await helloOf(session), signal);
  return { to: 'hello', said, ownHash: await hashAt(journal, { deviceId, incarnation, seq: said.ackedSeq }) };
}

/** Says hello; what the answer tells of the server's time is taken over. */
export async function greet(speaker: Speaker, hello: Hello, signal: AbortSignal): Promise<HelloOk> {
  const { http, mono } = speaker;
  const sentMono = mono();
  const answer = await sendSigned(http, speaker, post(SYNC_PATHS.hello, messageBytes(hello), signal));
  const said = ofThisLife(await signedAnswer(speaker, answer, helloOk), hello.incarnation);
  http.serverClock.heard({ sentMono, receivedMono: mono(), serverMs: said.serverMs });
  return said;
}

async function helloOf({ journal, deviceId, incarnation, app, storage, clock, mono }: Session): Promise<Hello> {
  const head = await readMeta(journal, 'head');
  const acked = await readMeta(journal, 'acked');
  const epoch = await readMeta(journal, 'serverEpoch');
  const lives = await livesLeft(journal, HELLO_LIVES);
  // A life this device has left: its marks are another's now.
  if (head !== undefined && head.incarnation !== incarnation) throw new RequestFailed({ why: 'storage' });
  const genesis = head === undefined || acked === undefined ? genesisHash(sha256Hex, deviceId, incarnation) : '';
  return {
    proto: PROTO,
    schema: SCHEMA,
    app,
    deviceId,
    incarnation,
    headSeq: head?.seq ?? 0,
    headHash: head?.hash ?? genesis,
    ackedSeq: acked?.seq ?? 0,
    ackedHash: acked?.hash ?? genesis,
    serverEpoch: epoch?.epoch ?? null,
    storage: await storage(),
    wallMs: Math.round(clock()),
    monoMs: Math.round(mono()),
    ...(lives.length === 0 ? {} : { lives: [...lives] }),
  };
}

/**
 * This journal's own hash at a place, 0 being the beginning; null when it has no such entry, and when neither that nor
 * the one after it is kept any more (retention.ts): from there nothing here follows.
 */
export async function hashAt(
  journal: JournalDb,
  { deviceId, incarnation, seq }: { deviceId: string; incarnation: string; seq: number },
): Promise<string | null> {
  const [row] = await entriesAfter(journal, { incarnation, seq: seq - 1, limit: 1 });
  if (seq === 0) return row === undefined || row.seq === 1 ? genesisHash(sha256Hex, deviceId, incarnation) : null;
  if (row?.seq === seq) return row.hash;
  return row?.seq === seq + 1 ? readEntry(row).prev : null;
}

export async function sendPush(
  session: Session,
  ask: Extract<Effect, { do: 'push' }>,
  signal: AbortSignal,
): Promise<Answer> {
  const { journal, deviceId, incarnation } = session;
  const rows = fitting(await entriesAfter(journal, { incarnation, seq: ask.from - 1, limit: ask.entries }), ask.bytes);
  const head = await readMeta(journal, 'head');
  // The engine believed there was something to send; another tab, a rewind or a new life may have been faster.
  if (head?.incarnation !== incarnation) throw new RequestFailed({ why: 'storage' });
  const pushed = await pushRows(session, { rows, headSeq: head.seq, storeOnly: ask.storeOnly }, signal);
  if (pushed.to !== 'push') return pushed;
  const { said } = pushed;
  return { to: 'push', said, ownHash: await hashAt(journal, { deviceId, incarnation, seq: said.ackedSeq }) };
}

type PushedRows = Pick<EntryRow, 'seq' | 'hash' | 'bytes'>;
type Burden = { readonly rows: readonly PushedRows[]; readonly headSeq: number; readonly storeOnly: boolean };
type Pushed = { readonly to: 'push'; readonly said: PushOk } | Extract<Answer, { to: 'gap' | 'fork' }>;

/** Sends these rows under one signed header. */
export async function pushRows(speaker: Speaker, burden: Burden, signal: AbortSignal): Promise<Pushed> {
  const header = canonicalText(await headerOf(speaker, burden));
  const signature = base64url(await speaker.key.sign(new TextEncoder().encode(header)));
  const body = new TextEncoder().encode([header, ...burden.rows.map(({ bytes }) => bytes)].join('\n'));
  const headers = { 'content-type': NDJSON, [SIGNATURE_HEADER]: signature };
  const answer = await send(speaker.http, { method: 'POST', path: SYNC_PATHS.push, headers, body, signal });
  if (answer.status === 409) return unlike(answer);
  return { to: 'push', said: ofThisLife(await signedAnswer(speaker, answer, pushOk), speaker.incarnation) };
}

/**
 * The signature says who speaks, not to whom: what the server said to another life, kept and served again by somebody
 * in between, would look like a history other than ours. A server before schema 10 does not say it.
 */
function ofThisLife<T extends { readonly chain?: string | undefined }>(said: T, incarnation: string): T {
  if (said.chain !== undefined && said.chain !== incarnation) throw new RequestFailed({ why: 'not_ours' });
  return said;
}

/** As many as fit, one at least. */
export function fitting<R extends PushedRows>(rows: readonly R[], bytes: number): readonly R[] {
  let left = bytes - HEADER_ROOM;
  const count = rows.findIndex(({ bytes: line }) => (left -= utf8Length(line) + 1) < 0);
  return count < 0 ? rows : rows.slice(0, Math.max(1, count));
}

async function headerOf(speaker: Speaker, { rows, headSeq, storeOnly }: Burden): Promise<PushHeader> {
  const { deviceId, incarnation, http } = speaker;
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) throw new RequestFailed({ why: 'storage' });
  const lines = new TextEncoder().encode(rows.map(({ bytes }) => bytes).join('\n'));
  return {
    proto: PROTO,
    deviceId,
    incarnation,
    from: first.seq,
    to: last.seq,
    headHash: last.hash,
    headSeq,
    bodyDigest: bytesToHex(new Uint8Array(await http.crypto.subtle.digest('SHA-256', lines))),
    timeMs: http.serverClock.serverMs(),
    nonce: bytesToHex(http.randomBytes(16)),
    ...(storeOnly ? { storeOnly } : {}),
  };
}

/** The server's chain is not like ours: a gap, or another history. */
function unlike(answer: HttpAnswer): Extract<Answer, { to: 'gap' | 'fork' }> {
  const parsed = pushErr.safeParse(jsonOf(answer));
  if (!parsed.success) throw new RequestFailed({ why: 'not_ours' });
  const said = parsed.data;
  if (said.error === 'gap') return { to: 'gap', expected: said.expected };
  if (said.error === 'fork' || said.error === 'broken_chain') {
    return { to: 'fork', reason: said.error, at: said.at, serverHash: said.serverHash };
  }
  throw new RequestFailed({ why: 'bad' });
}

export async function askPull(session: Speaker, asks: readonly PullAsk[], signal: AbortSignal): Promise<Answer> {
  const message: Pull = {
    proto: PROTO,
    schema: SCHEMA,
    maxBytes: PULL_BYTES,
    incarnation: session.incarnation,
    streams: asks.map(({ stream, position: { gen, seq, mark }, audit }) => ({
      stream,
      gen,
      after: seq,
      mark,
      ...(audit ? { digest: true as const } : {}),
    })),
  };
  const answer = await sendSigned(session.http, session, post(SYNC_PATHS.pull, messageBytes(message), signal));
  const said = parsed(session, answer, pullOk);
  // Which facts are counted in is told to one life: said to another till, it would take this one's off twice.
  for (const page of said.pages)
    if ('applied' in page) ofThisLife({ chain: page.applied.incarnation }, message.incarnation);
  return { to: 'pull', epoch: said.serverEpoch, pages: said.pages };
}

export async function fetchManifest(session: Speaker, stream: string, signal: AbortSignal): Promise<Manifest> {
  const path = SYNC_PATHS.snapshot(stream);
  const answer = await sendSigned(session.http, session, { method: 'GET', path, signal });
  const said = await signedAnswer(session, answer, manifestSchema);
  if (said.stream !== stream) throw new RequestFailed({ why: 'not_ours' });
  return said;
}

export async function fetchPart(
  session: Speaker,
  { stream, gen }: Manifest,
  n: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const path = SYNC_PATHS.part(stream, gen, n);
  const answer = await sendSigned(session.http, session, { method: 'GET', path, signal });
  if (answer.status !== 200) throw new RequestFailed(failureOf(session, answer));
  return answer.body;
}

const post = (path: string, body: Uint8Array<ArrayBuffer>, signal: AbortSignal) => ({
  method: 'POST' as const,
  path,
  ...jsonBody(null),
  body,
  signal,
});

/** A 200 with the server's own signature over its bytes, in the shape it should have. Anything else is a failure. */
async function signedAnswer<T>(session: Speaker, answer: HttpAnswer, schema: z.ZodMiniType<T>): Promise<T> {
  const said = parsed(session, answer, schema);
  if (await session.verify(answer.body, answer.header(SIGNATURE_HEADER) ?? '')) return said;
  throw new RequestFailed({ why: 'not_ours' });
}

function parsed<T>(session: Speaker, answer: HttpAnswer, schema: z.ZodMiniType<T>): T {
  if (answer.status !== 200) throw new RequestFailed(failureOf(session, answer));
  const said = schema.safeParse(jsonOf(answer));
  if (!said.success) throw new RequestFailed({ why: 'not_ours' }); // a captive portal says 200 too
  return said.data;
}

/** What an answer other than 200 means. A time it carries is taken over. */
export function failureOf({ http }: Pick<Speaker, 'http'>, answer: HttpAnswer): Failure {
  const json = jsonOf(answer);
  const said = pushErr.safeParse(json);
  const retryAfterMs = Number(answer.header('retry-after') ?? '0') * 1000;
  if (said.success && said.data.error === 'stale_time') {
    http.serverClock.toldBy(said.data.serverMs);
    return { why: 'stale_time' };
  }
  if (said.success && said.data.error === 'retry') return { why: 'busy', afterMs: said.data.afterMs };
  if (said.success && said.data.error === 'auth') return { why: 'auth', code: said.data.code };
  if (answer.status === 413) return { why: 'too_big' };
  if (answer.status === 429) return { why: 'busy', afterMs: retryAfterMs };
  const refusal = refusalIn(json);
  if ((answer.status === 401 || answer.status === 403) && refusal) return { why: 'auth', code: refusal.code };
  if (answer.status >= 500) return { why: 'server', status: answer.status };
  return { why: json === undefined ? 'not_ours' : 'bad' };
}
