/**
 * Between devices and server processes: a network that loses, doubles, delays, cuts, forges nothing and answers for
 * others (captive portals, old proxies). Each page has one `fetch`; the live channel is a request that goes on.
 */
import { SYNC_PATHS } from '../../src/wire/sync.ts';
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import type { Host } from './disk.ts';
import { said, type Answered, type Asked, type ServerProcess } from './server-process.ts';

/** Shares of requests that meet each fault, and the longest delay. */
export type NetFaults = {
  readonly lost: number;
  readonly answerLost: number;
  readonly doubled: number;
  readonly hung: number;
  readonly flipped: number; // a byte of the body, up or down
  readonly cut: number; // the body ends early, up or down
  readonly stale: number; // a proxy gives an older answer of the same path
  readonly crossed: number; // a proxy gives one device what was said to another
  readonly portal: number;
  readonly busy: number; // 429
  readonly broken: number; // 5xx before the server was reached
  readonly tooBig: number; // 413 of a proxy
  readonly longestMs: number;
};

type Route = {
  readonly who: string;
  /** A process that is up, or null. */
  readonly server: () => ServerProcess | null;
  readonly faults: () => NetFaults;
  /** This device has no way out now; `answers`: none in either. */
  readonly isDown: () => boolean;
  readonly answersCut: () => boolean;
  readonly onAsk: (asked: Asked) => void;
  /** The server has answered. What comes back is called when the page takes that very answer, if it ever does. */
  readonly onAnswer: (asked: Asked, answered: Answered) => (() => void) | null;
  /** The server's code threw instead of answering. */
  readonly onThrown: (asked: Asked, error: unknown) => void;
};

type FakeResponse = {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
  readonly body: unknown;
};

const RESET = () => new TypeError('fetch failed');
const PORTAL = '<html><body>Please log in</body></html>';

export class Network {
  /** Nothing arrives any more, whatever was sent long ago by a page that has gone. */
  isOver = false;
  readonly #clockwork: Clockwork;
  readonly #dice: Dice;
  readonly #older = new Map<string, Answered>();
  readonly #channels = new Set<{ readonly server: ServerProcess; readonly host: Host; readonly end: () => void }>();

  constructor(clockwork: Clockwork, dice: Dice) {
    this.#clockwork = clockwork;
    this.#dice = dice;
  }

