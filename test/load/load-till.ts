/**
 * One of very many tills: a key and a chain of its own, and the product's sync engine and messages deciding what is
 * said, when, and how long to wait. Only the disk is missing: its journal is a list in memory, and of pulled rows it
 * keeps the cursor alone.
 *
 * Everything crosses real sockets, signed by this till's key and checked against the server's.
 */
import { webcrypto } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { canonicalText, genesisHash, stampEntry, type Head } from '../../src/core/journal.ts';
import { receiptNo } from '../../src/core/receipt-no.ts';
import { verifierOf, type DeviceKey } from '../../src/client/auth/device-key.ts';
import type { SignedDeps } from '../../src/client/auth/signed-http.ts';
import { jsonBody, jsonOf, NoAnswer, send } from '../../src/client/http.ts';
import { newEngine, step } from '../../src/client/sync/engine.ts';
import type { Answer, Effect, EngineState, Failure, Input } from '../../src/client/sync/engine-state.ts';
import { followLive } from '../../src/client/sync/live.ts';
import {
  askPull,
  fetchManifest,
  fetchPart,
  fitting,
  greet,
  pushRows,
  RequestFailed,
  type Speaker,
} from '../../src/client/sync/requests.ts';
import { createServerClock } from '../../src/client/sync/server-clock.ts';
import { sha256Hex } from '../../src/server/auth/sha256.ts';
import type { EntryBody, EntryKind } from '../../src/wire/entry.ts';
import { keyThumbprint, kidOf } from '../../src/wire/proof.ts';
import { SCHEMA } from '../../src/wire/protocol.ts';
import { publicJwk } from '../../src/wire/scalars.ts';
import { enrolOk, SYNC_PATHS, type EnrolOk } from '../../src/wire/sync.ts';
import type { Tally } from './tally.ts';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const STORAGE = { persisted: true, usage: 1, quota: 2, dataLoss: false };

type Row = { readonly seq: number; readonly hash: string; readonly bytes: string; readonly entryId: string };
type Bare<T> = T extends unknown ? Omit<T, 'nowMs' | 'random'> : never;
type Ask<Do extends Effect['do']> = Extract<Effect, { do: Do }>;

type LoadTillMeans = {
  readonly fetch: typeof fetch;
  readonly random: () => number; // in [0, 1)
  readonly tally: Tally;
};

export class LoadTill {
  readonly rows: Row[] = [];
  /** What a person would be told: there should be nothing. */
  readonly attention: string[] = [];
  readonly #speaker: Speaker;
  readonly #place: EnrolOk;
  readonly #means: LoadTillMeans;
  readonly #underWay = new Map<number, AbortController>();
  #heard = -1; // the channel something was last heard on
  readonly #committedMs = new Map<number, number>();
  #engine: EngineState = newEngine();
  #timer: NodeJS.Timeout | undefined;
  #head: Head;
  #receipts = 0;
  #onAcked: () => void = () => undefined;

  private constructor(speaker: Speaker, place: EnrolOk, means: LoadTillMeans) {
    this.#speaker = speaker;
    this.#place = place;
    this.#means = means;
    const { deviceId, incarnation } = speaker;
    this.#head = { incarnation, seq: 0, hash: genesisHash(sha256Hex, deviceId, incarnation), wallMs: 0 };
  }

  /** Makes the key, is let in by a one-time code, and writes the first entry of the journal. */
  static async enrol(code: string, means: LoadTillMeans): Promise<LoadTill> {
    const key = await freshKey();
    const mono = () => performance.now();
    const http: SignedDeps = {
      fetch: means.fetch,
      origin: 'http://server', // `fetch` knows which
      setTimer: (ms, fire) => {
        const timer = setTimeout(fire, ms);
        return () => clearTimeout(timer);
      },
      crypto: webcrypto as unknown as Crypto,
      randomBytes: (size) => webcrypto.getRandomValues(new Uint8Array(size)),
      serverClock: createServerClock({ clock: Date.now, mono }),
    };
    const [deviceId, incarnation] = [uuidv7(), uuidv7()];
    const body = { proto: 1, code, deviceId, incarnation, key: key.publicJwk, name: 'Till', app: 'load' };
    const asked = { method: 'POST', path: SYNC_PATHS.enrol, ...jsonBody({ ...body, wallMs: Date.now() }) } as const;
    const place = enrolOk.parse(jsonOf(await send(http, asked)));
    const speaker = { deviceId, incarnation, key, http, mono, verify: verifierOf(http.crypto, place.serverKey) };
    const till = new LoadTill(speaker, place, means);
    const { orgId, storeId, incarnationNo } = place;
    const { thumbprint } = key;
    till.commit('incarnation.opened', { reason: 'enrolled', orgId, storeId, incarnationNo, thumbprint, old: null });
    return till;
  }

