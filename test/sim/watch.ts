/**
 * What must hold at every moment of a life: looked at after each commit and each turn, not only at its end.
 */
import type { CursorRow, PackedRows } from '../../src/client/db/cache-db.ts';
import type { EntryRow, Meta } from '../../src/client/db/journal-db.ts';
import type { Host, Writes } from './disk.ts';
import { INITIAL_MILLI, movesIn, SKUS } from './goods.ts';
import { chainKey } from './shop-tables.ts';
import type { SimTab, SimTill } from './sim-till.ts';
import type { World } from './world.ts';

/** Same request of the same page, no progress: more than this in a minute is hot. */
const HOT = 60;
/** Within this a page has heard of what another one did, however slow the disk. */
const HEARD_MS = 3_000;
/** What differs in every hello, however little has happened. */
const OF_THE_MOMENT = /"(?:wallMs|monoMs)":-?\d+/g;
const utf8 = new TextDecoder();

/** What the server ever had, whatever was restored since. */
class Memory {
  /** Highest seq ever committed, by chain. */
  readonly stored = new Map<string, number>();
  /** Chains that are frozen: their tills hear of it when they next say hello. */
  readonly frozen = new Set<string>();

  noteFrozen(chain: string, isFrozen: boolean, isNews: () => void): void {
    if (isFrozen === this.frozen.has(chain)) return;
    if (isFrozen) this.frozen.add(chain);
    else this.frozen.delete(chain);
    isNews();
  }
}

export function watch(world: World): Memory {
  const memory = new Memory();
  world.shop.onCommit = () => {
    for (const [chain, head] of world.shop.data.head) {
      memory.stored.set(chain, Math.max(head.seq, memory.stored.get(chain) ?? 0));
      memory.noteFrozen(chain, head.state === 'frozen', () => world.greeted.clear());
      const isHonest = !world.copied.has(chain.split(' ')[0] ?? '');
      if (head.state === 'frozen' && isHonest) world.fail('S7', `the server has frozen ${chain}`);
    }
    keptAside(world);
    leftWaiting(world);
  };
  world.onTill = (till) => {
    till.journal.onCommit = (writes, by) => {
      onJournal(world, memory, till, writes);
      if (by !== null && by.build < till.schema && writes.has('entries'))
        world.fail('V1', `T${till.identity.tillNo}: an older build has written an entry where a newer one had been`);
    };
    till.cache.onCommit = (writes) => onCache(world, till, writes);
  };
  for (const till of world.tills) world.onTill(till);
  world.onTab = (tab) => watchPill(world, memory, tab);
  world.onAsk = hotLoops(world);
  const [only] = world.tills;
  const { tills, tabs, delivers, copies, acts } = world.plan;
  if (only !== undefined && tills === 1 && tabs === 1 && !delivers && copies === 'no' && acts.evict === 0)
    world.settled = ownWrites(world, only);
  return memory;
}

/** An entry is kept aside for a mistake of ours only when our code did fail on it, or its device asked for that. */
function keptAside(world: World): void {
  const {
    shop: { data },
    excused,
  } = world;
  for (const effect of data.effect.values()) {
    if (effect.code !== 'projection_failed' || effect.status !== 'parked' || excused.ids.has(effect.entryId)) continue;
    const bytes = data.entry.get(`${chainKey(effect)} ${effect.seq}`)?.bytes ?? '';
    if (!excused.lines.has(bytes))
      world.fail('S16', `${effect.kind} ${effect.seq} is kept aside and nothing failed on it`);
  }
}

/** What waited for a sale is decided with it; where our code fails on some of that, soon after. */
function leftWaiting({ shop: { data }, acts, excused, fail }: World): void {
  for (const { awaits, kind, seq } of data.effect.values()) {
    if (awaits === null || !data.sale.has(awaits)) continue;
    const isExcused = acts.some(
      ({ entryId, fact: { kind, body } }) =>
        excused.ids.has(entryId) &&
        (kind === 'return.completed' || kind === 'sale.completed') &&
        body.saleId === awaits,
    );
    if (!isExcused) fail('S18', `${kind} ${seq} waits for a sale that is booked`);
  }
}

/** A disk that was put back, or copied, may be from before the fact. */
const isIn = (till: SimTill, id: string): boolean => till.allEntries().some(({ entryId }) => entryId === id);

const storedOf = (memory: Memory, till: SimTill): number => memory.stored.get(chainKey(till.life)) ?? 0;

function onJournal(world: World, memory: Memory, till: SimTill, writes: Writes): void {
  for (const { row } of writes.get('meta')?.values() ?? []) {
    if (row?.['key'] === 'acked' && Number(row['seq']) > storedOf(memory, till)) {
      world.fail(
        'S13',
        `T${till.identity.tillNo} holds ${String(row['seq'])} for acknowledged, stored were ${storedOf(memory, till)}`,
      );
    }
  }
  for (const [, { key, row }] of writes.get('entries') ?? []) {
    const [life, seq] = key as [string, number];
    if (row !== null) {
      const made = row as unknown as EntryRow;
      const known = world.journalled.get(made.entryId) ?? { row: made, hashes: new Set<string>() };
      world.journalled.set(made.entryId, known);
      known.hashes.add(made.hash);
      const place = `${chainKey({ deviceId: till.identity.deviceId, incarnation: life })} ${String(seq)}`;
      world.numbered.set(place, (world.numbered.get(place) ?? new Set()).add(made.entryId));
    }
    const left = till.journal.get('meta', 'oldLives') as Meta<'oldLives'> | undefined;
    const old = left?.lives.find(({ incarnation }) => incarnation === life);
    const safe = old?.safeSeq ?? till.meta('safe')?.seq ?? 0;
    if (row === null && seq > safe) world.fail('S13', `entry ${seq} deleted, safe is ${safe}`);
  }
  for (const { key, row } of writes.get('carts')?.values() ?? []) {
    const paid = world.acts.some(({ closesCart, done, entryId }) => done && closesCart === key && isIn(till, entryId));
    if (row !== null && row['cart'] !== null && paid)
      world.fail('S10', `cart ${String(key)} was paid and is open again`);
  }
}

