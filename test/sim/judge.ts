/**
 * What must hold when the world has been healed and all is quiet: every invariant that only the end can show. Nothing
 * here uses the product's own way of counting; where a rule of the product is named, it is the thing judged.
 */
import { checkChain } from '../../src/core/journal.ts';
import type { CursorRow, IncomingRow, PackedRows } from '../../src/client/db/cache-db.ts';
import { FOLD_ROWS } from '../../src/client/sync/view.ts';
import { sha256 } from './model-crypto.ts';
import { movesIn, SKUS } from './goods.ts';
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
}

/** S1, S14: what a cashier saw done stands in the journal; receipt numbers have no gap. */
function judgePromises(world: World, till: SimTill): void {
  const entries = till.entries();
  const count = new Map<string, number>();
  for (const { entryId } of entries) count.set(entryId, (count.get(entryId) ?? 0) + 1);
  const name = `T${till.identity.tillNo}`;
  for (const { till: of, entryId, done, fact } of world.acts) {
    if (of === till && done && !count.has(entryId)) world.fail('S1', `${name} said ${fact.kind} is done and lost it`);
  }
  for (const [id, times] of count) if (times > 1) world.fail('S3', `${name} journalled ${id} ${times} times`);
  const numbers = entries.flatMap(({ bytes }) => (JSON.parse(bytes) as { body: { no?: string } }).body.no ?? []);
  const right = numbers.map((_, at) => `${till.identity.tillCode}-${String(at + 1).padStart(6, '0')}`);
  if (numbers.join() !== right.join()) world.fail('S14', `${name} gave the numbers ${numbers.join()}`);
}

/** S7: the chain is whole, by our own reading, and every damage to it is found. */
function judgeJournal(world: World, till: SimTill): void {
  const { deviceId, incarnation } = till.identity;
  const entries = till.entries();
  const start = { seq: 0, hash: sha256(deviceId + incarnation) };
  let { hash } = start;
  for (const [at, row] of entries.entries()) {
    const entry = JSON.parse(row.bytes) as { seq: number; prev: string };
    const isWhole = row.seq === at + 1 && entry.seq === at + 1 && entry.prev === hash && sha256(row.bytes) === row.hash;
    if (!isWhole) {
      world.fail('S7', `T${till.identity.tillNo} has a break at ${at + 1}`);
      return;
    }
    ({ hash } = row);
  }
  const head = till.meta('head');
  if (head?.seq !== entries.length || head.hash !== hash) world.fail('S7', `T${till.identity.tillNo} has a wrong head`);
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
}

/** L1, S1, S12, S7: the server has every entry once, with the bytes the till made. */
function judgeStored(world: World, till: SimTill): void {
  const { data } = world.shop;
  const chain = chainKey(till.identity);
  const name = `T${till.identity.tillNo}`;
  const entries = till.entries();
  const acked = till.meta('acked')?.seq ?? 0;
  if (acked !== entries.length) {
    world.fail('L1', `${name} still waits: ${entries.length} made, ${acked} acknowledged`);
    return;
  }
  for (const { seq, bytes, hash, entryId, kind } of entries) {
    const stored = data.entry.get(`${chain} ${seq}`);
    if (stored === undefined) {
      world.fail('S1', `${name} ${seq} never arrived`);
      return;
    }
    if (stored.bytes !== bytes || stored.hash !== hash) {
      world.fail('S12', `${name} ${seq} is stored otherwise`);
      return;
    }
    const effect = data.effect.get(entryId);
    if (effect === undefined) {
      world.fail('S1', `${name} ${seq} ${kind} has no effect`);
      return;
    }
    if (effect.status !== 'applied') {
      world.fail(
        'S8',
        `${name} ${seq} ${kind} is ${effect.status} (${effect.code ?? ''}) though nothing is wrong with it`,
      );
      return;
    }
  }
  const head = data.head.get(chain);
  if (head !== undefined && (head.seq !== entries.length || head.hash !== entries.at(-1)?.hash)) {
    world.fail('S7', `${name} and the server have different heads`);
  }
}

/** S2, S4, S5: the books, counted again from the journals. */
function judgeBooks(world: World): void {
  const { data } = world.shop;
  const all = world.tills.flatMap((till) => till.entries().map((row) => ({ till, row })));
  const kinds = new Map(all.map(({ row }) => [row.entryId, row]));
  for (const sale of data.sale.values()) {
    const row = kinds.get(sale.entry_id);
    if (row === undefined || row.hash !== sale.hash) {
      world.fail('S2', `sale ${sale.no} has no entry`);
      return;
    }
    const paid = [...data.sale_tender.values()].filter(({ sale_id: id }) => id === sale.sale_id);
    const sum = paid.reduce((total, { amount_minor: minor }) => total + minor, 0);
    if (sum - sale.change_minor !== sale.total_minor) world.fail('S4', `sale ${sale.no} does not add up`);
  }
  const sales = all.filter(({ row }) => row.kind === 'sale.completed').length;
  if (sales !== data.sale.size) world.fail('S1', `${sales} sales were made, the server counts ${data.sale.size}`);
  const returns = all.filter(({ row }) => row.kind === 'return.completed').length;
  if (returns !== data.goods_return.size)
    world.fail('S1', `${returns} returns, the server counts ${data.goods_return.size}`);
  const deltas = new Map<number, number>();
  for (const { row } of all) {
    for (const { skuNo, deltaMilli } of movesIn(row.bytes)) deltas.set(skuNo, (deltas.get(skuNo) ?? 0) + deltaMilli);
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
  for (const { device } of till.live) {
    for (const skuNo of SKUS) {
      const shown = device?.catalogue.onHandMilli(skuNo);
      const right = data.stock.get(`${world.storeId} ${skuNo}`)?.onHandMilli;
      if (shown !== right) return { id: 'S8', what: `shows ${String(shown)} of goods ${skuNo}, not ${String(right)}` };
    }
    const { pending = -1, headSeq = -1 } = device?.state.getState() ?? {};
    if (pending !== 0 || headSeq !== till.entries().length) {
      return { id: 'U1', what: `says ${pending} of ${headSeq} are pending when all are stored` };
    }
  }
  return null;
}

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
