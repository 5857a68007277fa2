/**
 * Facts of two tills that meet at the server in either order: the books are the same both ways, and doubts are
 * told.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { saveProducts } from '../../src/server/catalogue/save-product.ts';
import { toMinor } from '../../src/core/money.ts';
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

  test('one cart paid at two tills: two facts, one doubt', async () => {
    const cartId = newId();
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], { cartId }));
    two.fact('sale.completed', saleOf([{ skuNo: 7 }], { cartId }));
    await arrive();
    expect(await outcome()).toMatchObject({ stock: [[7, -2000]], tasks: ['duplicate_cart'] });
  });
});

test.each(['before', 'after'] as const)('a price changed %s the sale arrives: the sale keeps its own', async (when) => {
  const change = () =>
    world.server.door.write(world.server.deps.orgId, async (tx) => {
      const row = await tx.db.selectFrom('product').select('sku_id').where('sku_no', '=', 7).executeTakeFirstOrThrow();
      const stored = await tx.db.selectFrom('feed').select('body').where('id', '=', row.sku_id).executeTakeFirst();
      const { skuId: _id, skuNo: _no, search: _search, ...fields } = JSON.parse(stored?.body ?? '') as ProductRow;
      const price = { ...fields, priceMinor: toMinor(999) };
      await saveProducts(tx, [{ skuId: row.sku_id, fields: price }], { newId, nowMs: Date.now() });
    });
  const sale = saleOf([{ skuNo: 7, unitMinor: 190 }]);
  one.fact('sale.completed', sale);
  if (when === 'before') await change();
  await one.push();
  if (when === 'after') await change();
  const booked = await world.server.door.read(world.server.deps.orgId, ({ db }) =>
    db.selectFrom('sale').select(['sale_id', 'total_minor']).execute(),
  );
  expect(booked).toEqual([{ sale_id: sale.saleId, total_minor: 190 }]);
  expect((await outcome()).tasks).toEqual([]);
});
