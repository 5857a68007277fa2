/**
 * Several tills that sell and send without a pause, and what each was promised: the highest entry, with its hash, that
 * an answer of the server has called stored. The network can be shut for all of them at once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { pushOk } from '../../src/wire/sync.ts';
import { openTortureTill } from './torture-till.ts';
import type { TortureShop } from './torture-shop.ts';

type Promised = { seq: number; hash: string };

export type LoadedTill = {
  readonly deviceId: string;
  readonly promised: () => Readonly<Promised>;
  readonly sold: readonly string[]; // sale ids
  readonly headSeq: () => number;
  /** Waits until the server has answered for an entry past `seq`. False when it does not in time. */
  answeredPast(seq: number, withinMs: number): Promise<boolean>;
  /** Sells no more; true once all is sent. */
  finish(withinMs: number): Promise<boolean>;
  readonly faults: readonly unknown[];
  close(): Promise<void>;
};

export type Gate = { isShut: boolean };

const SPEED = 5;
const PAUSE_MS = 15;
const MOST_WAITING = 400; // a till that cannot send for long does not fill the memory of this process

/** Opens one and lets it sell. */
export async function openLoadedTill(shop: TortureShop, gate: Gate): Promise<LoadedTill> {
  let promised: Promised = { seq: 0, hash: '' };
  const network: typeof fetch = async (input, init) => {
    if (gate.isShut) throw new TypeError('no link');
    const answer = await fetch(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname !== '/sync/push' || !answer.ok) return answer;
    const told = pushOk.safeParse(await answer.clone().json());
    if (told.success && told.data.ackedSeq > promised.seq) {
      promised = { seq: told.data.ackedSeq, hash: told.data.ackedHash };
    }
    return answer;
  };
  const till = await openTortureTill({ shop, fetch: network, speed: SPEED, random: () => 0 });
  const sold: string[] = [];
  const state = () => till.device.state.getState();
  const wish = { selling: true };
  let broken: unknown = null;
  const selling = (async () => {
    while (wish.selling) {
      if (state().pending < MOST_WAITING) sold.push((await till.sell()).sale.saleId);
      await wait(PAUSE_MS);
    }
  })().catch((error: unknown) => (broken = error));
  return {
    deviceId: till.deviceId,
    promised: () => promised,
    sold,
    headSeq: () => state().headSeq,
    faults: till.faults,
    answeredPast: async (seq, withinMs) => {
      const untilMs = performance.now() + withinMs;
      while (promised.seq <= seq && performance.now() < untilMs) await wait(5);
      return promised.seq > seq;
    },
    finish: async (withinMs) => {
      wish.selling = false;
      await selling;
      if (broken !== null) throw new Error('a till could not sell', { cause: broken });
      return till.drained(withinMs);
    },
    close: () => till.close(),
  };
}
