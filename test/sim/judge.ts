/**
 * What must hold when the world has been healed and all is quiet: every invariant that only the end can show. Nothing
 * here uses the product's own way of counting; where a rule of the product is named, it is the thing judged.
 */
import { checkChain } from '../../src/core/journal.ts';
import type { EntryRow } from '../../src/client/db/journal-db.ts';
import type { CursorRow, IncomingRow, PackedRows } from '../../src/client/db/cache-db.ts';
import { FOLD_ROWS } from '../../src/client/sync/view.ts';
import { sha256 } from './model-crypto.ts';
import { movesIn, SKUS } from './goods.ts';
import { judgeAlarm } from './judge-alarm.ts';
import { chainKey } from './shop-tables.ts';
import type { SimTill } from './sim-till.ts';
import { viewOf } from './watch.ts';
import type { World } from './world.ts';

/** All that the end shows; the first that does not hold is the world's violation. */
export function judge(world: World): void {
  for (const till of world.tills) {
    judgePromises(world, till);
    judgeJournal(world, till);
    judgeStored(world, till);
    judgeView(world, till);
    judgeRoom(world, till);
  }
  judgeBooks(world);
  judgePhones(world);
  judgeAlarm(world);
}

/** The entries of each life a till's journal holds, the first life first. */
function livesOf(till: SimTill): readonly (readonly EntryRow[])[] {
  const lives = new Map<string, EntryRow[]>();
  for (const row of till.allEntries()) lives.set(row.incarnation, [...(lives.get(row.incarnation) ?? []), row]);
  return [...lives.values()].sort((a, b) => lifeNo(a) - lifeNo(b));
}

const bodyOf = (row: EntryRow | undefined) =>
  (JSON.parse(row?.bytes ?? '{"body":{}}') as { body: { no?: string; incarnationNo?: number } }).body;

/** Which life it is, by its own first entry. */
const lifeNo = ([first]: readonly EntryRow[]): number => bodyOf(first).incarnationNo ?? 0;

/** S1, S14: what a cashier saw done stands in the journal; receipt numbers of a life have no gap. */
function judgePromises(world: World, till: SimTill): void {
  const name = `T${till.identity.tillNo}`;
  const known = new Set<string>(); // facts of earlier lives
  for (const life of livesOf(till)) {
    const ids = new Set(life.map(({ entryId }) => entryId));
    if (ids.size < life.length) world.fail('S3', `${name} journalled a fact twice in one life`);
    const numbers = life.filter(({ entryId }) => !known.has(entryId)).flatMap((row) => bodyOf(row).no ?? []);
    const code = `${till.identity.tillCode}${'?.bcdefghijklmnopqrstuvwxyz'.charAt(lifeNo(life)).replace('.', '')}`;
    const right = numbers.map((_, at) => `${code}-${String(at + 1).padStart(6, '0')}`);
    if (numbers.join() !== right.join()) world.fail('S14', `${name} gave the numbers ${numbers.join()}`);
    for (const id of ids) known.add(id);
  }
  for (const { till: of, entryId, done, fact } of world.acts) {
    const isUndone = world.undone.stored.has(entryId) || world.undone.unsent.has(entryId);
    if (of === till && done && !isUndone && !known.has(entryId))
      world.fail('S1', `${name} said ${fact.kind} is done and lost it`);
  }
}

/** S7: the chain of every life is whole, by our own reading, and every damage to it is found. */
function judgeJournal(world: World, till: SimTill): void {
  for (const entries of livesOf(till)) {
    const hash = judgeChain(world, till, entries);
    const head = till.meta('head');
    const isNow = entries[0]?.incarnation === till.life.incarnation;
    if (isNow && (head?.seq !== entries.length || head.hash !== hash))
      world.fail('S7', `T${till.identity.tillNo} has a wrong head`);
  }
}

