/**
 * A server process: the product's own `accept`, `answerHello` and `readPages` behind the paths of the wire. What stands
 * in src/server/journal/routes.ts around them (parse, decide, answer) is said again here without HTTP.
 */
import { accept } from '../../src/server/journal/accept.ts';
import {
  decideAgain,
  HELPED_BY_BUILD,
  HELPED_BY_TIME,
  isDue,
  type Span,
} from '../../src/server/journal/decide-again.ts';
import { isFarBehind, readPages } from '../../src/server/journal/feed.ts';
import { answerHello, headsOf, streamsOf } from '../../src/server/journal/hello.ts';
import type { FeedPort, KnownDevice } from '../../src/server/journal/port.ts';
import { readPush } from '../../src/server/journal/read-push.ts';
import { PROOF_SKEW_MS, readProof } from '../../src/wire/proof.ts';
import type { RefusalCode } from '../../src/wire/refusal.ts';
import { publicJwk, type PublicJwk } from '../../src/wire/scalars.ts';
import {
  enrolRequest,
  hello as helloSchema,
  PROOF_HEADER,
  pull as pullSchema,
  SIGNATURE_HEADER,
  SYNC_PATHS,
  type EnrolOk,
  type EnrolRequest,
  type Manifest,
  type PushErr,
  type PushOk,
  type Stream,
} from '../../src/wire/sync.ts';
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import { isSignedBy, sha256, signedText } from './model-crypto.ts';
import type { EngineFaults, ShopDatabase, ShopLink } from './shop-database.ts';
import type { KeptSnapshot } from './shop-tables.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
};

export type ServerMeans = {
  readonly shop: ShopDatabase;
  readonly clockwork: Clockwork;
  readonly dice: Dice;
  readonly key: PublicJwk;
  readonly faults: () => EngineFaults;
  readonly epochMs: number; // what the clock shows when the world begins
  readonly onCrash: (who: ServerProcess) => void;
  readonly onReport: (what: string) => void;
  /** Something before or around our code answers 500 to this line, whatever comes with it. */
  readonly chokesOn: (line: string) => boolean;
  /** Our own code fails on this entry, in this build. */
  readonly projectionFails: (entryId: string) => boolean;
  /** A device asks to store these lines and leave their meaning. */
  readonly onStoreOnly: (lines: readonly string[]) => void;
  readonly pageBytes: readonly number[];
  /** What the office's codes are good for. */
  readonly admit: (request: EnrolRequest, serverMs: number) => Promise<EnrolOk | { readonly code: RefusalCode }>;
};

const PUSH_STATUS = {
  gap: 409, fork: 409, broken_chain: 409, retry: 503, too_big: 413, stale_time: 401, auth: 401, bad_push: 400,
} as const; // prettier-ignore

/** How often a process looks for what is due (retry-open.ts). */
const LOOK_MS = 30_000;
/** More than any stream of these worlds has. */
const MOST_ROWS = 1_000_000;

const [utf8, toUtf8] = [new TextDecoder(), new TextEncoder()];
const encode = (text: string): Uint8Array<ArrayBuffer> => toUtf8.encode(text);
const decode = (bytes: Uint8Array): string => utf8.decode(bytes);

export class ServerProcess {
  readonly life = { alive: true };
  readonly #means: ServerMeans;
  readonly #link: ShopLink;
  readonly #keys = new Map<string, PublicJwk>();

