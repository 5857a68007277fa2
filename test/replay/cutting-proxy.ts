/**
 * A bad network between tills and server: a TCP proxy on loopback that, by a seed, refuses connections, cuts a request
 * after some bytes, or lets the server answer and throws the answer away. Real sockets, so nothing knows it is a test.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

export type Cuts = { refused: number; requestsCut: number; repliesLost: number };

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

/** `badness`: the share of connections that meet a fault, 0 to 1. */
export async function openCuttingProxy(to: number, seed: number, badness: number): Promise<CuttingProxy> {
  const random = seeded(seed);
  const cuts: Cuts = { refused: 0, requestsCut: 0, repliesLost: 0 };
  const sockets = new Set<Socket>();
  let healed = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server: Server = createServer((till) => {
    keep(till);
    const fate = healed ? 'pass' : fateOf(random(), badness);
    if (fate === 'refuse') {
      cuts.refused += 1;
      till.destroy();
      return;
    }
    const upstream = connect(to, '127.0.0.1');
    keep(upstream);
    till.on('close', () => upstream.destroy());
    upstream.on('close', () => till.destroy());
    // A connection is kept open for many requests; its fault strikes after this many bytes.
    let left = Math.floor(random() * 20_000);
    till.on('data', (bytes) => {
      if (fate === 'cut_request' && (left -= bytes.length) < 0) {
        cuts.requestsCut += 1;
        upstream.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        till.destroy();
        return;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (fate === 'lose_reply' && (left -= bytes.length * 8) < 0) {
        cuts.repliesLost += 1;
        till.destroy();
        return;
      }
      till.write(bytes);
    });
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