/** The hash of its end. */
function judgeChain(world: World, till: SimTill, entries: readonly EntryRow[]): string {
  const start = { seq: 0, hash: sha256(till.identity.deviceId + (entries[0]?.incarnation ?? '')) };
  let { hash } = start;
  for (const [at, row] of entries.entries()) {
    const entry = JSON.parse(row.bytes) as { seq: number; prev: string };
    const isWhole = row.seq === at + 1 && entry.seq === at + 1 && entry.prev === hash && sha256(row.bytes) === row.hash;
    if (!isWhole) {
      world.fail('S7', `T${till.identity.tillNo} has a break at ${at + 1}`);
      return hash;
    }
    ({ hash } = row);
  }
  const end = { seq: entries.length, hash };
  const check = (links: readonly { bytes: string; hash: string }[]) =>
    checkChain(links, { start, end, sha256Hex: sha256 });
  const at = world.dice.int(0, entries.length - 1);
  const flipped = entries.map((row, n) => (n === at ? { ...row, bytes: row.bytes.replace('"seq"', '"sep"') } : row));
  const without = entries.filter((_, n) => n !== at);
  const moved =
    at > 0
      ? [...entries.slice(0, at - 1), ...entries.slice(at - 1, at + 1).reverse(), ...entries.slice(at + 1)]
      : without;
  if (check(entries) !== null || [flipped, without, moved].some((damaged) => check(damaged) === null)) {
    world.fail('S7', 'the check of chains does not see what it should');
  }
  return hash;
}

/** L1, S1, S12, S7: the server has every entry once, with the bytes the till made. */
function judgeStored(world: World, till: SimTill): void {
  const { data } = world.shop;
  const chain = chainKey(till.life);
  const name = `T${till.identity.tillNo}`;
  const entries = till.entries();
  const acked = till.meta('acked')?.seq ?? 0;
  if (acked !== entries.length) {
    world.fail('L1', `${name} still waits: ${entries.length} made, ${acked} acknowledged`);
    return;
  }
  for (const { seq, bytes, hash } of entries) {
    const stored = data.entry.get(`${chain} ${seq}`);
    if (stored === undefined) {
      world.fail('S1', `${name} ${seq} never arrived`);
      return;
    }
    if (stored.bytes !== bytes || stored.hash !== hash) {
      world.fail('S12', `${name} ${seq} is stored otherwise`);
      return;
    }
  }
  const head = data.head.get(chain);
  // Of two copies one may have stopped early: its chain is a part of the other's, as long as it sells no more.
  if (world.copied.has(till.identity.deviceId)) return;
  const ownHash = entries.at(-1)?.hash ?? till.meta('head')?.hash; // one that only an older build has opened has none
  if (head !== undefined && (head.seq !== entries.length || head.hash !== ownHash)) {
    world.fail('S7', `${name} and the server have different heads`);
  }
}

/** A return whose sale went with a disk that was put back: it waits for a sale that never comes. */
function isOrphan(world: World, { kind, bytes }: EntryRow): boolean {
  if (kind !== 'return.completed') return false;
  const { body } = JSON.parse(bytes) as { body: { saleId: string } };
  const sale = world.acts.find(({ fact }) => fact.kind === 'sale.completed' && fact.body.saleId === body.saleId);
  return sale !== undefined && isGone(world, sale.entryId);
}

const isGone = ({ undone, shop, tills }: World, id: string): boolean =>
  (undone.unsent.has(id) || undone.stored.has(id)) &&
  !shop.data.effect.has(id) &&
  !tills.some((till) => till.allEntries().some(({ entryId }) => entryId === id));

/** Facts that must be in the books: on a till's disk still, or acknowledged before that disk was put back. */
function arrived(world: World): readonly EntryRow[] {
  const { data } = world.shop;
  const ids = new Set(world.tills.flatMap((till) => till.allEntries().map(({ entryId }) => entryId)));
  if (world.plan.restore === 'no') for (const id of world.undone.stored) ids.add(id); // else both may have lost it
  for (const id of world.journalled.keys()) if (data.effect.has(id)) ids.add(id);
  return [...ids].flatMap((id) => world.journalled.get(id)?.row ?? []).filter((row) => !isOrphan(world, row));
}