  constructor(means: ServerMeans) {
    this.#means = means;
    const { shop, clockwork, dice, faults, onCrash, projectionFails } = means;
    this.#link = shop.connect({
      clockwork, dice, faults, projectionFails, clock: this.clock, process: this.life, onCrash: () => onCrash(this),
    }); // prettier-ignore
    this.#lookAfter(this.clock());
  }

  die(): void {
    this.life.alive = false;
    this.#link.die();
  }

  clock = (): number => this.#means.epochMs + Math.round(this.#means.clockwork.now);

  /** What is kept aside is tried again: all of it when the process starts, later what is due (retry-open.ts). */
  retryOpen = (span: Span | null): Promise<unknown> =>
    this.#link.doing(async () => {
      const reasons = span === null ? HELPED_BY_BUILD : HELPED_BY_TIME;
      const kept = (await this.#link.kept()).filter(
        ({ effect: { code }, receivedMs }) =>
          code !== null && reasons.includes(code) && (span === null || isDue(receivedMs, span)),
      );
      const { onReport: report } = this.#means;
      return decideAgain({ door: this.#link.door, clock: this.clock, report }, kept);
    });

  /** Looks for what is due, again and again while it lives. */
  #lookAfter(afterMs: number): void {
    this.#means.clockwork.after(LOOK_MS, () => {
      if (!this.life.alive) return;
      const untilMs = this.clock();
      this.retryOpen({ afterMs, untilMs }).then(
        () => this.#lookAfter(untilMs),
        () => this.#lookAfter(afterMs), // the engine was busy
      );
    });
  }

  /** Facts of the office: they change state without any till. */
  write: ShopLink['door']['write'] = (work) => this.#link.doing(() => this.#link.door.write(work));

  handle = (asked: Asked): Promise<Answered> => this.#link.doing(() => this.#handle(asked));

  async #handle(asked: Asked): Promise<Answered> {
    if (asked.path === SYNC_PATHS.push) return this.#push(asked);
    if (asked.path === SYNC_PATHS.enrol) return this.#enrol(asked);
    const proved = await this.#proved(asked);
    if ('status' in proved) return proved;
    if (asked.path === SYNC_PATHS.hello) return this.#hello(proved.device, asked);
    if (asked.path === SYNC_PATHS.pull) return this.#pull(proved.device, asked);
    return this.#snapshot(proved.device, asked);
  }

  /** Hears of streams that moved, whichever process moved them. */
  listen(tell: (heads: Readonly<Record<string, number>>) => void): () => void {
    this.#means.shop.listeners.add(tell);
    return () => this.#means.shop.listeners.delete(tell);
  }

  /** Heads to begin a live channel with; null: not let in. */
  openLive(asked: Asked): Promise<Readonly<Record<string, number>> | null> {
    return this.#link.doing(async () => {
      const proved = await this.#proved(asked);
      if ('status' in proved) return null;
      return this.#link.door.read((port) => headsOf(port, proved.device));
    });
  }

  async #enrol({ body }: Asked): Promise<Answered> {
    const parsed = enrolRequest.safeParse(jsonOf(body));
    if (!parsed.success) return said(400, { code: 'bad_request' });
    const answer = await this.#means.admit(parsed.data, this.clock());
    return said('code' in answer ? 403 : 200, answer);
  }

  #promise = async () => ({ durability: 'fsync' as const, safe: true });

  async #push(asked: Asked): Promise<Answered> {
    const { dice, onReport, chokesOn, onStoreOnly } = this.#means;
    const push = readPush(asked.body, asked.headers[SIGNATURE_HEADER]);
    if (!push.ok) return answerPush(push.error, null);
    const { header, lines } = push.value;
    if (header.storeOnly === true) onStoreOnly(lines);
    else if (lines.some(chokesOn)) return said(500, { code: 'server_failed' });
    const means = {
      door: this.#link.door,
      clock: this.clock,
      ids: dice.uuid,
      sha256Hex: sha256,
      promise: this.#promise,
      verify: async (key: PublicJwk, signature: Uint8Array, text: string) => isSignedBy(key, signature, text),
      report: (what: string) => onReport(what),
    };
    return answerPush(await accept(means, push.value), this.#means.key);
  }

  async #hello(device: KnownDevice, asked: Asked): Promise<Answered> {
    const parsed = helloSchema.safeParse(jsonOf(asked.body));
    if (!parsed.success || parsed.data.deviceId !== device.deviceId) return said(400, { code: 'bad_request' });
    const means = { door: this.#link.door, clock: this.clock, ids: this.#means.dice.uuid };
    return signed(this.#means.key, await answerHello(means, device, parsed.data, await this.#promise()));
  }

  async #pull(device: KnownDevice, asked: Asked): Promise<Answered> {
    const parsed = pullSchema.safeParse(jsonOf(asked.body));
    if (!parsed.success) return said(400, { code: 'bad_request' });
    const chain = { deviceId: device.deviceId, incarnation: parsed.data.incarnation };
    // The device asks for more than this world's rows would ever fill: pages are cut short, so that there are several.
    const maxBytes = Math.min(parsed.data.maxBytes, this.#means.dice.pick(this.#means.pageBytes));
    const answer = await this.#link.door.read(async (port) => ({
      pages: await readPages(port, chain, { ...parsed.data, maxBytes }),
      serverEpoch: await port.serverEpoch(),
    }));
    return said(200, { ...answer, serverMs: this.clock() });
  }

  async #snapshot(device: KnownDevice, { path }: Asked): Promise<Answered> {
    const [stream = '', gen] = path.slice('/sync/snapshot/'.length).split('/');
    const followed = streamsOf(device).find((name) => name === stream);
    if (followed === undefined) return said(404, { code: 'not_found' });
    const newest = await this.#link.newestSnapshot(followed);
    if (gen !== undefined) {
      return newest?.gen === gen
        ? { status: 200, headers: {}, body: encode(newest.text) }
        : said(404, { code: 'not_found' });
    }
    const { kept, serverEpoch } = await this.#link.door.read(async (port) => ({
      kept: await this.#current(port, followed, newest),
      serverEpoch: await port.serverEpoch(),
    }));
    if (kept !== newest) await this.#link.keepSnapshot(followed, kept);
    const { seq, mark, rows, text } = kept;
    const parts = rows === 0 ? [] : [{ n: 0, rows, bytes: text.length, sha256: sha256(text) }];
    return signed(this.#means.key, { stream, gen: kept.gen, seq, mark, rows, serverEpoch, parts } satisfies Manifest);
  }

  /** The newest snapshot, or a fresh one when it is of another history or far behind (server/journal/snapshot.ts). */
  async #current(port: FeedPort, stream: Stream, kept: KeptSnapshot | undefined): Promise<KeptSnapshot> {
    if (kept !== undefined) {
      const isOurs = kept.seq === 0 || (await port.markAt(stream, kept.seq)) === kept.mark;
      if (isOurs && !(await isFarBehind(port, stream, kept.seq))) return kept;
    }
    const lines = (await port.rowsAfter(stream, 0, MOST_ROWS)).filter(({ body }) => body !== null);
    const text = lines
      .map(({ t, id, s, body }) => `{"t":"${t}","id":"${id}","s":${s},"r":${body ?? 'null'}}`)
      .join('\n');
    const seq = await port.head(stream);
    const mark = seq === 0 ? '' : ((await port.markAt(stream, seq)) ?? '');
    return { gen: this.#means.dice.uuid(), seq, mark, rows: lines.length, text };
  }

  #keyIn(jwk: string): PublicJwk {
    const known = this.#keys.get(jwk) ?? publicJwk.parse(JSON.parse(jwk));
    this.#keys.set(jwk, known);
    return known;
  }

  async #proved(asked: Asked): Promise<{ device: KnownDevice } | Answered> {
    const proof = readProof(asked.headers[PROOF_HEADER] ?? '');
    if (proof === null) return said(401, { code: 'bad_signature' });
    const { claims, input, signature } = proof;
    const device = await this.#link.door.read((port) => port.device(claims.sub));
    if (device === null) return said(401, { code: 'device_unknown' });
    const isThis = claims.htm === asked.method && claims.htu === asked.path && claims.bh === sha256(asked.body);
    const key = this.#keyIn(device.keyJwk);
    if (!isThis || !isSignedBy(key, signature, input)) return said(401, { code: 'bad_signature' });
    if (device.state === 'revoked') return said(401, { code: 'device_revoked' });
    const serverMs = this.clock();
    if (Math.abs(claims.iat * 1000 - serverMs) > PROOF_SKEW_MS) return said(401, { error: 'stale_time', serverMs });
    return { device };
  }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(decode(body));
  } catch {
    return null;
  }
}

export function said(status: number, answer: unknown): Answered {
  return { status, headers: { 'content-type': 'application/json' }, body: encode(JSON.stringify(answer)) };
}

function signed(key: PublicJwk, answer: unknown): Answered {
  const text = JSON.stringify(answer);
  return { status: 200, headers: { [SIGNATURE_HEADER]: signedText(key, text) }, body: encode(text) };
}

function answerPush(answer: PushOk | PushErr, key: PublicJwk | null): Answered {
  if (!('error' in answer)) return key === null ? said(500, {}) : signed(key, answer);
  const isFull = answer.error === 'retry' && answer.code === 'server_disk_full';
  return said(isFull ? 507 : PUSH_STATUS[answer.error], answer);
}
