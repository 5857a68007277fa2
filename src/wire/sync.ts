/**
 * What a device and the server say to each other. Pushed entries are not here: they travel as their own
 * bytes. Answers that matter (HelloOk, PushOk, Manifest) are signed by the server key pinned at enrolment: header
 * `Halfloop-Signature`, ES256 (R||S, base64url) over the exact bytes of the body.
 */
import * as z from 'zod/mini';
import { hex64, int, nat, positive, publicJwk, text, uuid } from './scalars.ts';

export const SIGNATURE_HEADER = 'halfloop-signature';
/** Proof of the device key on every request but push: compact JWS ES256 of {htm, htu, bh, iat, jti, sub}. */
export const PROOF_HEADER = 'halfloop-proof';
export const NDJSON = 'application/x-ndjson';

/** Where each message goes. `snapshot` and `part` are GET; all but enrol and push carry a proof (proof.ts). */
export const SYNC_PATHS = {
  enrol: '/sync/enrol',
  hello: '/sync/hello',
  push: '/sync/push',
  pull: '/sync/pull',
  events: '/sync/events',
  snapshot: (of: string) => `/sync/snapshot/${of}`, // the newest manifest of a stream; made when there is none
  part: (of: string, gen: string, n: number) => `/sync/snapshot/${of}/${gen}/${String(n)}`,
} as const;

/** `org` or `store:<storeId>`. */
export const stream = z.string().check(z.regex(/^(org|store:[0-9a-f-]{36}|shopper:[0-9a-f-]{36})$/));
export type Stream = 'org' | `store:${string}` | `shopper:${string}`;
export const durability = z.enum(['none', 'fsync', 'replicated', 'archived']);
export type Durability = z.infer<typeof durability>;

/** Tills of a store and lives of a journal: a till's code is T and at most three digits. */
const seriesNo = z.int().check(z.positive(), z.maximum(999));

export const enrolRequest = z.strictObject({
  proto: z.literal(1),
  code: text(40),
  deviceId: uuid,
  incarnation: uuid,
  key: publicJwk,
  name: text(60),
  app: text(40),
  wallMs: int,
  /** A till the server lost or turned away, which keeps its journal: where it was, and the number its receipts bear. */
  was: z.optional(z.strictObject({ storeId: uuid, tillNo: seriesNo, incarnationNo: seriesNo })),
});
/**
 * Answer to an enrolment. `state: waiting`: an admin must confirm the thumbprint; the device asks `hello` until then.
 */
export const enrolOk = z.object({
  state: z.enum(['open', 'waiting']),
  orgId: uuid,
  orgNo: positive,
  storeId: uuid,
  storeNo: positive,
  tillCode: text(4),
  tillNo: positive,
  incarnationNo: positive,
  kid: text(16),
  serverKey: publicJwk,
  serverEpoch: uuid,
  serverMs: int,
});

export const hello = z.strictObject({
  proto: z.literal(1),
  schema: positive,
  app: text(40),
  deviceId: uuid,
  incarnation: uuid,
  headSeq: nat,
  headHash: hex64,
  ackedSeq: nat,
  ackedHash: hex64,
  serverEpoch: z.nullable(uuid),
  storage: z.strictObject({ persisted: z.boolean(), usage: nat, quota: nat, dataLoss: z.boolean() }),
  wallMs: int,
  monoMs: int,
  /** Lives left before. `keptFrom`: what lies before it the device has forgotten, so it cannot bring it again. */
  lives: z.optional(
    z
      .array(z.strictObject({ incarnation: uuid, seq: positive, hash: hex64, keptFrom: z.optional(positive) }))
      .check(z.maxLength(8)),
  ),
});
export const helloOk = z.object({
  chain: z.optional(uuid), // the life it speaks of: what was said to another is not for this one (schema 10)
  serverEpoch: uuid,
  incarnation: z.enum(['open', 'frozen']),
  ackedSeq: nat,
  ackedHash: hex64,
  safeSeq: nat,
  durability,
  serverMs: int,
  minSchema: positive,
  batch: z.object({ entries: positive, bytes: positive }),
  heads: z.record(z.string(), nat),
  marks: z.optional(z.record(z.string(), text(64))), // of the heads: two histories may be equally long
  lacking: z.optional(z.array(uuid)), // of the lives named: those whose entries this server has not, or has otherwise
});

/**
 * Line 1 of a push; lines 2..n are the entries' bytes, with one \n between lines and none at the end. Signed in
 * SIGNATURE_HEADER over the exact bytes of line 1. `bodyDigest`: SHA-256 of lines 2..n as sent.
 */
