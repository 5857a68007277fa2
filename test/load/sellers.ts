/** Tills that sell while servers die, and what is judged of them when all is well again. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Stream } from '../../src/wire/sync.ts';
import { feedTx } from '../../src/server/db/feed-tx.ts';
import { seeded } from '../replay/cutting-proxy.ts';
import type { Fleet } from './fleet.ts';
import { judgeBooks } from './judge-books.ts';
import { depsOf, type DataPlace } from './load-shop.ts';
import { LoadTill } from './load-till.ts';
import { nothingSold, sellOnce, type Sold } from './sell.ts';
import { countingFetch, Tally } from './tally.ts';

/** What a scene is asked for, and where its figures go. */
export type SceneMeans = {
  readonly bin: string;
  readonly tills: number;
  readonly processes: number;
  readonly seconds: number;
  readonly seed: number;
  readonly row: (what: string, ours: string) => void;
};

const PAUSE_MS = 400;
const DRAIN_MS = 120_000;
const CHANNEL_MS = 20_000;
/** A request that died with its server is given up after 45 s, and its next try may be a minute later. */
const QUIET_MS = 150_000;

export class Sellers {
  readonly tills: readonly LoadTill[];
  readonly tally: Tally;
  readonly sold: Sold = nothingSold();
  readonly #random: () => number;
  readonly #pins: Map<number, number>;
  #selling: Promise<unknown> | null = null;
  #over = new AbortController();

  private constructor(
    tills: readonly LoadTill[],
    { tally, random, pins }: { tally: Tally; random: () => number; pins: Map<number, number> },
  ) {
    this.tills = tills;
    this.tally = tally;
    this.#random = random;
    this.#pins = pins;
  }

  static async enrol(codes: readonly string[], fleet: Fleet, seed: number): Promise<Sellers> {
    const [tally, random] = [new Tally(), seeded(seed)];
    const tills: LoadTill[] = [];
    const pins = new Map<number, number>();
    for (const [at, code] of codes.entries()) {
      const originOf = () => {
        const pin = pins.get(at);
        return pin === undefined ? fleet.anyOrigin(random) : fleet.originOf(pin);
      };
      tills.push(await LoadTill.enrol(code, { fetch: countingFetch(tally, originOf), random, tally }));
    }
    for (const till of tills) till.connect();
    await Promise.all(tills.map((till) => till.drained()));
    return new Sellers(tills, { tally, random, pins });
  }

  /** From now on this till speaks to that process only; null: to any. */
  pin(till: LoadTill, process: number | null): void {
    const at = this.tills.indexOf(till);
    if (process === null) this.#pins.delete(at);
    else this.#pins.set(at, process);
    till.disconnect();
    till.connect();
  }

  /** Waits until their live channels are open; false when one does not open in time. */
  async hear(tills: readonly LoadTill[]): Promise<boolean> {
    const deadlineMs = performance.now() + CHANNEL_MS;
    while (!tills.every((till) => till.hears)) {
      if (performance.now() > deadlineMs) return false;
      await wait(10);
    }
    return true;
  }

  sellOne(till: LoadTill): void {
    sellOnce(till, this.sold, this.#random);
  }

  /** Each sells every half second or so, until `rest`. */
  sell(): void {
    this.#over = new AbortController();
    const { signal } = this.#over;
    const one = async (till: LoadTill) => {
      while (!signal.aborted) {
        sellOnce(till, this.sold, this.#random);
        await wait(PAUSE_MS * (0.5 + this.#random()), undefined, { signal }).catch(() => undefined);
      }
    };
    this.#selling = Promise.all(this.tills.map(one));
  }

  async rest(): Promise<void> {
    this.#over.abort();
    await this.#selling;
  }

  get pending(): number {
    return this.tills.reduce((sum, { pending }) => sum + pending, 0);
  }

  /** How far the servers' own signed words say each till is stored. */
  acked(): ReadonlyMap<string, number> {
    return new Map(this.tills.map(({ deviceId, ackedSeq }) => [deviceId, ackedSeq]));
  }

  /** Entries the servers have acknowledged, of all tills. */
  get ackedEntries(): number {
    return this.tills.reduce((sum, { ackedSeq }) => sum + ackedSeq, 0);
  }

  /** Waits until nothing is pending; answers the seconds, or null when some till is stuck. */
  async drained(): Promise<number | null> {
    const begun = performance.now();
    const late = new AbortController();
    const isDone = Promise.all(this.tills.map((till) => till.drained())).then(() => true);
    const isLate = wait(DRAIN_MS, false, { signal: late.signal });
    const done = await Promise.race([isDone, isLate]);
    late.abort();
    return done ? (performance.now() - begun) / 1000 : null;
  }

  /** Everything the tills made is in the books once, and every till has read its store's stream to the end. */
  async judge(place: DataPlace, tasks: readonly string[] = []): Promise<string[]> {
    const deps = await depsOf(place);
    try {
      const { faults } = await judgeBooks(deps, this.tills, { sold: this.sold, tasks });
      const behind = await this.#behind(async (stream) =>
        deps.door.read(deps.orgId, (tx) => feedTx(tx).head(stream as Stream)),
      );
      return behind === 0 ? [...faults] : [...faults, `${String(behind)} tills have not read their stream to its end`];
    } finally {
      for (const till of this.tills) till.disconnect();
      await deps.door.close();
    }
  }

  async #behind(headOf: (stream: string) => Promise<number>): Promise<number> {
    const deadlineMs = performance.now() + QUIET_MS;
    for (;;) {
      const heads = new Map<string, number>();
      for (const { storeId } of this.tills) {
        if (!heads.has(storeId)) heads.set(storeId, await headOf(`store:${storeId}`));
      }
      const behind = this.tills.filter(({ storeId, storeRead }) => storeRead !== heads.get(storeId)).length;
      if (behind === 0 || performance.now() > deadlineMs) return behind;
      await wait(200);
    }
  }
}
