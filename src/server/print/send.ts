/** Bytes to a printer in the shop's network, and what became of them. What a printer answers is never read out. */
import type { Socket } from 'node:net';

export type Dial = (to: { readonly host: string; readonly port: number }) => Socket;

/** `away`: not one byte was sent. `broke_off`: some were, perhaps all. */
type Sent = 'sent' | 'away' | 'broke_off';

const CONNECT_MS = 3000;
/** A slow printer with a small memory takes its time over a long receipt. */
const SEND_MS = 20_000;

export function sendToPrinter(
  dial: Dial,
  to: { readonly host: string; readonly port: number },
  bytes: Uint8Array,
): Promise<Sent> {
  return new Promise((resolve) => {
    const socket = dial(to);
    let connected = false;
    const end = (sent: Sent): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(sent);
    };
    let timer = setTimeout(() => end('away'), CONNECT_MS);
    socket.once('connect', () => {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(() => end('broke_off'), SEND_MS);
      socket.end(bytes);
    });
    socket.on('data', () => undefined); // read, so that the end is seen, and thrown away
    socket.once('error', () => end(connected ? 'broke_off' : 'away'));
    socket.once('close', (hadError) => {
      if (!hadError) end(connected ? 'sent' : 'away');
    });
  });
}
