/**
 * A network that loses one answer: a TCP proxy on loopback. The first request to `path` reaches the server, which does
 * its work; when it answers, the connection dies before a byte of it gets through. Everything else passes.
 */
import { connect, createServer, type Socket } from 'node:net';

export type ReplyDropper = { lost(): number; close(): Promise<void> };

type Way = { readonly from: number; readonly to: number; readonly path: string };

export async function openReplyDropper({ from, to, path }: Way): Promise<ReplyDropper> {
  const sockets = new Set<Socket>();
  let lost = 0;
  let isDue = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const proxy = createServer((near) => {
    const far = keep(connect(to, '127.0.0.1'));
    let isDoomed = false;
    keep(near).on('close', () => far.destroy());
    near.on('data', (bytes) => {
      if (!isDue && bytes.toString('latin1').startsWith(`POST ${path}`)) isDue = isDoomed = true;
      far.write(bytes);
    });
    far.on('close', () => near.destroy());
    far.on('data', (bytes) => {
      if (isDoomed) {
        lost += 1;
        near.destroy();
      } else near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(from, '127.0.0.1', resolve));
  return {
    lost: () => lost,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        proxy.close(() => {
          resolve();
        });
      }),
  };
}
