/**
 * Facts of two tills that meet at the server in either order: the books are the same both ways, and doubts are
 * told.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { saveProducts } from '../../src/server/catalogue/save-product.ts';
import { toMinor } from '../../src/core/money.ts';
import { catalogueVersion } from '../../src/server/db/catalogue-products.ts';
import type { ProductRow } from '../../src/wire/catalogue.ts';
import { returnOf, saleOf } from '../support/facts.ts';
import { newId } from '../support/till-facts.ts';
import type { TestTill } from '../server/test-till.ts';
import { tillWorld, type TillWorld } from './till-world.ts';

let world: TillWorld;
let one: TestTill;
let two: TestTill;
beforeEach(async () => {
  world = await tillWorld();
  [one, two] = [await world.server.till(), await world.server.till()];
});
afterEach(() => world.close());

const outcome = () =>
  world.server.door.read(world.server.deps.orgId, async ({ db }) => {
    const stock = await db.selectFrom('stock').select(['sku_no', 'on_hand_milli']).orderBy('sku_no').execute();
    const tasks = await db.selectFrom('task').select('code').where('closed_ms', 'is', null).execute();
    const effects = await db.selectFrom('entry_effect').select(['status', 'kind']).execute();
    const isMoney = (kind: string) => kind === 'sale.completed' || kind === 'return.completed';
    return {
      stock: stock.map((row) => [row.sku_no, row.on_hand_milli]),
      tasks: tasks.map(({ code }) => code).sort(),
      effects: effects.flatMap(({ status, kind }) => (isMoney(kind) ? [`${kind} ${status}`] : [])).sort(),
    };
  });

const taskFacts = () =>
  world.server.door.read(world.server.deps.orgId, async ({ db }) => {
    const tasks = await db.selectFrom('task').select('facts').where('closed_ms', 'is', null).execute();
    return tasks.map(({ facts }) => JSON.parse(facts) as unknown);
  });
const soldAs = (saleId: string) =>
  world.server.door.read(world.server.deps.orgId, ({ db }) =>
    db.selectFrom('sale_line').select(['name', 'unit_minor', 'tax_bp']).where('sale_id', '=', saleId).execute(),
  );

/** What the office changes of a product. */
const changeProduct = (change: Partial<Pick<ProductRow, 'priceMinor' | 'status'>>) =>
  world.server.door.write(world.server.deps.orgId, async (tx) => {
    const row = await tx.db.selectFrom('product').select('sku_id').where('sku_no', '=', 7).executeTakeFirstOrThrow();
    const stored = await tx.db.selectFrom('feed').select('body').where('id', '=', row.sku_id).executeTakeFirst();
    const { skuId: _id, skuNo: _no, search: _search, ...fields } = JSON.parse(stored?.body ?? '') as ProductRow;
    await saveProducts(tx, [{ skuId: row.sku_id, fields: { ...fields, ...change } }], { newId, nowMs: Date.now() });
  });

