/**
 * The link breaks at byte k of a push of three sales, and of its answer, for every k. Whatever the server had of it, it
 * books each sale once, and the till comes to rest by itself.
 */
import { openByteProxy, type Cut } from './byte-proxy.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { comparedIds, type Asked, type Part, type Tally } from './tally.ts';
import type { TortureShop } from './torture-shop.ts';
import { openTortureTill } from './torture-till.ts';

const SALES = 3;
const SIDES = ['request', 'reply'] as const;
const CUTS_PER_TILL = 150; // a database in memory grows slow
const AT_ONCE = 2;
const SPEED = 5;
const DRAIN_WITHIN_MS = 20_000;

type Found = {
  readonly sold: string[]; // sale ids
  readonly made: { readonly deviceId: string; readonly headSeq: number }[];
  readonly stuck: string[];
  readonly faults: string[];
  readonly cut: { request: number; reply: number; passed: number };
  longestMs: number;
};

const words = ({ side, at }: Cut): string => `byte ${String(at)} of the ${side}`;

/** One till and its link: `sales` made while nothing can be sent go in one push, which breaks there. */
async function openLinkedTill(shop: TortureShop, found: Found) {
  const proxy = await openByteProxy(shop.port);
  let isShut = false;
  const network: typeof fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    url.port = String(proxy.port);
    if (isShut && url.pathname === '/sync/push') return Promise.reject(new TypeError('no link'));
    return fetch(url, init);
  };
  const till = await openTortureTill({ shop, fetch: network, speed: SPEED, random: () => 0 });
  const pushThree = async (): Promise<boolean> => {
    isShut = true;
    for (let n = 0; n < SALES; n += 1) found.sold.push((await till.sell()).sale.saleId);
    isShut = false;
    const from = performance.now();
    const drained = await till.drained(DRAIN_WITHIN_MS);
    found.longestMs = Math.max(found.longestMs, performance.now() - from);
    return drained;
  };
  return {
    whole: proxy.whole,
    pushThree,
    pushThreeCutAt: async (cut: Cut): Promise<void> => {
      const told = proxy.arm(cut);
      if (!(await pushThree())) found.stuck.push(words(cut));
      // A push that passed whole is known as such when the next one comes: what was not told by then was not cut.
      const wasCut = await Promise.race([told, new Promise<false>((resolve) => setImmediate(resolve, false))]);
      if (wasCut) found.cut[cut.side] += 1;
      else found.cut.passed += 1;
    },
    close: async () => {
      found.made.push({ deviceId: till.deviceId, headSeq: till.device.state.getState().headSeq });
      for (const fault of till.faults) found.faults.push(`in the background: ${String(fault)}`);
      await till.close();
      await proxy.close();
    },
  };
}

/** Every `every`th byte of both messages, whose lengths are those of a push that passed. */
async function placesOf(shop: TortureShop, found: Found, every: number): Promise<Cut[]> {
  const till = await openLinkedTill(shop, found);
  try {
    await till.pushThree();
    await till.pushThree(); // the first is measured when the second comes
    const { whole } = till;
    return SIDES.flatMap((side) =>
      Array.from({ length: Math.ceil(whole[side] / every) }, (_, n) => ({ side, at: n * every })),
    );
  } finally {
    await till.close();
  }
}

async function playAll(shop: TortureShop, found: Found, places: readonly Cut[], say: Asked['say']): Promise<void> {
  const waiting = [...places];
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const share = waiting.splice(0, CUTS_PER_TILL);
      const till = await openLinkedTill(shop, found);
      try {
        for (const cut of share) await till.pushThreeCutAt(cut);
      } finally {
        await till.close();
      }
      say(`cut: ${String(places.length - waiting.length)} of ${String(places.length)} bytes`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function judged(
  shop: TortureShop,
  found: Found,
): Promise<Pick<Tally, 'confirmed' | 'found' | 'lost' | 'doubled'>> {
  const { entries, sales, tasks, branches } = await shop.stored();
  for (const { deviceId, headSeq } of found.made) {
    const seqs = entries.filter((entry) => entry.deviceId === deviceId).map(({ seq }) => seq);
    const isWhole = seqs.length === headSeq && seqs.every((seq, at) => seq === at + 1);
    if (!isWhole) found.faults.push(`a till made ${String(headSeq)} entries, the server has ${seqs.join(' ')}`);
  }
  if (tasks.length + branches > 0) found.faults.push(`waits for a person: ${tasks.join(', ')}, ${String(branches)}`);
  const { lost, doubled, ...counts } = comparedIds(
    found.sold,
    sales.map(({ saleId }) => saleId),
  );
  const entryIds = comparedIds(
    [],
    entries.map(({ entryId }) => entryId),
  );
  return { ...counts, lost: lost.length, doubled: doubled.length + entryIds.doubled.length };
}

async function play({ every, count, say }: Asked, shop: TortureShop): Promise<readonly Tally[]> {
  const begun = performance.now();
  const cut = { request: 0, reply: 0, passed: 0 };
  const found: Found = { sold: [], made: [], stuck: [], faults: [], cut, longestMs: 0 };
  const all = await placesOf(shop, found, every);
  const places = all.slice(0, count ?? all.length);
  await playAll(shop, found, places, say);
  const counts = await judged(shop, found);
  const notes = [
    `cut in the request ${String(cut.request)}, in the answer ${String(cut.reply)}, ` +
      `not reached ${String(cut.passed)}; ` +
      `longest until all was sent ${String(Math.round(found.longestMs))} ms of ${String(SPEED)} times faster timers`,
    ...found.stuck.slice(0, 5).map((where) => `stuck after ${where}`),
  ];
  const seconds = (performance.now() - begun) / 1000;
  const { stuck, faults } = found;
  return [{ part: 'cut', runs: places.length, ...counts, stuck: stuck.length, seconds, notes, faults }];
}

export const cut: Part = {
  name: 'cut',
  cannot: () => null,
  run: (asked) => inTortureShop(asked, (shop) => play(asked, shop)),
};
