/** The questions asked on every push and pull are answered by their indexes, also when the tables have grown. */
import { CompiledQuery } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { insertOwn } from '../../../src/server/db/bulk.ts';
import { rowsByKey } from '../../../src/server/db/by-key.ts';
import { dayBooks } from '../../../src/server/db/day-books.ts';
import type { Tx } from '../../../src/server/db/door.ts';
import { feedTx } from '../../../src/server/db/feed-tx.ts';
import { movesOfProduct } from '../../../src/server/db/office-stock.ts';
import { movesSince } from '../../../src/server/db/stock-books.ts';
import { kyselyOver } from '../../../src/server/db/kysely-over.ts';
import { onBothEngines, testPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';
const STORE = '0190a000-0000-7000-8000-000000000002';
const EFFECTS = 20_000;

onBothEngines('plans', (engine) => {
  test('open effects of one chain, and effects by id, cost the same among 20,000 as among none', async () => {
    const place = await testPlace(engine);
    const door = await place.open();
    const chain = { deviceId: uuidv7(), incarnation: uuidv7() };
    const effects = Array.from({ length: EFFECTS }, (_, at) => ({
      entry_id: uuidv7(),
      content_hash: 'c'.repeat(64),
      status: at % 5000 === 0 ? ('parked' as const) : ('applied' as const),
      code: null,
      awaits: null,
      device_id: chain.deviceId,
      incarnation: chain.incarnation,
      seq: at + 1,
      kind: 'x',
    }));
    await door.write(ORG, (tx) => insertOwn(tx, 'entry_effect', effects));
    const plan = await door.read(ORG, (tx) =>
      planOf(tx, async (traced) => {
        expect((await feedTx(traced).applied(chain, 100)).parked).toHaveLength(EFFECTS / 5000);
        const keys = effects.slice(0, 200).map(({ entry_id }) => ({ entry_id }));
        const found = await rowsByKey(traced, { table: 'entry_effect', key: ['entry_id'], columns: ['seq'] }, keys);
        expect(found).toHaveLength(200);
      }),
    );
    const text = plan.join('\n');
    expect(text).toMatch(/entry_effect_open/);
    expect(text).not.toMatch(/Seq Scan on entry_effect|SCAN (r|entry_effect)\b/);
    await place.remove();
  });
});

onBothEngines('plans of moves', (engine) => {
  test("a product's last moves, and those since a count, are found along the time they came", async () => {
    const place = await testPlace(engine);
    const door = await place.open();
    const moves = Array.from({ length: EFFECTS }, (_, at) => moveAt(at));
    await door.write(ORG, (tx) => insertOwn(tx, 'stock_move', moves));
    const plan = await door.read(ORG, (tx) =>
      planOf(tx, async (traced) => {
        const last = await movesOfProduct(traced, { storeId: STORE, skuNo: 7, offset: 1, limit: 3 });
        expect(last.map((move) => move.at_ms)).toEqual([19_007, 18_507, 18_007]);
        const since = await movesSince(traced, { storeId: STORE, skuNos: [7, 8], sinceMs: 19_008 });
        expect(since.map((move) => move.happenedMs).sort()).toEqual([19_008, 19_507, 19_508]);
      }),
    );
    const text = plan.join('\n');
    expect(text).toMatch(/stock_move_by_time/);
    expect(text).not.toMatch(/Seq Scan on stock_move|SCAN m\b/);
    await place.remove();
  });
});

onBothEngines('plans of ages', (engine) => {
  test('what is sold with an age is found without reading the rows of all that is sold', async () => {
    const place = await testPlace(engine);
    const door = await place.open();
    const nothing = { staffIds: [], voucherCodes: [], storeIds: [], shifts: [], pbVersions: [], copies: [] };
    const plan = await door.read(ORG, (tx) =>
      planOf(tx, async (traced) => {
        const soldSkuNos = Array.from({ length: 300 }, (_, at) => at + 1);
        expect((await dayBooks(traced, { ...nothing, soldSkuNos })).minAges).toEqual(new Map());
      }),
    );
    const ofProducts = plan.filter((line) => /\b(product|SEARCH r|SCAN r)\b/.test(line));
    expect(ofProducts.length).toBeGreaterThan(0);
    if (engine === 'sqlite')
      for (const line of ofProducts) expect(line).toMatch(/SEARCH r USING INDEX product_with_age/);
    expect(ofProducts.join()).not.toMatch(/Seq Scan|SCAN r/);
    await place.remove();
  });
});

const moveAt = (at: number) => ({
  store_id: STORE, sku_no: at % 500, entry_id: uuidv7(), line_no: 1, delta_milli: -1000, reason: 'sale', ref: 'r',
  at_ms: at, happened_ms: at, lot: null, expiry: null,
}); // prettier-ignore

/** The engine's plan of every select in the work. */
async function planOf(tx: Tx, work: (traced: Tx) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const prefix = tx.engine === 'sqlite' ? 'explain query plan ' : 'explain ';
  const db = kyselyOver(tx.engine, async (text, values) => {
    const plan = await tx.db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(prefix + text, [...values]));
    lines.push(...plan.rows.map((row) => String(row['detail'] ?? row['QUERY PLAN'])));
    return tx.db.executeQuery(CompiledQuery.raw(text, [...values]));
  });
  await work({ ...tx, db });
  return lines;
}
