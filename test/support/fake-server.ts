/**
 * A sync server in memory that speaks the wire as the real one does: enrolment, signed push with chain, gap and fork,
 * feed with marks, snapshots in parts, digests, pokes. It books stock from sales, once per entry id.
 * It is a `fetch`: no sockets. Faults are put between it and the till by faulty-fetch.ts.
 */
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { genesisHash } from '../../src/core/journal.ts';
import { bucketOf, mixOf } from '../../src/wire/digest.ts';
import type { Entry } from '../../src/wire/entry.ts';
import { base64url, fromBase64url, kidOf, PROOF_SKEW_MS, readProof } from '../../src/wire/proof.ts';
import type { PublicJwk } from '../../src/wire/scalars.ts';
import {
  enrolRequest,
  hello,
  NDJSON,
  PROOF_HEADER,
  pull,
  pushHeader,
  SIGNATURE_HEADER,
  SYNC_PATHS,
  type FeedRow,
  type Manifest,
  type Page,
  type PullErr,
  type PushErr,
  type PushHeader,
} from '../../src/wire/sync.ts';
import { breaksOff } from './faulty-fetch.ts';

type Device = {
  readonly deviceId: string;
  readonly key: PublicJwk;
  readonly incarnation: string;
  readonly no: number;
  state: 'open' | 'waiting' | 'revoked';
};
type StoredEntry = { readonly hash: string; readonly bytes: string };
type Journal = { entries: StoredEntry[]; frozen: boolean };
type Snapshot = { readonly manifest: Manifest; readonly parts: readonly string[] };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

export class FakeServer {
  readonly orgId = randomUUID();
  readonly storeId = randomUUID();
  readonly codes = new Map<string, string | null>([['CODE', null]]); // one-time code -> device that used it
  readonly devices = new Map<string, Device>();
  readonly journals = new Map<string, Journal>();
  readonly effects = new Map<string, Entry>(); // by entry id: each fact counted once
  readonly seen: string[] = []; // method and path of what came
  epoch: string = randomUUID();
  confirms = false; // a new device waits for an admin
  pageRows = 50;
  partRows = 100;
  skewMs = 0; // how far this server's clock is from the test's
  poisoned: string | null = null; // an entry id whose projection throws: 500, unless stored only
  readonly verdicts = new Map<string, { status: 'parked' | 'quarantined'; code: string }>(); // by entry kind
  #feeds = new Map<string, { rows: Map<string, FeedRow>; head: number; marks: Map<number, string> }>();
  #snapshots = new Map<string, Snapshot>();
  #live = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #keys: Promise<{ jwk: PublicJwk; privateKey: CryptoKey }>;