  get deviceId(): string {
    return this.#speaker.deviceId;
  }
  get incarnation(): string {
    return this.#speaker.incarnation;
  }
  get storeId(): string {
    return this.#place.storeId;
  }
  get ackedSeq(): number {
    return this.#engine.ackedSeq;
  }
  get pending(): number {
    return this.rows.length - this.#engine.ackedSeq;
  }
  /** How far the till knows its store's stream to have come. */
  get storeHead(): number {
    return this.#engine.streams[`store:${this.storeId}`]?.head ?? 0;
  }
  /** How far it has read it. */
  get storeRead(): number {
    return this.#engine.streams[`store:${this.storeId}`]?.position?.seq ?? 0;
  }

  /** Its live channel is open, and something was heard on it. */
  get hears(): boolean {
    return this.#underWay.has(this.#heard);
  }

  nextReceiptNo(): string {
    this.#receipts += 1;
    return receiptNo(this.#place.tillCode, this.#place.incarnationNo, this.#receipts);
  }

  commit<K extends EntryKind>(kind: K, body: EntryBody<K>, wallMs = Date.now()): void {
    const entryId = uuidv7();
    const [monoMs, offsetMs] = [Math.round(performance.now()), this.#speaker.http.serverClock.offsetMs()];
    const businessDate = new Date(wallMs).toISOString().slice(0, 10);
    const who = { staffId: null, businessDate };
    const draft = { v: 1, entryId, kind, wallMs, monoMs, offsetMs: null, ...who, body };
    const entry = stampEntry(offsetMs === null ? draft : { ...draft, offsetMs: Math.round(offsetMs) }, this.#head);
    const bytes = canonicalText(entry);
    const hash = sha256Hex(bytes);
    this.#head = { incarnation: this.incarnation, seq: entry.seq, hash, wallMs: entry.wallMs };
    this.rows.push({ seq: entry.seq, hash, bytes, entryId });
    if (!this.#engine.lead) return;
    this.#committedMs.set(entry.seq, performance.now());
    this.#tell({ is: 'committed', headSeq: entry.seq });
  }

  /** The network is there: everything a till says, it says from now on. */
  connect(): void {
    const { epoch, streams, ackedSeq, safeSeq } = this.#engine;
    const known = Object.fromEntries(Object.entries(streams).map(([name, { position }]) => [name, position]));
    const followed = { org: null, [`store:${this.storeId}`]: null, ...known };
    const marks = { headSeq: this.rows.length, ackedSeq, safeSeq, frozen: this.#engine.frozen };
    const booted = { ...marks, epoch: epoch ?? this.#place.serverEpoch, waiting: false, streams: followed };
    this.#tell({ is: 'booted', booted });
    this.#tell({ is: 'lead', gained: true });
  }

  /** It is gone: what was under way is cut. */
  disconnect(): void {
    this.#tell({ is: 'lead', gained: false });
    clearTimeout(this.#timer);
    this.#heard = -1;
  }

  /** Resolves when the server has all this till has; the time it happened. */
  drained(): Promise<number> {
    return new Promise((resolve) => {
      this.#onAcked = () => {
        if (this.pending > 0) return;
        this.#onAcked = () => undefined;
        resolve(performance.now());
      };
      this.#onAcked();
    });
  }

  #tell(told: Bare<Input>): void {
    const turn = { nowMs: performance.now(), random: this.#means.random() };
    const { state, effects } = step(this.#engine, { ...told, ...turn });
    this.#engine = state;
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case 'setTimer':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#tell({ is: 'timer' }), Math.max(0, effect.atMs - performance.now()));
        return;
      case 'abort':
        this.#underWay.get(effect.n)?.abort();
        this.#underWay.delete(effect.n);
        return;
      case 'setAcked':
        this.#acknowledged(effect.seq);
        return;
      case 'attention':
        this.attention.push(`${effect.code} ${effect.key}`);
        return;
      case 'freeze':
        this.attention.push(`frozen: ${effect.reason} at ${String(effect.at)}`);
        return;
      case 'settled':
      case 'lack': // it has one life only
        return;
      case 'hello':
      case 'push':
      case 'pull':
      case 'applyPages':
      case 'snapshot':
      case 'live':
        this.#request(effect);
    }
  }

  #acknowledged(seq: number): void {
    const nowMs = performance.now();
    for (const [entry, sinceMs] of this.#committedMs) {
      if (entry > seq) continue;
      this.#means.tally.ackMs.push(nowMs - sinceMs);
      this.#committedMs.delete(entry);
    }
    queueMicrotask(() => this.#onAcked()); // the engine's state follows when its turn is over
  }

  #request(effect: Ask<'hello' | 'push' | 'pull' | 'applyPages' | 'snapshot' | 'live'>): void {
    const { n } = effect;
    const controller = this.#underWay.get(n) ?? new AbortController();
    this.#underWay.set(n, controller);
    this.#perform(effect, controller.signal).then(
      (answer) => {
        if (answer.to !== 'pull') this.#underWay.delete(n);
        this.#tell({ is: 'reply', n, answer });
      },
      (error: unknown) => {
        this.#underWay.delete(n);
        const failure = failureIn(error);
        if (failure !== null) this.#tell({ is: 'failed', n, failure });
      },
    );
  }

  async #perform(
    effect: Ask<'hello' | 'push' | 'pull' | 'applyPages' | 'snapshot' | 'live'>,
    signal: AbortSignal,
  ): Promise<Answer> {
    switch (effect.do) {
      case 'hello':
        return this.#hello(signal);
      case 'push':
        return this.#push(effect, signal);
      case 'pull':
        return askPull(this.#speaker, effect.asks, signal);
      case 'applyPages':
        return { to: 'applied', streams: effect.pages.map((page) => this.#applied(page)) };
      case 'snapshot':
        return this.#snapshot(effect.stream, signal);
      case 'live': {
        const onAlive = () => {
          this.#heard = effect.n;
          this.#tell({ is: 'alive', n: effect.n });
        };
        const onPoke = (heads: Readonly<Record<string, number>>) => this.#tell({ is: 'poke', heads });
        return followLive(this.#speaker, { onAlive, onPoke }, signal);
      }
    }
  }

  #hashAt(seq: number): string | null {
    if (seq === 0) return genesisHash(sha256Hex, this.deviceId, this.incarnation);
    return this.rows[seq - 1]?.hash ?? null;
  }

  async #hello(signal: AbortSignal): Promise<Answer> {
    const { ackedSeq, epoch } = this.#engine;
    const { deviceId, incarnation } = this.#speaker;
    const mine = { proto: 1 as const, schema: SCHEMA, app: 'load', deviceId, incarnation };
    const marks = { headSeq: this.rows.length, headHash: this.#head.hash, ackedSeq };
    const clocks = { wallMs: Date.now(), monoMs: Math.round(performance.now()) };
    const ackedHash = this.#hashAt(ackedSeq) ?? '';
    const hello = { ...mine, ...marks, ackedHash, serverEpoch: epoch, storage: STORAGE, ...clocks };
    const said = await greet(this.#speaker, hello, signal);
    return { to: 'hello', said, ownHash: this.#hashAt(said.ackedSeq) };
  }

  async #push({ from, entries, bytes, storeOnly }: Ask<'push'>, signal: AbortSignal): Promise<Answer> {
    const rows = fitting(this.rows.slice(from - 1, from - 1 + entries), bytes);
    const pushed = await pushRows(this.#speaker, { rows, headSeq: this.rows.length, storeOnly }, signal);
    return pushed.to === 'push' ? { ...pushed, ownHash: this.#hashAt(pushed.said.ackedSeq) } : pushed;
  }

  #applied({ stream, to: seq, mark, head, more }: Ask<'applyPages'>['pages'][number]) {
    const gen = this.#engine.streams[stream]?.position?.gen ?? '';
    return { stream, position: { gen, seq, mark }, head, more, missed: false, differs: false };
  }

  async #snapshot(stream: string, signal: AbortSignal): Promise<Answer> {
    const manifest = await fetchManifest(this.#speaker, stream, signal);
    for (const { n } of manifest.parts) await fetchPart(this.#speaker, manifest, n, signal);
    const { gen, seq, mark } = manifest;
    return { to: 'snapshot', stream, position: { gen, seq, mark } };
  }
}

async function freshKey(): Promise<DeviceKey> {
  const pair = await webcrypto.subtle.generateKey(ES256, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const jwk = publicJwk.parse({ kty, crv, x, y });
  const sign = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await webcrypto.subtle.sign(SIGNING, pair.privateKey, bytes));
  return { publicJwk: jwk, thumbprint: keyThumbprint(jwk), kid: kidOf(jwk), sign };
}

function failureIn(error: unknown): Failure | null {
  if (error instanceof RequestFailed) return error.failure;
  if (error instanceof NoAnswer) return error.why === 'aborted' ? null : { why: error.why };
  throw error; // a mistake of the driver's own: it must not look like a bad network
}
