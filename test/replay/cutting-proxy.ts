/**
 * A bad network between tills and server: a TCP proxy on loopback that, by a seed, drops a request, cuts it in half, or
 * lets the server answer and throws the answer away. Real sockets, so nothing knows it is a test.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

type Cuts = { refused: number; requestsCut: number; repliesLost: number };

export type CuttingProxy = { readonly port: number; readonly cuts: Cuts; heal(): void; close(): Promise<void> };

/** Small, seeded and good enough to choose faults (xorshift32). */
export function seeded(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
}

type Fate = 'pass' | 'refuse' | 'cut_request' | 'lose_reply';

function fateOf(roll: number, badness: number): Fate {
  if (roll >= badness) return 'pass';
  return roll < badness / 4 ? 'refuse' : roll < badness / 2 ? 'cut_request' : 'lose_reply';
}

/** What has happened to each request that came in so far decides nothing: every one draws its fate anew. */
class Line {
  #fate: Fate = 'pass';
  readonly #till: Socket;
  readonly #server: Socket;
  readonly #draw: () => Fate;
  readonly #cuts: Cuts;

  constructor(till: Socket, server: Socket, draw: () => Fate, cuts: Cuts) {
    this.#till = till;
    this.#server = server;
    this.#draw = draw;
    this.#cuts = cuts;
    till.on('data', (bytes: Buffer) => this.#fromTill(bytes)).on('close', () => server.destroy());
    server.on('data', (bytes: Buffer) => this.#fromServer(bytes)).on('close', () => till.destroy());
  }

  #fromTill(bytes: Buffer): void {
    // A kept-alive connection carries many requests, one after the other; each begins with its method.
    if (/^(GET|POST) /.test(bytes.subarray(0, 5).toString('latin1'))) this.#fate = this.#draw();
    if (this.#fate === 'refuse') {
      this.#cuts.refused += 1;
      this.#till.destroy();
    } else if (this.#fate === 'cut_request') {
      this.#cuts.requestsCut += 1;
      this.#server.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => this.#till.destroy());
    } else this.#server.write(bytes);
  }

  #fromServer(bytes: Buffer): void {
    if (this.#fate !== 'lose_reply') {
      this.#till.write(bytes);
      return;
    }
    this.#cuts.repliesLost += 1;
    this.#till.destroy();
  }
}

/** `badness`: the share of requests that meet a fault, 0 to 1. */
export async function openCuttingProxy(to: number, seed: number, badness: number): Promise<CuttingProxy> {
  const random = seeded(seed);
  const cuts: Cuts = { refused: 0, requestsCut: 0, repliesLost: 0 };
  const sockets = new Set<Socket>();
  let healed = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const draw = (): Fate => (healed ? 'pass' : fateOf(random(), badness));
  const server: Server = createServer((till) => {
    new Line(keep(till), keep(connect(to, '127.0.0.1')), draw, cuts);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cuts,
    heal: () => {
      healed = true;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