/** Whenever a cursor moves: every committed change up to it has been seen, in the version that stands. */
function onCache(world: World, till: SimTill, writes: Writes): void {
  for (const { row } of writes.get('cursor')?.values() ?? []) {
    const cursor = row as CursorRow | null;
    if (cursor?.now == null) continue;
    const { stream, now } = cursor;
    const marks = world.shop.data.mark;
    if (now.seq > 0 && marks.get(`${stream} ${now.seq}`) !== now.mark) continue; // of a history that is gone
    const shown = viewOf(till, cursor);
    for (const { t, id, s, body } of feedOf(world, stream)) {
      if (s > now.seq) continue;
      const seen = shown.get(`${t} ${id}`);
      const isSeen = body === null ? seen === undefined : seen === s;
      if (!isSeen) {
        world.fail(
          'S9',
          `T${till.identity.tillNo} stands at ${now.seq} of ${stream} without change ${s} of ${t} ${id}`,
        );
        return;
      }
    }
  }
}

const feedOf = (world: World, stream: string) =>
  [...world.shop.data.feed.values()].filter((line) => line.stream === stream);

/** The change seq of every live row that the cache shows. */
export function viewOf(till: SimTill, { stream, now }: CursorRow): ReadonlyMap<string, number> {
  const shown = new Map<string, number>();
  for (const table of ['pages', 'overlay']) {
    for (const packed of till.cache.rows<PackedRows>(table)) {
      if (packed.stream !== stream || packed.key !== now?.key) continue;
      for (const row of packed.rows) {
        if (row.d === 1) shown.delete(`${row.t} ${row.id}`);
        else shown.set(`${row.t} ${row.id}`, row.s);
      }
    }
  }
  return shown;
}

/** The pill says "all synced" only over what the server has. */
function watchPill(world: World, memory: Memory, tab: SimTab): void {
  const till = tab.owner;
  tab.device?.state.subscribe(({ pending, headSeq, phase, identity }) => {
    if (!tab.alive || tab.isRetired || phase !== 'ready' || pending > 0 || identity === null) return;
    const stored = memory.stored.get(chainKey(identity)) ?? 0;
    if (headSeq > stored) {
      world.fail('U1', `T${till.identity.tillNo} shows nothing pending at ${headSeq}, stored are ${stored}`);
    }
  });
}

/** The same question again and again: a pull with the same cursors, a push of the same entries, a hello of no news. */
function hotLoops(world: World): World['onAsk'] {
  const seenBy = new WeakMap<Host, Map<string, number[]>>(); // a page that is loaded anew begins anew
  return (till, page, { path, body }) => {
    if (path.includes('events')) return;
    const seen = seenBy.get(page) ?? new Map<string, number[]>();
    seenBy.set(page, seen);
    const name = `${path} ${questionOf(path, utf8.decode(body))}`;
    const times = (seen.get(name) ?? []).filter((ms) => ms > world.clockwork.now - 60_000);
    times.push(world.clockwork.now);
    seen.set(name, times);
    if (times.length > HOT) {
      world.fail('L2', `T${till.identity.tillNo} asked ${path} ${times.length} times in a minute and got no further`);
    }
  };
}

function questionOf(path: string, text: string): string {
  if (path.includes('push')) return text.slice(text.indexOf('\n'));
  if (!path.includes('hello')) return text;
  return text.replace(OF_THE_MOMENT, '');
}

/** Alone at the only till, one sees one's own sales at once, whatever the server has counted in yet. */
function ownWrites(world: World, till: SimTill): () => void {
  let companyMs = -Infinity; // when another page was last there, whose sales this one hears of a moment later
  let summed: { readonly entries: readonly EntryRow[]; readonly sums: ReadonlyMap<number, number> } | null = null;
  return () => {
    const [tab, other] = till.live;
    const nowMs = world.clockwork.now;
    if (other !== undefined) companyMs = nowMs;
    const device = tab?.device;
    if (device == null || tab?.alive !== true || tab.leaving || nowMs < companyMs + HEARD_MS) return;
    const { phase, headSeq } = device.state.getState();
    const entries = till.entries();
    if (phase !== 'ready' || (entries.at(-1)?.seq ?? 0) > headSeq) return; // committed, and it is about to hear of it
    if (summed?.entries !== entries) summed = { entries, sums: sumsOf(entries) };
    for (const skuNo of SKUS) {
      const shown = device.catalogue.onHandMilli(skuNo);
      const right = INITIAL_MILLI + (summed.sums.get(skuNo) ?? 0);
      if (shown !== undefined && shown !== right) {
        world.fail('S11', `T${till.identity.tillNo} shows ${shown} of goods ${skuNo} where ${right} are left`);
      }
    }
  };
}

function sumsOf(entries: readonly EntryRow[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { bytes } of entries) {
    for (const { skuNo, deltaMilli } of movesIn(bytes)) sums.set(skuNo, (sums.get(skuNo) ?? 0) + deltaMilli);
  }
  return sums;
}