  /** Every live channel of a process that died, or of all, is cut. */
  cut(of: (server: ServerProcess) => boolean): void {
    for (const channel of [...this.#channels]) if (of(channel.server)) channel.end();
  }

  fetchOf(host: Host, route: Route): typeof fetch {
    const fetched = (input: unknown, init: RequestInit = {}): Promise<FakeResponse> => {
      const asked: Asked = {
        method: init.method ?? 'GET',
        path: String(input).replace('http://shop', ''),
        headers: init.headers as Record<string, string>,
        body: init.body instanceof Uint8Array ? init.body : new Uint8Array(0),
      };
      route.onAsk(asked);
      return new Promise((resolve, reject) => {
        let settled = false;
        const settle = (act: () => void) => {
          if (settled || !host.alive) return;
          settled = true;
          act();
        };
        const ways = {
          answer: (answer: FakeResponse, onTaken: (() => void) | null = null) =>
            settle(() => {
              onTaken?.();
              resolve(answer);
            }),
          fail: () => settle(() => reject(RESET())),
        };
        init.signal?.addEventListener('abort', ways.fail);
        if (asked.path === SYNC_PATHS.events) this.#live(asked, host, route, { ...ways, signal: init.signal ?? null });
        else this.#send(asked, host, route, ways);
      });
    };
    return fetched as unknown as typeof fetch;
  }

  #delay(faults: NetFaults): number {
    return this.#dice.long(2, faults.longestMs);
  }

  #send(asked: Asked, host: Host, route: Route, { answer, fail }: Ways): void {
    const [dice, clockwork, faults] = [this.#dice, this.#clockwork, faultsFor(asked, route.faults())];
    const back = (answered: Answered, onTaken: (() => void) | null = null) =>
      clockwork.after(this.#delay(faults), () => answer(responseOf(answered), onTaken));
    if (route.isDown() || dice.chance(faults.lost)) return void clockwork.after(this.#delay(faults), fail);
    if (dice.chance(faults.hung)) return;
    const instead = this.#instead(asked, route.who, faults);
    if (instead !== null) return void back(instead);
    const times = dice.chance(faults.doubled) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const sent = { ...asked, body: this.#damaged(asked.body, faults) };
      clockwork.after(this.#delay(faults), () => {
        const server = this.isOver ? null : route.server();
        if (server === null) return void clockwork.after(5, fail);
        const failWithIt = () => {
          if (!server.life.alive) fail();
        };
        const reset = clockwork.after(30_000, failWithIt); // a process that died takes its connections along
        server.handle(sent).then(
          (answered) => {
            reset();
            if (!server.life.alive || !host.alive) {
              fail();
              return;
            }
            for (const whose of [`${route.who} ${asked.path}`, asked.path]) this.#older.set(whose, answered);
            if (route.answersCut() || dice.chance(faults.answerLost))
              return void clockwork.after(this.#delay(faults), fail);
            const onTaken = route.onAnswer(asked, answered);
            // A pull's answer carries no signature: what TCP and TLS let through there, only the audit finds.
            const harm = asked.path === SYNC_PATHS.pull ? { ...faults, flipped: 0 } : faults;
            const body = this.#damaged(answered.body, harm);
            back({ ...answered, body }, Buffer.from(body).equals(answered.body) ? onTaken : null);
          },
          (error: unknown) => {
            route.onThrown(sent, error);
            back(said(500, { code: 'server_failed' }));
          },
        );
      });
    }
  }

  /** Somebody else answers. */
  #instead(asked: Asked, who: string, faults: NetFaults): Answered | null {
    const dice = this.#dice;
    if (dice.chance(faults.portal)) return { status: 200, headers: {}, body: new TextEncoder().encode(PORTAL) };
    if (dice.chance(faults.broken)) return said(dice.pick([500, 502, 503]), { message: 'bad gateway' });
    if (dice.chance(faults.busy)) return { ...said(429, {}), headers: { 'retry-after': String(dice.int(1, 20)) } };
    if (asked.path === SYNC_PATHS.push && dice.chance(faults.tooBig)) return said(413, {});
    const older = this.#older.get(`${who} ${asked.path}`);
    if (older !== undefined && dice.chance(faults.stale)) return older;
    const others = this.#older.get(asked.path);
    return others !== undefined && dice.chance(faults.crossed) ? others : null;
  }

  #damaged(body: Uint8Array, faults: NetFaults): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(body);
    if (bytes.length === 0) return bytes;
    if (this.#dice.chance(faults.flipped)) {
      const at = this.#dice.int(0, bytes.length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#dice.int(0, 7));
    }
    return this.#dice.chance(faults.cut) ? bytes.slice(0, this.#dice.int(0, bytes.length - 1)) : bytes;
  }

  #live(asked: Asked, host: Host, route: Route, { answer, fail, signal }: Ways & { signal: AbortSignal | null }): void {
    const [clockwork, faults] = [this.#clockwork, route.faults()];
    const server = route.server();
    if (server === null || route.isDown() || this.#dice.chance(faults.lost)) {
      return void clockwork.after(this.#delay(faults), fail);
    }
    if (this.#dice.chance(faults.hung)) return;
    clockwork.after(this.#delay(faults), () => {
      server.openLive(asked).then((heads) => {
        if (heads === null) {
          answer(responseOf(said(401, { code: 'bad_signature' })));
          return;
        }
        const reader = new Channel(clockwork, () => route.isDown() || route.answersCut());
        const channel = {
          server,
          host,
          end: () => {
            this.#channels.delete(channel);
            stop();
            reader.end();
          },
        };
        const tell = (moved: Readonly<Record<string, number>>) => {
          if (!host.alive) {
            channel.end();
            return;
          }
          reader.push(`data: ${JSON.stringify({ heads: moved })}\n\n`);
        };
        const stop = server.listen(tell);
        this.#channels.add(channel);
        signal?.addEventListener('abort', channel.end);
        const beat = () => {
          if (!host.alive) {
            channel.end();
            return;
          }
          if (reader.open) clockwork.after(15_000, beat);
          reader.push(':\n\n');
        };
        answer({ status: 200, headers: { get: () => 'text/event-stream' }, arrayBuffer: never, body: reader.body });
        tell(heads);
        clockwork.after(15_000, beat);
      }, fail);
    });
  }
}

/** Nothing signs an enrolment: that its bytes come as they were sent, TCP and TLS promise. */
const faultsFor = ({ path }: Asked, faults: NetFaults): NetFaults =>
  path === SYNC_PATHS.enrol ? { ...faults, flipped: 0, stale: 0, crossed: 0 } : faults;

type Ways = {
  readonly answer: (answer: FakeResponse, onTaken?: (() => void) | null) => void;
  readonly fail: () => void;
};
const never = (): Promise<ArrayBuffer> => new Promise(() => undefined);

const responseOf = ({ status, headers, body }: Answered): FakeResponse => ({
  status,
  headers: { get: (name) => headers[name] ?? null },
  arrayBuffer: () => Promise.resolve(body.slice().buffer),
  body: null,
});

type Chunk = { readonly done: boolean; readonly value?: string };

/** The reading end of a live channel. What comes while the way is cut is lost. */
class Channel {
  open = true;
  readonly #clockwork: Clockwork;
  readonly #isCut: () => boolean;
  readonly #waiting: string[] = [];
  #wake: ((chunk: Chunk) => void) | null = null;
  readonly body = {
    pipeThrough: () => ({ getReader: () => ({ read: () => this.#read(), cancel: () => this.#quit() }) }),
  };

  constructor(clockwork: Clockwork, isCut: () => boolean) {
    this.#clockwork = clockwork;
    this.#isCut = isCut;
  }

  push(text: string): void {
    if (!this.open || this.#isCut()) return;
    this.#waiting.push(text);
    this.#give();
  }

  end(): void {
    if (!this.open) return;
    this.open = false;
    this.#clockwork.after(1, () => this.#give());
  }

  #give(): void {
    const wake = this.#wake;
    if (wake === null) return;
    const value = this.#waiting.shift();
    if (value === undefined && this.open) return;
    this.#wake = null;
    wake(value === undefined ? { done: true } : { done: false, value });
  }

  #read(): Promise<Chunk> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#give();
    });
  }

  async #quit(): Promise<void> {
    this.end();
  }
}
