import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertMany } from '../../../src/server/db/bulk.ts';
import type { Door } from '../../../src/server/db/door.ts';
import { productWindow } from '../../../src/server/db/office-products.ts';
import type { ProductsQuery } from '../../../src/wire/office.ts';
import { checkDigit } from '../../../src/core/gtin.ts';
import { onBothEngines, testPlace, type TestPlace } from '../engines.ts';

const ORG = 'org-1';
const STORE = '00000000-0000-4000-8000-000000000001';
const PRODUCTS = 100_000;
const CHUNK = 10_000;

const gtinOf = (n: number): string => {
  const body = `0690${String(n).padStart(9, '0')}`;
  return body + checkDigit(body);
};

function product(n: number) {
  const name = `商品${String(n)}`;
  return {
    org_id: ORG,
    sku_id: `sku-${String(n)}`,
    sku_no: n,
    code: `C-${String(n)}`,
    name_zh: name,
    name_en: null,
    spec: null,
    brand: null,
    category_id: n % 10 === 0 ? 'tenth' : 'rest',
    unit: 'pcs',
    price_minor: (n * 7919) % 100_003,
    floor_minor: null,
    tax_bp: 1300,
    picture: null,
    story: null,
    search: `${name} shangpin${n} sp${n} c-${n} ${gtinOf(n)}${n === 77_777 ? ' 农夫山泉 nongfushanquan nfsq' : ''}`,
    rank: 0,
    hot: 0,
    status: n % 50 === 0 ? 'stopped' : 'active',
    options: null,
    min_age: null,
    asks: null,
    parts: null,
    open_price: null,
    made_ms: 1,
    changed_ms: n % 1000,
  };
}

async function fill(door: Door): Promise<void> {
  for (let from = 1; from <= PRODUCTS; from += CHUNK) {
    const rows = Array.from({ length: CHUNK }, (_, i) => product(from + i));
    await door.write(ORG, async (tx) => {
      await insertMany(tx, 'product', rows);
      await insertMany(
        tx,
        'product_gtin',
        rows.map((row) => ({ org_id: ORG, gtin: gtinOf(row.sku_no), sku_id: row.sku_id })),
      );
      await insertMany(
        tx,
        'stock',
        rows.map(({ sku_no }) => ({
          org_id: ORG,
          store_id: STORE,
          sku_no,
          on_hand_milli: sku_no * 1000,
          is_counted: 0,
        })),
      );
    });
  }
}

/** What autovacuum does by itself on a server that has lived for more than a minute. */
async function tidyUp({ place }: TestPlace): Promise<void> {
  if (place.ownerUrl === null) return;
  const client = new pg.Client({ connectionString: place.ownerUrl });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}

const asking = (more: Partial<ProductsQuery>): ProductsQuery => ({
  storeId: STORE,
  q: '',
  category: '',
  status: 'all',
  sort: 'no',
  desc: false,
  offset: 0,
  limit: 100,
  ...more,
});

onBothEngines('the product list over 100,000 rows', (engine) => {
  let place: TestPlace;
  let door: Door;
  const ask = (more: Partial<ProductsQuery>) => door.read(ORG, (tx) => productWindow(tx, asking(more)));

  beforeAll(async () => {
    place = await testPlace(engine);
    door = await place.open();
    await fill(door);
    await tidyUp(place);
  }, 120_000);
  afterAll(async () => {
    await place.remove();
  });

  test('the last window is right, in every order', async () => {
    const last = await ask({ offset: PRODUCTS - 100 });
    expect(last.total).toBe(PRODUCTS);
    expect(last.rows.map((row) => row.skuNo)).toEqual(Array.from({ length: 100 }, (_, i) => PRODUCTS - 99 + i));
    expect(last.rows[99]).toMatchObject({ gtins: [gtinOf(PRODUCTS)], onHandMilli: PRODUCTS * 1000 });
    const dearest = await ask({ sort: 'price', offset: PRODUCTS - 2, limit: 100 });
    const top = await ask({ sort: 'price', desc: true, limit: 2 });
    expect(dearest.rows.map((row) => row.skuNo)).toEqual(top.rows.map((row) => row.skuNo).reverse());
  });

  test('windows laid side by side are the whole list, without a gap or a double', async () => {
    const all: number[] = [];
    for (let offset = 0; ; offset += 500) {
      const { rows, total } = await ask({ sort: 'changed', desc: true, category: 'tenth', offset, limit: 500 });
      all.push(...rows.map((row) => row.skuNo));
      if (offset + 500 >= total) break;
    }
    expect(all).toHaveLength(PRODUCTS / 10);
    expect(new Set(all).size).toBe(all.length);
    const keys = all.map((n) => (n % 1000) * 1_000_000 + n);
    expect(keys).toEqual([...keys].sort((a, b) => b - a));
  });

  test('a window past the end is empty and still says how many there are', async () => {
    expect(await ask({ offset: PRODUCTS + 5 })).toEqual({ rows: [], total: PRODUCTS });
    expect((await ask({ status: 'stopped', category: 'tenth' })).total).toBe(PRODUCTS / 50);
  });

  test.each(['农夫', 'nongfu', 'NFSQ', 'c-77777', gtinOf(77_777), gtinOf(77_777).slice(1), 'nfsq 77777'])(
    'search finds by %s',
    async (q) => {
      const { rows, total } = await ask({ q });
      expect(total).toBe(1);
      expect(rows[0]?.skuNo).toBe(77_777);
    },
  );

  test('what was typed is text, never a pattern', async () => {
    expect((await ask({ q: '%' })).total).toBe(0);
    expect((await ask({ q: "'; drop table product; --" })).total).toBe(0);
    expect((await ask({ q: '   ' })).total).toBe(PRODUCTS);
  });

  test('any window is quick: 60 of them, ends and middle and searches, in 6 seconds', async () => {
    const started = performance.now();
    for (let i = 0; i < 20; i += 1) {
      await ask({ offset: Math.floor((PRODUCTS / 20) * i) });
      await ask({ offset: PRODUCTS - 100 - i, sort: 'price', desc: i % 2 === 0 });
      await ask({ q: `7${String(i)}` });
    }
    const spentMs = performance.now() - started;
    process.stdout.write(`${engine}: ${(spentMs / 60).toFixed(1)} ms a window\n`);
    expect(spentMs).toBeLessThan(6000);
  });

  test('a window walks an index and sorts nothing', async () => {
    const plan = await door.read(ORG, (tx) =>
      sql`${sql.raw(engine === 'sqlite' ? 'explain query plan' : 'explain')}
      select sku_no from product where org_id = ${ORG} order by price_minor, sku_no limit 100 offset 1000`.execute(
        tx.db,
      ),
    );
    const text = JSON.stringify(plan.rows);
    expect(text).toMatch(/product_by_price/);
    expect(text).not.toMatch(/Sort|TEMP B-TREE/i);
  });
});