/** S1, S8: each has its effect, and nothing is kept aside that nothing is wrong with. */
function judgeEffects(world: World, facts: readonly EntryRow[]): void {
  const begun = new Set(world.tills.map((till) => till.entries()[0]?.entryId)); // an older life's beginning is no fact
  for (const { entryId, kind, seq } of facts) {
    const effect = world.shop.data.effect.get(entryId);
    if (effect === undefined && kind === 'incarnation.opened' && !begun.has(entryId)) continue;
    if (effect === undefined) world.fail('S1', `${kind} ${seq} has no effect`);
    else if (effect.status !== 'applied')
      world.fail('S8', `${kind} ${seq} is ${effect.status} (${effect.code ?? ''}) though nothing is wrong with it`);
  }
}

/** S2, S4, S5: the books, counted again from the journals. */
function judgeBooks(world: World): void {
  const { data } = world.shop;
  const all = arrived(world);
  judgeEffects(world, all);
  for (const sale of data.sale.values()) {
    if (world.journalled.get(sale.entry_id)?.hashes.has(sale.hash) !== true) {
      world.fail('S2', `sale ${sale.no} has no entry`);
      return;
    }
    const paid = [...data.sale_tender.values()].filter(({ sale_id: id }) => id === sale.sale_id);
    const sum = paid.reduce((total, { amount_minor: minor }) => total + minor, 0);
    if (sum - sale.change_minor !== sale.total_minor) world.fail('S4', `sale ${sale.no} does not add up`);
  }
  const sales = all.filter(({ kind }) => kind === 'sale.completed').length;
  if (sales !== data.sale.size) world.fail('S1', `${sales} sales were made, the server counts ${data.sale.size}`);
  const returns = all.filter(({ kind }) => kind === 'return.completed').length;
  if (returns !== data.goods_return.size)
    world.fail('S1', `${returns} returns, the server counts ${data.goods_return.size}`);
  const deltas = new Map<number, number>();
  for (const { bytes } of all) {
    for (const { skuNo, deltaMilli } of movesIn(bytes)) deltas.set(skuNo, (deltas.get(skuNo) ?? 0) + deltaMilli);
  }
  for (const skuNo of SKUS) {
    const right = (world.delivered.get(skuNo) ?? 0) + (deltas.get(skuNo) ?? 0);
    const stock = data.stock.get(`${world.storeId} ${skuNo}`)?.onHandMilli;
    if (stock !== right) world.fail('S5', `stock of ${skuNo} is ${String(stock)}, its moves come to ${right}`);
    const told = JSON.parse(data.feed.get(`${world.stream} stock ${skuNo}`)?.body ?? '{}') as { onHandMilli?: number };
    if (told.onHandMilli !== stock)
      world.fail('S5', `the stream says ${String(told.onHandMilli)} of ${skuNo}, stock is ${String(stock)}`);
  }
}

/** S17: a phone's cart that was paid again is told for each sale beyond the first, and no other sale is. */
function judgePhones({ shop: { data }, fail }: World): void {
  const paid = new Map<string, number>();
  for (const { cart_id: cartId } of data.sale.values()) paid.set(cartId, (paid.get(cartId) ?? 0) + 1);
  for (const { sale_id: saleId, cart_id: cartId } of data.sale.values()) {
    if (data.task.has(`duplicate_cart ${saleId}`)) paid.set(cartId, (paid.get(cartId) ?? 0) - 1);
  }
  for (const [cartId, untold] of paid) {
    if (untold !== 1) fail('S17', `cart ${cartId} was paid ${String(untold - 1)} times more than anybody was told`);
  }
}

/** Whether nothing is kept aside that the books could take. */
export const isDecided = ({ shop: { data } }: World): boolean =>
  [...data.effect.values()].every(
    ({ code, status, awaits }) =>
      status === 'applied' || (code !== 'projection_failed' && (awaits === null || !data.sale.has(awaits))),
  );

