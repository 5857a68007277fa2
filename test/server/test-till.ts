/**
 * A till as the server meets it, in as few lines as the wire allows: it chains entries, signs statements and proofs,
 * and can be told to lie. Not the client's code: that has its own tests.
 */
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { canonicalText, genesisHash, type EntryEnvelope } from '../../src/core/journal.ts';
import type { EntryBody, EntryKind } from '../../src/wire/entry.ts';
import { base64url, keyThumbprint, proofInput, proofText, type ProofClaims } from '../../src/wire/proof.ts';
import { publicJwk, type PublicJwk } from '../../src/wire/scalars.ts';
import {
  enrolOk,
  helloOk,
  NDJSON,
  poke,
  PROOF_HEADER,
  pullOk,
  pushErr,
  pushOk,
  SIGNATURE_HEADER,
  SYNC_PATHS,
  type EnrolOk,
  type HelloOk,
  type PullOk,
  type PushErr,
  type PushHeader,
  type PushOk,
} from '../../src/wire/sync.ts';

export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const ES256 = { name: 'ECDSA', hash: 'SHA-256' };
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** Who does all of it, where nobody else is said to: a person who may. */
export const OWNER = '0190a000-0000-7000-8000-0000000000bb';

type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  readonly text: string;
};
export type Cursor = { stream: string; gen: string; after: number; mark: string; digest?: true };
type PushOptions = {
  readonly from?: number;
  readonly to?: number;
  readonly header?: Partial<PushHeader>;
  readonly lines?: readonly string[];
  readonly signature?: string;
};

export class TestTill {
  readonly url: string;
  readonly deviceId = uuidv7();
  readonly jwk: PublicJwk;
  readonly clock: () => number;
  incarnation = uuidv7();
  lines: string[] = [];
  enrolled: EnrolOk | null = null;
  readonly #key: webcrypto.CryptoKey;

  private constructor(url: string, clock: () => number, jwk: PublicJwk, key: webcrypto.CryptoKey) {
    this.url = url;
    this.clock = clock;
    this.jwk = jwk;
    this.#key = key;
  }

  static async create(url: string, clock: () => number = Date.now): Promise<TestTill> {
    const pair = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
    const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
    return new TestTill(url, clock, publicJwk.parse({ kty, crv, x, y }), pair.privateKey);
  }

