/**
 * A way over TCP on which a host can vanish without a word, as when a cable is pulled: bytes sent are swallowed, no end
 * of a connection is told to the other side, and new connections open and are never answered.
 *
 * Invariants: a connection that was open in a silence stays mute for ever; what is opened after it passes.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type SilentWay = {
  readonly port: number;
  /** Connections that were opened through here so far. */
  readonly opened: () => number;
  silence(): void;
  /** For connections opened from now on. */
  speak(): void;
  close(): void;
};

/** Listens on a free port of loopback and leads to `to`. */
export async function openSilentWay(to: number): Promise<SilentWay> {
  const sockets = new Set<Socket>();
  const pairs = new Set<{ isMute: boolean }>();
  let isSilent = false;
  let opened = 0;
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const pair = { isMute: isSilent };
    opened += 1;
    pairs.add(pair);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on('data', (bytes: Buffer) => {
        if (!pair.isMute) other.write(bytes);
      });
      one.on('end', () => {
        if (!pair.isMute) other.end();
      });
      one.on('error', () => one.destroy());
      one.on('close', () => {
        sockets.delete(one);
        pairs.delete(pair);
        if (!pair.isMute) other.destroy();
      });
    }
  }); // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    opened: () => opened,
    silence: () => {
      isSilent = true;
      for (const pair of pairs) pair.isMute = true;
    },
    speak: () => {
      isSilent = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
