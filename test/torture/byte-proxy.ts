/**
 * A link that breaks after exactly so many bytes: TCP on loopback between a till and its server. Armed for one push, it
 * lets that many bytes of the request, or of its answer, through and then ends both connections; all else passes.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Cut = { readonly side: 'request' | 'reply'; readonly at: number };

type ByteProxy = {
  readonly port: number;
  /** For the next push alone. Resolves to whether it was cut: a shorter message passes whole. */
  arm(cut: Cut): Promise<boolean>;
  /** Bytes of the last push that passed whole, and of its answer. */
  readonly whole: { request: number; reply: number };
  close(): Promise<void>;
};

type Armed = Cut & { readonly tell: (wasCut: boolean) => void };
type Desk = { armed: Armed | null; readonly whole: { request: number; reply: number } };

/** One connection, which carries one request after the other. */
class Line {
  readonly #till: Socket;
  readonly #server: Socket;
  readonly #desk: Desk;
  #push: { request: number; reply: number; readonly cut: Armed | null } | null = null;

  constructor(till: Socket, server: Socket, desk: Desk) {
    this.#till = till;
    this.#server = server;
    this.#desk = desk;
    till.on('data', (bytes: Buffer) => this.#fromTill(bytes)).on('close', () => server.destroy());
    server.on('data', (bytes: Buffer) => this.#fromServer(bytes)).on('close', () => till.destroy());
  }

  #fromTill(bytes: Buffer): void {
    const start = bytes.subarray(0, 16).toString('latin1');
    if (/^(GET|POST) /.test(start)) {
      this.#finish();
      if (start.startsWith('POST /sync/push')) {
        this.#push = { request: 0, reply: 0, cut: this.#desk.armed };
        this.#desk.armed = null;
      }
    }
    const push = this.#push;
    if (push === null) return void this.#server.write(bytes);
    const left = push.cut?.side === 'request' ? push.cut.at - push.request : Infinity;
    push.request += bytes.length;
    if (left >= bytes.length) return void this.#server.write(bytes);
    this.#break(this.#server, bytes.subarray(0, left));
  }

  #fromServer(bytes: Buffer): void {
    const push = this.#push;
    if (push === null) return void this.#till.write(bytes);
    const left = push.cut?.side === 'reply' ? push.cut.at - push.reply : Infinity;
    push.reply += bytes.length;
    if (left >= bytes.length) return void this.#till.write(bytes);
    this.#break(this.#till, bytes.subarray(0, left));
  }

  /** The last bytes arrive, then both ends find the line dead. */
  #break(towards: Socket, last: Buffer): void {
    this.#push?.cut?.tell(true);
    this.#push = null;
    const other = towards === this.#till ? this.#server : this.#till;
    other.removeAllListeners('data').resume();
    towards.end(last, () => {
      other.destroy();
      towards.destroy();
    });
  }

  /** The push before this request was through. */
  #finish(): void {
    if (this.#push === null) return;
    const { request, reply, cut } = this.#push;
    cut?.tell(false);
    this.#desk.whole.request = request;
    this.#desk.whole.reply = reply;
    this.#push = null;
  }
}

/** Listens on a free port of loopback and leads to `to`. */
export async function openByteProxy(to: number): Promise<ByteProxy> {
  const desk: Desk = { armed: null, whole: { request: 0, reply: 0 } };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer({ noDelay: true }, (till) => {
    new Line(keep(till), keep(connect({ port: to, host: '127.0.0.1', noDelay: true })), desk);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arm: ({ side, at }) =>
      new Promise((tell) => {
        desk.armed = { side, at, tell };
      }),
    whole: desk.whole,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