describe.each([
  ['the first till arrives first', [0, 1]],
  ['the second till arrives first', [1, 0]],
] as const)('%s', (_name, order) => {
  const arrive = async () => {
    for (const at of order) await [one, two][at]!.push();
  };

  test('stock moves by deltas: the sum is the same', async () => {
    one.fact('sale.completed', saleOf([{ skuNo: 7, qtyMilli: 3000 }]));
    one.fact('stock.moved', { moves: [{ skuNo: 7, deltaMilli: 10_000, reason: 'receive', ref: 'x' }] });
    two.fact('sale.completed', saleOf([{ skuNo: 7, qtyMilli: 2000 }]));
    await arrive();
    expect(await outcome()).toMatchObject({ stock: [[7, 5000]], tasks: [] });
  });

  test('a return before or after its sale: booked once both are there', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    one.fact('sale.completed', sale);
    two.fact('return.completed', returnOf(sale));
    await arrive();
    expect(await outcome()).toEqual({
      stock: [[7, 0]],
      tasks: [],
      effects: ['return.completed applied', 'sale.completed applied'],
    });
  });

  test('two returns of one sale: both stand, one doubt is told', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    one.fact('sale.completed', sale);
    one.fact('return.completed', returnOf(sale));
    two.fact('return.completed', returnOf(sale));
    await arrive();
    expect(await outcome()).toEqual({
      stock: [[7, 1000]],
      tasks: ['over_return'],
      effects: ['return.completed applied', 'return.completed applied', 'sale.completed applied'],
    });
  });

  test('one voucher taken at two tills: both stand, the later to arrive is doubted and names the earlier', async () => {
    const by = { tenderId: 1, method: 'voucher', amountMinor: toMinor(350), evidence: { code: 'V-1' } } as const;
    const tenders = [by];
    const sales = [saleOf([{ skuNo: 7 }], { tenders }), saleOf([{ skuNo: 7 }], { tenders })] as const;
    one.fact('sale.completed', sales[0]);
    two.fact('sale.completed', sales[1]);
    await arrive();
    const [first, second] = [sales[order[0]], sales[order[1]]];
    expect(await outcome()).toMatchObject({ stock: [[7, -2000]], tasks: ['voucher_over_redeemed'] });
    expect(await taskFacts()).toMatchObject([{ no: second.no, firstNo: first.no, voucher: 'V-1', overMinor: 350 }]);
  });

  test('a shelf counted at one till while the other sold: what was sold before the count is in it', async () => {
    const mine = saleOf([{ skuNo: 7, qtyMilli: 2000 }]);
    const [sold, counted] = [1_700_000_000_000, 1_700_000_060_000];
    two.fact('sale.completed', mine, { wallMs: sold, offsetMs: 0 }); // before the count: the shelf lacks it already
    two.fact('sale.completed', saleOf([{ skuNo: 7, qtyMilli: 1000 }]), { wallMs: counted + 60_000, offsetMs: 0 });
    const body = {
      countId: newId(), skuNo: 7, countedMilli: 10_000, incarnation: one.incarnation, asOfSeq: one.lines.length,
      asOfMs: counted, approverId: null,
    }; // prettier-ignore
    one.fact('stock.counted', body, { wallMs: counted, offsetMs: 0 });
    await arrive();
    expect(await outcome()).toMatchObject({ stock: [[7, 9000]], tasks: [] });
  });

  test('a sale voided at its till and given back at another: both stand, one doubt is told', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    one.fact('sale.completed', sale);
    one.fact('sale.voided', { ...returnOf(sale), saleId: sale.saleId }); // who agreed to it is another matter
    two.fact('return.completed', returnOf(sale));
    await arrive();
    const { stock, tasks } = await outcome();
    expect(stock).toEqual([[7, 1000]]);
    expect(tasks.filter((code) => code !== 'not_approved')).toEqual(['over_return']);
  });

  test("one phone's cart paid at two tills: two facts, one doubt", async () => {
    const more = { cartId: newId(), sourceQr: 'O0:1' };
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], more));
    two.fact('sale.completed', saleOf([{ skuNo: 7 }], more));
    await arrive();
    expect(await outcome()).toMatchObject({ stock: [[7, -2000]], tasks: ['duplicate_cart'] });
  });

  test('goods nobody here knows are sold and given back: booked with what the lines say', async () => {
    const sale = saleOf([{ skuNo: 987_654 }]);
    one.fact('sale.completed', sale);
    two.fact('return.completed', returnOf(sale));
    await arrive();
    expect(await outcome()).toMatchObject({ stock: [[987_654, 0]], tasks: [] });
    expect(await soldAs(sale.saleId)).toEqual([{ name: 'Goods 987654', unit_minor: 350, tax_bp: 1300 }]);
  });

  test('one cart paid at two tills: two facts, one doubt', async () => {
    const cartId = newId();
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], { cartId }));
    two.fact('sale.completed', saleOf([{ skuNo: 7 }], { cartId }));
    await arrive();
    expect(await outcome()).toMatchObject({ stock: [[7, -2000]], tasks: ['duplicate_cart'] });
  });
});

test.each([
  ['a price changed before the sale arrives', 'before', { priceMinor: toMinor(999) }],
  ['a price changed after the sale arrived', 'after', { priceMinor: toMinor(999) }],
  ['goods no longer sold when the sale arrives', 'before', { status: 'stopped' }],
  ['goods no longer sold after the sale arrived', 'after', { status: 'stopped' }],
] as const)('%s: the sale keeps its own name and price', async (_name, when, change) => {
  const sale = saleOf([{ skuNo: 7, unitMinor: 190 }]);
  one.fact('sale.completed', sale);
  if (when === 'before') await changeProduct(change);
  await one.push();
  if (when === 'after') await changeProduct(change);
  const booked = await world.server.door.read(world.server.deps.orgId, ({ db }) =>
    db.selectFrom('sale').select(['sale_id', 'total_minor']).execute(),
  );
  expect(booked).toEqual([{ sale_id: sale.saleId, total_minor: 190 }]);
  expect(await soldAs(sale.saleId)).toEqual([{ name: 'Goods 7', unit_minor: 190, tax_bp: 1300 }]);
  expect(await outcome()).toMatchObject({ stock: [[7, -1000]], tasks: [] });
});

test.each([
  ['told a day and more after the change', 25, 'before', ['old_prices']],
  ['told within a day of it', 23, 'before', []],
  ['told before the change was made', 25, 'after', []],
] as const)('sales by an older price book, %s', async (_name, hours, when, tasks) => {
  const pbVersion = await world.server.door.read(world.server.deps.orgId, catalogueVersion);
  const wallMs = Date.now() + hours * 3_600_000;
  for (let n = 0; n < 2; n += 1) {
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], { pbVersion }), { wallMs, offsetMs: 0 });
  }
  if (when === 'after') await one.push();
  await changeProduct({ priceMinor: toMinor(999) });
  await one.push();
  expect(await outcome()).toMatchObject({ stock: [[7, -2000]], tasks });
});