  async sign(text: string): Promise<Uint8Array> {
    return new Uint8Array(await webcrypto.subtle.sign(ES256, this.#key, Buffer.from(text)));
  }

  async send(
    method: ProofClaims['htm'],
    path: string,
    body?: unknown,
    claims: Partial<ProofClaims> = {},
  ): Promise<Answer> {
    return answerOf(await this.request(method, path, body, claims));
  }

  async request(
    method: ProofClaims['htm'],
    path: string,
    body?: unknown,
    claims: Partial<ProofClaims> = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const input = proofInput({
      htm: method,
      htu: path,
      bh: sha256Hex(text),
      iat: Math.floor(this.clock() / 1000),
      jti: randomBytes(16).toString('hex'),
      sub: this.deviceId,
      ...claims,
    });
    const headers = {
      [PROOF_HEADER]: proofText(input, await this.sign(input)),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return fetch(this.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: text }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async askEnrol(code: string, more: object = {}): Promise<Answer> {
    const body = {
      proto: 1,
      code,
      deviceId: this.deviceId,
      incarnation: this.incarnation,
      key: this.jwk,
      name: 'Till',
      app: 'test',
      wallMs: this.clock(),
      ...more,
    };
    const headers = { 'content-type': 'application/json' };
    return answerOf(await fetch(this.url + SYNC_PATHS.enrol, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  /** Enrols and writes the journal's first entry. */
  async enrol(code: string): Promise<EnrolOk> {
    const answer = await this.askEnrol(code);
    if (answer.status !== 200) throw new Error(`not enrolled: ${answer.text}`);
    const enrolled = enrolOk.parse(answer.body);
    this.enrolled = enrolled;
    this.fact('incarnation.opened', {
      reason: 'enrolled',
      orgId: enrolled.orgId,
      storeId: enrolled.storeId,
      incarnationNo: enrolled.incarnationNo,
      thumbprint: keyThumbprint(this.jwk),
      old: null,
    });
    return enrolled;
  }

  get headHash(): string {
    const last = this.lines.at(-1);
    return last === undefined ? genesisHash(sha256Hex, this.deviceId, this.incarnation) : sha256Hex(last);
  }

  /** Appends an entry and answers its id. */
  fact<K extends EntryKind>(kind: K, body: EntryBody<K>, more: Partial<EntryEnvelope> = {}): string {
    return this.raw({ kind, body, ...more });
  }

  /** Appends anything that has an envelope. */
  raw(more: Record<string, unknown>): string {
    const entryId = uuidv7();
    const entry = {
      v: 1,
      seq: this.lines.length + 1,
      entryId,
      prev: this.headHash,
      wallMs: this.clock(),
      monoMs: 1,
      offsetMs: null,
      staffId: OWNER,
      businessDate: '2026-03-01',
      ...more,
    };
    this.lines.push(canonicalText(entry));
    return entry.entryId;
  }

  async push(options: PushOptions = {}): Promise<{ status: number; body: PushOk | PushErr; headers: Headers }> {
    const from = options.from ?? 1;
    const to = options.to ?? this.lines.length;
    const lines = options.lines ?? this.lines.slice(from - 1, to);
    const text = lines.join('\n');
    const header = canonicalText({
      proto: 1,
      deviceId: this.deviceId,
      incarnation: this.incarnation,
      from,
      to,
      headHash: sha256Hex(lines.at(-1) ?? ''),
      headSeq: Math.max(to, this.lines.length),
      bodyDigest: sha256Hex(text),
      timeMs: this.clock(),
      nonce: randomBytes(16).toString('hex'),
      ...options.header,
    });
    const signature = options.signature ?? base64url(await this.sign(header));
    const headers = { 'content-type': NDJSON, [SIGNATURE_HEADER]: signature };
    const response = await fetch(this.url + SYNC_PATHS.push, { method: 'POST', headers, body: `${header}\n${text}` });
    const answer = await answerOf(response);
    const body = answer.status === 200 ? pushOk.parse(answer.body) : pushErr.parse(answer.body);
    return { status: answer.status, body, headers: answer.headers };
  }

  hello(more: Record<string, unknown> = {}): Promise<Answer> {
    return this.send('POST', SYNC_PATHS.hello, {
      proto: 1,
      schema: 1,
      app: 'test',
      deviceId: this.deviceId,
      incarnation: this.incarnation,
      headSeq: this.lines.length,
      headHash: this.headHash,
      ackedSeq: 0,
      ackedHash: this.headHash,
      serverEpoch: this.enrolled?.serverEpoch ?? null,
      storage: { persisted: true, usage: 1, quota: 2, dataLoss: false },
      wallMs: this.clock(),
      monoMs: 1,
      ...more,
    });
  }

  async helloOk(more: Record<string, unknown> = {}): Promise<HelloOk> {
    return helloOk.parse((await this.hello(more)).body);
  }

  /** Opens the live channel and gathers what it says. */
  async listen(): Promise<{
    status: number;
    readonly heads: Record<string, number>;
    readonly isOver: boolean;
    end(): void;
  }> {
    const stop = new AbortController();
    const response = await this.request('GET', SYNC_PATHS.events, undefined, {}, stop.signal);
    const heads: Record<string, number> = {};
    const state = { isOver: false };
    void gather(response, heads).finally(() => {
      state.isOver = true;
    });
    return {
      status: response.status,
      heads,
      get isOver() {
        return state.isOver;
      },
      end: () => {
        stop.abort();
      },
    };
  }

  async pull(streams: readonly Cursor[], maxBytes = 1_000_000): Promise<PullOk> {
    const answer = await this.send('POST', SYNC_PATHS.pull, {
      proto: 1,
      schema: 1,
      maxBytes,
      incarnation: this.incarnation,
      streams,
    });
    if (answer.status !== 200) throw new Error(`pull: ${String(answer.status)} ${answer.text}`);
    return pullOk.parse(answer.body);
  }
}

/** Reads pokes until the channel ends, however it ends. */
async function gather(response: Response, heads: Record<string, number>): Promise<void> {
  const text = response.body?.pipeThrough(new TextDecoderStream());
  let rest = '';
  try {
    for await (const chunk of text ?? []) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (event.startsWith('data: ')) Object.assign(heads, poke.parse(JSON.parse(event.slice(6))).heads);
      }
    }
  } catch {
    // Cut by us or by the server: over either way.
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as unknown) : null,
  };
}