export const pushHeader = z.strictObject({
  proto: z.literal(1),
  deviceId: uuid,
  incarnation: uuid,
  from: positive,
  to: positive,
  headHash: hex64,
  headSeq: positive,
  bodyDigest: hex64,
  timeMs: int,
  nonce: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  storeOnly: z.optional(z.literal(true)),
});
export const entryStatus = z.enum(['applied', 'dup', 'parked', 'quarantined', 'refused']);
export const pushOk = z.object({
  chain: z.optional(uuid), // as in `helloOk`
  serverEpoch: uuid,
  ackedSeq: nat,
  ackedHash: hex64,
  durability,
  safeSeq: nat,
  results: z.array(z.object({ seq: positive, status: entryStatus, code: z.optional(text(60)) })),
});
/** Said to a push or a proof whose time is more than 300 s off: the device stamps again with the server's time. */
export const staleTime = z.object({ error: z.literal('stale_time'), serverMs: int });
export const pushErr = z.discriminatedUnion('error', [
  z.object({ error: z.literal('gap'), expected: positive }),
  z.object({ error: z.literal('fork'), at: positive, serverHash: hex64 }),
  z.object({ error: z.literal('broken_chain'), at: positive, serverHash: hex64 }),
  z.object({ error: z.literal('retry'), afterMs: nat, code: z.optional(text(60)) }),
  z.object({ error: z.literal('too_big') }),
  staleTime,
  z.object({ error: z.literal('auth'), code: text(60) }),
  z.object({ error: z.literal('bad_push') }),
]);

export const pull = z.strictObject({
  proto: z.literal(1),
  schema: positive,
  maxBytes: positive,
  incarnation: uuid,
  // A device without a snapshot of the stream asks with gen '', after 0, mark '': it is answered `snapshot`.
  streams: z
    .array(
      z.strictObject({
        stream,
        gen: text(64),
        after: nat,
        mark: text(64),
        digest: z.optional(z.literal(true)),
      }),
    )
    .check(z.maxLength(8)),
});
export const feedRow = z.object({
  t: text(40),
  id: text(80),
  s: positive,
  d: z.optional(z.literal(1)),
  r: z.optional(z.unknown()),
});
/**
 * A line of a snapshot part, told at a glance where it is plain: a hundred thousand of them are read while a person
 * waits for the first sale. Anything else goes through the schema, and throws what that throws.
 */
export function readFeedRow(value: unknown): FeedRow {
  return isPlainRow(value) ? value : feedRow.parse(value);
}

const PLAIN = /^[\w:.-]+$/;

const isPlainRow = (value: unknown): value is FeedRow =>
  isRecord(value) &&
  isPlainText(value['t'], 40) &&
  isPlainText(value['id'], 80) &&
  Number.isSafeInteger(value['s']) &&
  Number(value['s']) > 0 &&
  !('d' in value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlainText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length <= most && PLAIN.test(value);

export const page = z.object({
  stream,
  gen: text(64),
  after: nat,
  afterMark: z.optional(text(64)), // the mark that was asked with: of another history it continues nothing; since 11
  to: nat,
  mark: text(64),
  head: nat,
  more: z.boolean(),
  rows: z.array(feedRow),
  applied: z.object({ incarnation: uuid, seq: nat, parked: z.array(positive) }),
  digest: z.optional(z.array(z.object({ bucket: nat, sum: text(24) }))), // asked by `digest`: every bucket with rows
});
export const pullErr = z.discriminatedUnion('error', [
  z.object({ stream, error: z.literal('snapshot'), gen: text(64) }),
  z.object({ stream, error: z.literal('history_changed'), gen: text(64) }),
  z.object({ stream, error: z.literal('head_behind'), afterMs: nat }),
  z.object({ stream, error: z.literal('upgrade_required'), minSchema: positive }),
]);
/** One page or one error per stream asked for. */
export const pullOk = z.object({ serverEpoch: uuid, serverMs: int, pages: z.array(z.union([page, pullErr])) });

/**
 * A frozen read of a stream. A part is NDJSON of feed rows, immutable, sent with `Content-Encoding: br`, which HTTP
 * clients take off by themselves: so `sha256` is of the NDJSON text; `bytes` is what crosses the network.
 */
export const manifest = z.object({
  stream,
  gen: text(64),
  seq: nat,
  mark: text(64),
  rows: nat,
  serverEpoch: uuid,
  parts: z.array(z.object({ n: nat, rows: positive, bytes: positive, sha256: hex64 })),
});

/** The live channel says only how far streams have come. */
export const poke = z.object({ heads: z.record(z.string(), nat) });

export type EnrolRequest = z.infer<typeof enrolRequest>;
export type EnrolOk = z.infer<typeof enrolOk>;
export type Hello = z.infer<typeof hello>;
export type HelloOk = z.infer<typeof helloOk>;
export type PushHeader = z.infer<typeof pushHeader>;
export type EntryStatus = z.infer<typeof entryStatus>;
export type PushOk = z.infer<typeof pushOk>;
export type PushErr = z.infer<typeof pushErr>;
export type Pull = z.infer<typeof pull>;
export type FeedRow = z.infer<typeof feedRow>;
export type Page = z.infer<typeof page>;
export type PullErr = z.infer<typeof pullErr>;
export type PullOk = z.infer<typeof pullOk>;
export type Manifest = z.infer<typeof manifest>;
export type Poke = z.infer<typeof poke>;