  constructor() {
    this.#keys = webcrypto.subtle.generateKey(ES256, false, ['sign', 'verify']).then(async (pair) => {
      const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
      return { jwk: { kty, crv, x, y } as PublicJwk, privateKey: pair.privateKey };
    });
  }

  readonly fetch: typeof fetch = breaksOff(async (input, init) => {
    const url = new URL(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url);
    const path = url.pathname + url.search;
    const body = (init?.body ?? new Uint8Array(0)) as Uint8Array;
    const headers = new Headers(init?.headers);
    this.seen.push(`${init?.method ?? 'GET'} ${path}`);
    if (path === SYNC_PATHS.enrol) return this.#enrol(JSON.parse(Buffer.from(body).toString()));
    if (path === SYNC_PATHS.push) return this.#push(Buffer.from(body).toString(), headers.get(SIGNATURE_HEADER) ?? '');
    const device = await this.#proved(init?.method ?? 'GET', path, body, headers.get(PROOF_HEADER) ?? '');
    if (device instanceof Response) return device;
    if (path === SYNC_PATHS.hello) return this.#hello(JSON.parse(Buffer.from(body).toString()));
    if (path === SYNC_PATHS.pull) return this.#pull(JSON.parse(Buffer.from(body).toString()));
    if (path === SYNC_PATHS.events) return this.#events(init?.signal ?? null);
    const [, , , stream = '', gen, n] = path.split('/');
    return gen === undefined ? this.#manifest(stream) : this.#part(stream, gen, Number(n));
  });

  now = (): number => Date.now() + this.skewMs;

  // --- what a test does to the server -------------------------------------------------------------------------------
  get store(): string {
    return `store:${this.storeId}`;
  }

  /** A change of state, in one commit: rows get numbers, open channels get a poke. `r` undefined deletes. */
  put(stream: string, rows: readonly { t: string; id: string; r?: unknown }[]): void {
    const feed = this.#feed(stream);
    for (const { t, id, r } of rows) {
      feed.head += 1;
      feed.rows.delete(`${t}\n${id}`);
      feed.rows.set(`${t}\n${id}`, r === undefined ? { t, id, s: feed.head, d: 1 } : { t, id, s: feed.head, r });
    }
    feed.marks.set(feed.head, randomUUID());
    this.#poke({ [stream]: feed.head });
  }

  /** Back from a backup: journals cut to `keep` entries, effects of the rest forgotten, another epoch. */
  restore(keep: number): void {
    this.epoch = randomUUID();
    for (const journal of this.journals.values()) {
      for (const { bytes } of journal.entries.splice(keep)) this.effects.delete((JSON.parse(bytes) as Entry).entryId);
    }
  }

  /** The feed's history is another one: same numbers, other marks. */
  rewriteHistory(stream: string): void {
    const { marks } = this.#feed(stream);
    for (const seq of marks.keys()) marks.set(seq, randomUUID());
    this.#snapshots.delete(stream);
  }

  /** A row goes missing from the till's point of view: the server has it, at a number the till has passed. */
  slipIn(stream: string, row: { t: string; id: string; r: unknown }): void {
    const feed = this.#feed(stream);
    feed.rows.set(`${row.t}\n${row.id}`, { ...row, s: 1 });
    this.#snapshots.delete(stream);
  }

  /** Facts counted, of one kind. */
  booked(kind: Entry['kind']): Entry[] {
    return [...this.effects.values()].filter((entry) => entry.kind === kind);
  }

  cutLive(): void {
    for (const channel of this.#live) channel.error(new TypeError('terminated'));
    this.#live.clear();
  }

  get liveChannels(): number {
    return this.#live.size;
  }

  // --- answers ------------------------------------------------------------------------------------------------------
  async #enrol(json: unknown): Promise<Response> {
    const { code, deviceId, incarnation, key } = enrolRequest.parse(json);
    const usedBy = this.codes.get(code);
    if (usedBy === undefined) return refuse(403, 'enrol_code_unknown');
    if (usedBy !== null && usedBy !== deviceId) return refuse(403, 'enrol_code_used');
    this.codes.set(code, deviceId);
    const before = this.devices.get(deviceId);
    const no = before?.no ?? this.devices.size + 1;
    const state = before?.state ?? (this.confirms ? 'waiting' : 'open');
    this.devices.set(deviceId, { deviceId, key, incarnation, no, state });
    this.#journal(incarnation);
    return Response.json({
      state,
      orgId: this.orgId,
      orgNo: 1,
      storeId: this.storeId,
      storeNo: 1,
      tillCode: `T${no}`,
      tillNo: no,
      incarnationNo: 1,
      kid: kidOf(key),
      serverKey: (await this.#keys).jwk,
      serverEpoch: this.epoch,
      serverMs: this.now(),
    });
  }

  async #hello(json: unknown): Promise<Response> {
    const { deviceId, incarnation } = hello.parse(json);
    const journal = this.#journal(incarnation);
    return this.#signed({
      serverEpoch: this.epoch,
      incarnation: journal.frozen ? 'frozen' : 'open',
      ...this.#acked(deviceId, incarnation),
      serverMs: this.now(),
      minSchema: 1,
      batch: { entries: 200, bytes: 524_288 },
      heads: { org: this.#feed('org').head, [this.store]: this.#feed(this.store).head },
      marks: { org: this.#markOf('org'), [this.store]: this.#markOf(this.store) },
    });
  }

  #markOf(stream: string): string {
    const { head, marks } = this.#feed(stream);
    return marks.get(head) ?? '';
  }

  #acked(deviceId: string, incarnation: string) {
    const { entries } = this.#journal(incarnation);
    const ackedHash = entries.at(-1)?.hash ?? genesisHash(sha256, deviceId, incarnation);
    return { ackedSeq: entries.length, ackedHash, safeSeq: entries.length, durability: 'fsync' as const };
  }

  async #push(text: string, signature: string): Promise<Response> {
    const [headerText = '', ...lines] = text.split('\n');
    const header = pushHeader.parse(JSON.parse(headerText));
    const device = this.devices.get(header.deviceId);
    if (device === undefined) return failPush(401, { error: 'auth', code: 'device_unknown' });
    if (device.state === 'waiting') return failPush(401, { error: 'auth', code: 'awaiting_confirmation' });
    if (!(await verify(device.key, headerText, signature)))
      return failPush(401, { error: 'auth', code: 'bad_signature' });
    const isWhole = header.bodyDigest === sha256(lines.join('\n')) && header.headHash === sha256(lines.at(-1) ?? '');
    if (!isWhole || header.to - header.from + 1 !== lines.length) return failPush(400, { error: 'bad_push' });
    if (Math.abs(header.timeMs - this.now()) > PROOF_SKEW_MS)
      return failPush(401, { error: 'stale_time', serverMs: this.now() });
    return this.#store(header, lines);
  }

  async #store(header: PushHeader, lines: readonly string[]): Promise<Response> {
    const journal = this.#journal(header.incarnation);
    if (journal.frozen)
      return failPush(409, {
        error: 'fork',
        at: header.from,
        serverHash: journal.entries.at(-1)?.hash ?? '0'.repeat(64),
      });
    if (header.from > journal.entries.length + 1)
      return failPush(409, { error: 'gap', expected: journal.entries.length + 1 });
    const parsed = lines.map((bytes) => ({ bytes, hash: sha256(bytes), entry: JSON.parse(bytes) as Entry }));
    if (parsed.some(({ entry }) => entry.entryId === this.poisoned) && header.storeOnly !== true)
      return refuse(500, 'server_unreachable');
    const results: { seq: number; status: string; code?: string }[] = [];
    for (const { bytes, hash, entry } of parsed) {
      const known = journal.entries[entry.seq - 1];
      if (known !== undefined && known.hash !== hash) {
        journal.frozen = true;
        return failPush(409, { error: 'fork', at: entry.seq, serverHash: known.hash });
      }
      const prev = journal.entries.at(-1)?.hash ?? genesisHash(sha256, header.deviceId, header.incarnation);
      if (known === undefined && entry.prev !== prev)
        return failPush(409, { error: 'broken_chain', at: entry.seq, serverHash: prev });
      if (known === undefined) journal.entries.push({ bytes, hash });
      results.push(this.#book(entry, header.storeOnly === true));
    }
    return this.#signed({ serverEpoch: this.epoch, ...this.#acked(header.deviceId, header.incarnation), results });
  }

  #book(entry: Entry, storeOnly: boolean) {
    if (this.effects.has(entry.entryId)) return { seq: entry.seq, status: 'dup' };
    if (storeOnly) return { seq: entry.seq, status: 'parked', code: 'projection_failed' };
    const verdict = this.verdicts.get(entry.kind);
    if (verdict !== undefined) return { seq: entry.seq, ...verdict };
    this.effects.set(entry.entryId, entry);
    if (entry.kind === 'sale.completed') {
      this.put(
        this.store,
        entry.body.lines.map(({ skuNo, qtyMilli }) => ({
          t: 'stock',
          id: String(skuNo),
          r: { skuNo, onHandMilli: this.stockOf(skuNo) - qtyMilli },
        })),
      );
    }
    return { seq: entry.seq, status: 'applied' };
  }

  stockOf(skuNo: number): number {
    const row = this.#feed(this.store).rows.get(`stock\n${skuNo}`);
    return (row?.r as { onHandMilli?: number } | undefined)?.onHandMilli ?? 0;
  }

  #pull(json: unknown): Response {
    const asked = pull.parse(json);
    const journal = this.#journal(asked.incarnation);
    const parked = journal.entries.flatMap(({ bytes }, at) =>
      this.effects.has((JSON.parse(bytes) as Entry).entryId) ? [] : [at + 1],
    );
    const applied = { incarnation: asked.incarnation, seq: journal.entries.length, parked };
    const pages = asked.streams.map((cursor): Page | PullErr => {
      const feed = this.#feed(cursor.stream);
      const { stream, gen, after } = cursor;
      if (gen === '') return { stream: cursor.stream, error: 'snapshot', gen: '' };
      if (after > feed.head || (after > 0 && feed.marks.get(after) !== cursor.mark))
        return { stream, error: 'history_changed', gen: '' };
      const found = [...feed.rows.values()].filter(({ s }) => s > after).sort((a, b) => a.s - b.s);
      const rows = found.slice(0, this.pageRows);
      const more = rows.length < found.length;
      const to = more ? rows.at(-1)!.s : feed.head;
      // A row in the middle of a commit has that commit's mark.
      const mark = feed.marks.get(to) ?? (feed.marks.set(to, randomUUID()), feed.marks.get(to)!);
      const digest = cursor.digest === true && !more ? { digest: sumsOf(feed.rows.values()) } : {};
      return { stream, gen, after, to, mark, head: feed.head, more, rows, applied, ...digest };
    });
    return Response.json({ serverEpoch: this.epoch, serverMs: this.now(), pages });
  }

  async #manifest(stream: string): Promise<Response> {
    const snapshot = this.#snapshots.get(stream) ?? this.#makeSnapshot(stream);
    this.#snapshots.set(stream, snapshot);
    return this.#signed({ ...snapshot.manifest, serverEpoch: this.epoch });
  }

  #makeSnapshot(stream: string): Snapshot {
    const { rows, head, marks } = this.#feed(stream);
    const live = [...rows.values()].filter(({ d }) => d !== 1);
    const parts: string[] = [];
    for (let from = 0; from < live.length; from += this.partRows) {
      parts.push(
        live
          .slice(from, from + this.partRows)
          .map((row) => JSON.stringify(row))
          .join('\n'),
      );
    }
    const manifest: Manifest = {
      stream,
      gen: randomUUID(),
      seq: head,
      mark: head === 0 ? '' : marks.get(head)!,
      rows: live.length,
      serverEpoch: this.epoch,
      parts: parts.map((text, n) => ({ n, rows: text.split('\n').length, bytes: text.length, sha256: sha256(text) })),
    };
    return { manifest, parts };
  }

  #part(stream: string, gen: string, n: number): Response {
    const snapshot = this.#snapshots.get(stream);
    const text = snapshot?.manifest.gen === gen ? snapshot.parts[n] : undefined;
    return text === undefined ? refuse(404, 'not_found') : new Response(text, { headers: { 'content-type': NDJSON } });
  }

  #events(signal: AbortSignal | null): Response {
    const heads = Object.fromEntries([...this.#feeds].map(([stream, { head }]) => [stream, head]));
    const body = new ReadableStream<Uint8Array>({
      start: (channel) => {
        this.#live.add(channel);
        channel.enqueue(pokeText(heads));
        signal?.addEventListener('abort', () => {
          if (this.#live.delete(channel)) channel.error(new DOMException('aborted', 'AbortError'));
        });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  #poke(heads: Record<string, number>): void {
    for (const channel of this.#live) channel.enqueue(pokeText(heads));
  }

  async #proved(method: string, path: string, body: Uint8Array, header: string): Promise<Device | Response> {
    const proof = readProof(header);
    const device = this.devices.get(proof?.claims.sub ?? '');
    if (proof === null || device === undefined) return refuse(401, proof === null ? 'bad_signature' : 'device_unknown');
    const bh = createHash('sha256').update(body).digest('hex');
    const isThis = proof.claims.htm === method && proof.claims.htu === path && proof.claims.bh === bh;
    if (!isThis || !(await verify(device.key, proof.input, base64url(proof.signature))))
      return refuse(401, 'bad_signature');
    if (device.state === 'revoked') return refuse(401, 'device_revoked');
    if (Math.abs(proof.claims.iat * 1000 - this.now()) > PROOF_SKEW_MS)
      return failPush(401, { error: 'stale_time', serverMs: this.now() });
    return device.state === 'waiting' ? refuse(403, 'awaiting_confirmation') : device;
  }

  async #signed(answer: unknown): Promise<Response> {
    const body = JSON.stringify(answer);
    const { privateKey } = await this.#keys;
    const signature = await webcrypto.subtle.sign(SIGNING, privateKey, Buffer.from(body));
    return new Response(body, {
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: base64url(new Uint8Array(signature)) },
    });
  }

  #journal(incarnation: string): Journal {
    const journal = this.journals.get(incarnation) ?? { entries: [], frozen: false };
    this.journals.set(incarnation, journal);
    return journal;
  }

  #feed(stream: string) {
    const feed = this.#feeds.get(stream) ?? {
      rows: new Map<string, FeedRow>(),
      head: 0,
      marks: new Map<number, string>(),
    };
    this.#feeds.set(stream, feed);
    return feed;
  }
}

const refuse = (status: number, code: string): Response => Response.json({ code }, { status });
const failPush = (status: number, answer: PushErr): Response => Response.json(answer, { status });
const pokeText = (heads: Record<string, number>): Uint8Array => Buffer.from(`data: ${JSON.stringify({ heads })}\n\n`);

async function verify(jwk: PublicJwk, text: string, signature: string): Promise<boolean> {
  const key = await webcrypto.subtle.importKey('jwk', jwk, ES256, false, ['verify']);
  return webcrypto.subtle.verify(SIGNING, key, fromBase64url(signature), Buffer.from(text));
}

function sumsOf(rows: Iterable<FeedRow>): { bucket: number; sum: string }[] {
  const sums = new Map<number, number>();
  for (const { t, id, s, d } of rows) {
    if (d !== 1) sums.set(bucketOf(t, id), (sums.get(bucketOf(t, id)) ?? 0) + mixOf(t, id, s));
  }
  return [...sums].map(([bucket, sum]) => ({ bucket, sum: String(sum) }));
}
