/**
 * The way of one server process to PostgreSQL: a forwarder that reads the protocol, so that whoever watches decides
 * when a statement goes to the engine, when its answer goes back, and whether the connection is cut instead. The
 * product's own door stands at one end and the real engine at the other; neither knows.
 *
 * Invariants: a line has one statement under way at most; what is no statement (greetings, notifications) passes as it
 * comes.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);
const BIND = 'B'.charCodeAt(0);
const QUIT = 'X'.charCodeAt(0);
const READY = 'Z'.charCodeAt(0);
const KEY = 'K'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);

/**
 * Where a statement is: `held` before the engine, `out` at the engine, `back` as an answer nobody has yet. `free`: the
 * process has the answer, and may ask the next thing.
 */
type Place = 'free' | 'held' | 'out' | 'back';

type Watcher = {
  readonly onHeld: (line: Line) => void;
  readonly onBack: (line: Line) => void;
  readonly onGone: (line: Line) => void;
};

/** One connection of the process. */
export class Line {
  place: Place = 'free';
  /** Its backend waits for a lock another transaction holds. */
  waits = false;
  /** It did so for a while, since the statement went. */
  waited = false;
  /** The statement under way, and its number among all of this world. */
  sql = '';
  n = 0;
  pid = 0;
  /** SQLSTATE of an answer that is an error; empty: it is none. */
  code = '';
  /** That error was asked for. */
  isRaised = false;
  readonly #client: Socket;
  readonly #engine: Socket;
  readonly #watcher: Watcher;
  readonly #texts = new Map<string, string>(); // of prepared statements, by name
  #isReady = false;
  #asked: Buffer = Buffer.alloc(0); // not yet a whole statement
  #statement: Buffer = Buffer.alloc(0);
  #told: Buffer = Buffer.alloc(0); // not yet a whole answer

  constructor(client: Socket, port: number, watcher: Watcher) {
    this.#client = client.setNoDelay(true);
    this.#engine = connect(port, '127.0.0.1').setNoDelay(true);
    this.#watcher = watcher;
    client.on('data', (bytes) => this.#hear(bytes));
    this.#engine.on('data', (bytes) => this.#tell(bytes));
    for (const end of [client, this.#engine]) {
      end.on('error', () => this.cut());
      end.on('close', () => this.cut());
    }
  }

  /** The statement goes to the engine. */
  go(): void {
    [this.place, this.waited, this.isRaised] = ['out', false, false];
    this.#engine.write(this.#statement);
  }

  /** The engine fails on it with this SQLSTATE, as it would by itself. */
  raise(code: string): void {
    [this.place, this.waited, this.isRaised] = ['out', false, true];
    this.#engine.write(queryOf(`do $$begin raise exception 'by chance' using errcode = '${code}'; end$$`));
  }

  /** The answer goes to the process. */
  give(): void {
    const told = this.#told;
    this.#told = Buffer.alloc(0);
    [this.place, this.waits] = ['free', false];
    this.#client.write(told);
  }

  /** Both ends hear no more of each other. */
  cut(): void {
    if (this.#client.destroyed && this.#engine.destroyed) return;
    this.#client.destroy();
    this.#engine.destroy();
    this.#watcher.onGone(this);
  }

  #hear(bytes: Buffer): void {
    if (!this.#isReady) {
      this.#engine.write(bytes); // who it is: nothing to wait for
      return;
    }
    this.#asked = Buffer.concat([this.#asked, bytes]);
    for (const message of messagesIn(this.#asked)) {
      if (message.type === PARSE) this.#prepared(message.body);
      if (message.type === BIND) this.sql = this.#texts.get(words(message.body)[1] ?? '') ?? '';
      if (message.type === QUERY) [this.sql = ''] = words(message.body);
      if (message.type === QUIT) {
        this.#engine.end(this.#asked);
        return;
      }
      if (message.type !== QUERY && message.type !== SYNC) continue;
      this.#statement = this.#asked.subarray(0, message.end);
      this.#asked = this.#asked.subarray(message.end);
      this.place = 'held';
      this.#watcher.onHeld(this);
      return;
    }
  }

  #prepared(body: Buffer): void {
    const [name = '', text = ''] = words(body);
    this.#texts.set(name, text);
  }

  #tell(bytes: Buffer): void {
    if (this.place !== 'out') {
      if (!this.#isReady) this.#greet(bytes);
      this.#client.write(bytes);
      return;
    }
    this.#told = Buffer.concat([this.#told, bytes]);
    let code = '';
    for (const { type, body } of messagesIn(this.#told)) {
      if (type === ERROR) code = /\0C(\w{5})\0/.exec(`\0${body.toString('latin1')}`)?.[1] ?? '';
      if (type !== READY) continue;
      [this.place, this.code] = ['back', code];
      this.#watcher.onBack(this);
      return;
    }
  }

  /** Until the engine first says it is ready. */
  #greet(bytes: Buffer): void {
    this.#told = Buffer.concat([this.#told, bytes]);
    for (const { type, body } of messagesIn(this.#told)) {
      if (type === KEY) this.pid = body.readInt32BE(0);
      if (type === READY) this.#isReady = true;
    }
    if (this.#isReady) this.#told = Buffer.alloc(0);
  }
}

type Message = { readonly type: number; readonly body: Buffer; readonly end: number };

/** Whole messages: a letter, the length, the body. */
function* messagesIn(bytes: Buffer): Generator<Message> {
  for (let at = 0; at + 5 <= bytes.length;) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) return;
    yield { type: bytes[at] ?? 0, body: bytes.subarray(at + 5, end), end };
    at = end;
  }
}

/** Texts that each end with a zero. */
const words = (body: Buffer): string[] => body.toString('utf8').split('\0');

function queryOf(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head[0] = QUERY;
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** All connections of one process. */
export class Wire {
  readonly lines = new Set<Line>();
  readonly #server: Server;

  constructor(port: number, watcher: Watcher) {
    this.#server = createServer((client) => {
      const line: Line = new Line(client, port, {
        ...watcher,
        onGone: (gone) => {
          this.lines.delete(gone);
          watcher.onGone(gone);
        },
      });
      this.lines.add(line);
    });
  }

  /** Answers the port processes connect to. */
  open(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** The process is gone: every connection ends, no new one comes. */
  cut(): void {
    this.#server.close();
    for (const line of [...this.lines]) line.cut();
  }
}
