/** Listening, and telling a person where: addresses, and in plain words why not. */
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '../core/result.ts';
import { lanAddresses } from './https.ts';
import type { Settings } from './settings.ts';

/** Connections that may wait to be taken: a town's tills come back with several each. The system may allow fewer. */
const BACKLOG = 4096;

/**
 * Starts to listen. Refuses in words: a taken port, a port that needs rights, an address this machine does not have.
 */
export async function listen(app: FastifyInstance, settings: Settings): Promise<Result<readonly string[], string>> {
  const { host, port, https } = settings;
  try {
    await app.listen({ host, port, backlog: BACKLOG });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    const words = typeof code === 'string' ? FAULTS[code] : undefined;
    if (words === undefined) throw cause;
    return err(words(`${host}:${String(port)}`, port));
  }
  const bound = (app.server.address() as AddressInfo).port; // listening on a port, so it has one
  const scheme = https ? 'https' : 'http';
  return ok(hostsFor(host).map((name) => `${scheme}://${name}:${String(bound)}`));
}

const FAULTS: Readonly<Record<string, (address: string, port: number) => string>> = {
  EADDRINUSE: (address, port) =>
    `端口 ${String(port)} 已被占用（${address}）。请关掉占用它的程序，或换一个端口：PORT=${String(port + 1)} npm start\n` +
    `Port ${String(port)} is taken (${address}). Stop the program that uses it, or choose another: ` +
    `PORT=${String(port + 1)} npm start`,
  EACCES: (address) =>
    `没有权限使用 ${address}。请换 1024 以上的端口：PORT=8787 npm start\n` +
    `No permission to use ${address}. Choose a port above 1024: PORT=8787 npm start`,
  EADDRNOTAVAIL: (address) =>
    `本机没有这个地址：${address}。请检查 HOST。\nThis machine has no such address: ${address}. Check HOST.`,
  ENOTFOUND: (address) => `找不到主机：${address}。请检查 HOST。\nNo such host: ${address}. Check HOST.`,
};

function hostsFor(host: string): readonly string[] {
  if (host !== '::' && host !== '0.0.0.0') return [host.includes(':') ? `[${host}]` : host];
  const reached = lanAddresses().filter((address) => host === '::' || !address.includes(':'));
  return ['127.0.0.1', ...reached.map((address) => (address.includes(':') ? `[${address}]` : address))];
}