/** Whether every page shows what the server has. */
export const isCaughtUp = (world: World): boolean => world.tills.every((till) => wrongIn(world, till) === null);

/** S8, U1: what the device shows is what the server has. */
function judgeView(world: World, till: SimTill): void {
  const wrong = wrongIn(world, till);
  if (wrong !== null) world.fail(wrong.id, `T${till.identity.tillNo} ${wrong.what}`);
}

function wrongIn(world: World, till: SimTill): { readonly id: string; readonly what: string } | null {
  const { data } = world.shop;
  for (const stream of ['org', world.stream]) {
    const cursor = till.cache.get('cursor', stream) as CursorRow | undefined;
    const isAtHead = cursor?.now?.seq === data.stream_head.get(stream);
    if (cursor === undefined || !isAtHead) return { id: 'S8', what: `stands behind the head of ${stream}` };
    const right = new Map<string, number>();
    for (const line of data.feed.values()) {
      if (line.stream === stream && line.body !== null) right.set(`${line.t} ${line.id}`, line.s);
    }
    const shown = viewOf(till, cursor);
    const differs = shown.size !== right.size || [...right].some(([id, s]) => shown.get(id) !== s);
    if (differs) return { id: 'S8', what: `shows another ${stream}: ${shown.size} rows for ${right.size}` };
  }
  for (const { device, isRetired } of till.live) {
    if (isRetired) continue; // it says that it must be loaded anew
    for (const skuNo of SKUS) {
      const shown = device?.catalogue.onHandMilli(skuNo);
      const right = data.stock.get(`${world.storeId} ${skuNo}`)?.onHandMilli;
      const kept = right === undefined ? undefined : right + orphaned(world, till, skuNo);
      if (shown !== right && shown !== kept)
        return { id: 'S8', what: `shows ${String(shown)} of goods ${skuNo}, not ${String(right)}` };
    }
    const { pending = -1, headSeq = -1 } = device?.state.getState() ?? {};
    if (pending !== 0 || headSeq !== till.entries().length) {
      return { id: 'U1', what: `says ${pending} of ${headSeq} are pending when all are stored` };
    }
  }
  return null;
}

/**
 * What this till's own facts that wait for ever, or for a person, do to a product: it still shows them. A sale is told
 * again in other words, with the id it had, when its disk is put back between two tries.
 */
const orphaned = (world: World, till: SimTill, sku: number): number =>
  world.undone.unsent.size + world.undone.stored.size === 0
    ? 0
    : till
        .entries()
        .filter((row) => isOrphan(world, row) || world.shop.data.effect.has(`reused:${row.hash}`))
        .flatMap(({ bytes }) => movesIn(bytes))
        .reduce((sum, { skuNo, deltaMilli }) => (skuNo === sku ? sum + deltaMilli : sum), 0);

/** L3: nothing is kept that nothing shows. */
function judgeRoom(world: World, till: SimTill): void {
  const name = `T${till.identity.tillNo}`;
  const used = new Set<string>();
  for (const { stream, now, next } of till.cache.rows<CursorRow>('cursor')) {
    for (const generation of [now, next]) if (generation !== null) used.add(`${stream} ${generation.key}`);
  }
  let overlaid = 0;
  for (const table of ['pages', 'overlay']) {
    for (const { stream, key, rows } of till.cache.rows<PackedRows>(table)) {
      if (!used.has(`${stream} ${key}`)) {
        world.fail('L3', `${name} keeps ${table} of a generation nobody shows`);
        return;
      }
      if (table === 'overlay') overlaid += rows.length;
    }
  }
  if (overlaid > FOLD_ROWS + 2_500) world.fail('L3', `${name} has ${overlaid} rows in its overlay`);
  if (till.cache.rows<IncomingRow>('incoming').length > 0)
    world.fail('L3', `${name} keeps pages of a pull that is over`);
}
