/**
 * Several server processes on one database, as behind a load balancer that knows nothing of tills: each request goes
 * to any of them, also to one that has just died.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer, type RunningServer } from '../replay/server-process.ts';
import type { DataPlace } from './load-shop.ts';

const DIST = fileURLToPath(new URL('..', import.meta.url));

export class Fleet {
  readonly #place: DataPlace;
  readonly #root = mkdtempSync(join(tmpdir(), 'halfloop-fleet-'));
  readonly #servers: RunningServer[] = [];
  readonly #ways = new Map<number, number>();
  #made = 0;

  constructor(place: DataPlace) {
    this.#place = place;
  }

  /** One more process; its data folder holds the same keys and the same name of the shop, and nothing else. */
  async #start(): Promise<RunningServer> {
    this.#made += 1;
    const dataDir = join(this.#root, String(this.#made));
    cpSync(this.#place.dataDir, dataDir, { recursive: true });
    return startServer({ dataDir, dist: DIST, env: { ...this.#place.env, HALFLOOP_LOG: 'error' } });
  }

  async start(processes: number): Promise<this> {
    for (let n = 0; n < processes; n += 1) this.#servers.push(await this.#start());
    return this;
  }

  portOf(at: number): number {
    return this.#servers[at]?.port ?? 0;
  }

  /** From now on this one is reached at another port, which leads to it. */
  leadThrough(at: number, port: number): void {
    this.#ways.set(at, port);
  }

  originOf(at: number): string {
    const which = at % this.#servers.length;
    return `http://127.0.0.1:${String(this.#ways.get(which) ?? this.portOf(which))}`;
  }

  /** Any of them. */
  anyOrigin(random: () => number): string {
    return this.originOf(Math.floor(random() * this.#servers.length));
  }

  /** One dies as in a power cut. It stays in the list of those asked. */
  kill(at: number): Promise<void> {
    return this.#servers[at]?.kill() ?? Promise.resolve();
  }

  /** Another takes its place. */
  async replace(at: number): Promise<void> {
    this.#servers[at] = await this.#start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.kill()));
    rmSync(this.#root, { recursive: true, force: true });
  }
}
