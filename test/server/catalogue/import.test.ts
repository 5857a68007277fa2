import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDigit } from '../../../src/core/gtin.ts';
import { categories, ownersOf, productsById } from '../../../src/server/db/catalogue-products.ts';
import { refusedCsv } from '../../../src/server/catalogue/refused-file.ts';
import { productRow, type ProductRow } from '../../../src/wire/catalogue.ts';
import { onBothEngines } from '../engines.ts';
import { gb18030 } from './gb18030.ts';
import { ORG, testShop, type TestShop } from './shop.ts';

const ean = (n: number): string => {
  const body = `690${String(n).padStart(9, '0')}`;
  return body + checkDigit(body);
};
const [G1, G2, G3, G4] = [ean(1), ean(2), ean(3), ean(4)] as [string, string, string, string];

onBothEngines('an import', (engine) => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await testShop(engine);
  });
  afterEach(() => shop.remove());

  const byCode = async (code: string): Promise<ProductRow | undefined> =>
    shop.read(async (tx) => (await productsById(tx, await ownersOf(tx, { codes: [code], gtins: [] }), false))[0]);
  const byGtin = async (gtin: string): Promise<ProductRow | undefined> =>
    shop.read(
      async (tx) =>
        (await productsById(tx, await ownersOf(tx, { codes: [], gtins: [gtin.padStart(14, '0')] }), false))[0],
    );

  test('options come in a column of their own; what cannot be read is named', async () => {
    const { counts } = await shop.run(
      '货号,品名,售价,加料\nA1,奶茶,10.00,"糖度 1-1: 全糖, 半糖; 加料 0-1: 加蛋 +2.00"\nA2,面,8,加料',
    );
    expect(counts).toMatchObject({ added: 1, refused: 1 });
    expect((await byCode('A1'))?.options).toEqual([
      { names: { zh: '糖度' }, min: 1, max: 1, choices: [
        { names: { zh: '全糖' }, deltaMinor: 0 }, { names: { zh: '半糖' }, deltaMinor: 0 },
      ] },
      { names: { zh: '加料' }, min: 0, max: 1, choices: [{ names: { zh: '加蛋' }, deltaMinor: 200 }] },
    ]); // prettier-ignore
  });

  test('a minimum age is read as people write it, and what is none is named', async () => {
    const { counts } = await shop.run(
      '货号,品名,售价,年龄限制\nB1,啤酒,4.00,18+\nB2,白酒,49,18岁\nB3,汽水,3,\nB4,酒,3,adult',
    );
    expect(counts).toMatchObject({ added: 3, refused: 1 });
    expect([(await byCode('B1'))?.minAge, (await byCode('B2'))?.minAge]).toEqual([18, 18]);
    expect(await byCode('B3')).not.toHaveProperty('minAge');
    await shop.run('货号,品名,售价,年龄限制\nB1,啤酒,4.00,\nB2,白酒,49,0');
    expect((await byCode('B1'))?.minAge).toBe(18);
    expect(await byCode('B2')).not.toHaveProperty('minAge');
  });

  test('goods may be priced at the till: then the price may be empty', async () => {
    const { counts } = await shop.run(
      '货号,品名,售价,时价\nO1,海鲜,,是\nO2,鲜花,30,yes\nO3,盐,3,否\nO4,糖,,\nO5,茶,5,maybe',
    );
    expect(counts).toMatchObject({ added: 3, refused: 2 });
    expect([await byCode('O1'), await byCode('O2')]).toMatchObject([
      { openPrice: true, priceMinor: 0 },
      { openPrice: true, priceMinor: 3000 },
    ]);
    expect(await byCode('O3')).not.toHaveProperty('openPrice');
    await shop.run('货号,品名,售价,时价\nO1,海鲜,12,\nO2,鲜花,31,no');
    expect(await byCode('O1')).toMatchObject({ openPrice: true, priceMinor: 1200 });
    expect(await byCode('O2')).not.toHaveProperty('openPrice');
  });

  test('what is asked of each pack is read in both languages, and an unknown word is named', async () => {
    const { counts } = await shop.run(
      '货号,品名,售价,追溯\nP1,手机,999,序列号\nP2,疫苗,60,"批号, SN"\nP3,盐,3,\nP4,糖,3,colour',
    );
    expect(counts).toMatchObject({ added: 3, refused: 1 });
    expect([(await byCode('P1'))?.asks, (await byCode('P2'))?.asks]).toEqual([['serial'], ['lot', 'serial']]);
    expect(await byCode('P3')).not.toHaveProperty('asks');
    await shop.run('货号,品名,售价,追溯\nP1,手机,999,no');
    expect(await byCode('P1')).not.toHaveProperty('asks');
  });

  test('a bundle names its parts by code or barcode, also of later rows of its file; none is a bundle', async () => {
    await shop.run(`货号,条码,品名,售价\nA1,${G1},茶,30\nA2,,书,20`);
    const file = `货号,品名,售价,组成\nB1,礼盒,80,"2 x A1; A2"\nB2,大礼盒,99,"3 x ${G1}; A9"\nB3,套装,9,2 x B1\nA9,笔,3,`;
    expect((await shop.run(file)).counts).toMatchObject({ added: 3, refused: 1 }); // B3 would be made of a bundle
    const [tea, book] = [await byCode('A1'), await byCode('A2')];
    expect((await byCode('B1'))?.parts).toEqual([
      { skuNo: tea?.skuNo, qtyMilli: 2000 }, { skuNo: book?.skuNo, qtyMilli: 1000 },
    ]); // prettier-ignore
    const pen = await byCode('A9');
    expect((await byCode('B2'))?.parts).toEqual([
      { skuNo: tea?.skuNo, qtyMilli: 3000 }, { skuNo: pen?.skuNo, qtyMilli: 1000 },
    ]); // prettier-ignore
    const again = await shop.run(file);
    expect(again.counts).toMatchObject({ unchanged: 3, refused: 1 });
    expect(await byCode('B3')).toBeUndefined();
    const lost = await shop.run(`货号,条码,品名,售价,组成\nB4,,文具包,5,A10\nA10,${G1},尺,1,`); // G1 is of A1
    expect(lost.refused.map(({ row, problems }) => [row.line, problems[0]?.code])).toEqual([
      [2, 'bad_parts'],
      [3, 'duplicate_code'],
    ]);
    await shop.run('货号,品名,售价,组成\nB1,礼盒,80,0');
    expect(await byCode('B1')).not.toHaveProperty('parts');
  });

  test('the preview refuses a bundle with the row of its part, and who wanted its barcode', async () => {
    await shop.run(`货号,条码,品名,售价\nA1,${G1},茶,30\nB1,${G2},礼盒,80\nA2,,书,20`);
    const lost = `货号,条码,品名,售价,组成\nB1,${G3},礼盒,80,A10\nA10,${G1},尺,1,\nA11,${G2},笔,2,\nB2,,套装,9,A11`;
    const prepared = await shop.prepare(lost);
    const { counts, refused } = await shop.runPrepared(prepared);
    const lines = [[2, 'bad_parts'], [3, 'duplicate_code'], [4, 'duplicate_code'], [5, 'bad_parts']]; // prettier-ignore
    const told = ({ row, problems }: (typeof refused)[number]) => [row.line, problems[0]?.code];
    expect(prepared.plan.flatMap((row) => (row.what === 'refused' ? [told(row)] : []))).toEqual(lines);
    expect(refused.map(told)).toEqual(lines);
    expect(counts).toMatchObject({ added: 0, changed: 0, refused: 4 });
    expect(await byCode('B1')).toMatchObject({ gtins: [`0${G2}`] });
    const nested = await shop.prepare('货号,品名,售价,组成\nA1,茶组,30,A2\nB2,套装,9,A1'); // A1 is one by then
    await shop.runPrepared(nested);
    expect(nested.plan.map(({ what }) => what)).toEqual(['changed', 'refused']);
    expect(await byCode('B2')).toBeUndefined();
  });

  test('adds products with all they say, and the streams carry the same rows', async () => {
    const { counts } = await shop.run(
      `条码,货号,品名,英文名,售价,税率,单位,分类,品牌,规格,库存\n${G1},A1,农夫山泉饮用水,Spring water,2.00,13%,瓶,饮料,农夫,550ml,24\n` +
        `"${G2},${G3}",A2,散装大米,,"1,234.50",9,kg,粮油,,,12.5\n`,
    );
    expect(counts).toEqual({ read: 2, added: 2, changed: 0, unchanged: 0, refused: 0 });
    const water = await byCode('A1');
    expect(water).toMatchObject({
      skuNo: 1,
      gtins: [`0${G1}`],
      names: { zh: '农夫山泉饮用水', en: 'Spring water' },
      priceMinor: 200,
      taxBp: 1300,
      unit: 'pcs',
      brand: '农夫',
      spec: '550ml',
      status: 'active',
    });
    expect(water?.search).toMatch(/\nnongfushanquan/);
    expect(water?.search).toMatch(/\nnfsq/);
    expect(await byCode('A2')).toMatchObject({
      skuNo: 2,
      gtins: [`0${G2}`, `0${G3}`],
      priceMinor: 123_450,
      taxBp: 900,
      unit: 'kg',
    });
    const named = await shop.read(categories);
    expect(named.map(({ names }) => names.zh)).toEqual(['饮料', '粮油']);
    expect(water?.category).toBe(named[0]?.categoryId);
    expect(shop.moves).toEqual([
      { skuNo: 1, deltaMilli: 24_000, reason: 'opening', ref: 'import test.csv' },
      { skuNo: 2, deltaMilli: 12_500, reason: 'opening', ref: 'import test.csv' },
    ]);
    const feed = await shop.read((tx) =>
      tx.db
        .selectFrom('feed')
        .select('body')
        .where('org_id', '=', tx.orgId)
        .where('tbl', '=', 'product')
        .orderBy('change_seq')
        .execute(),
    );
    expect(feed.map(({ body }) => productRow.parse(JSON.parse(body ?? '')))).toEqual([water, await byCode('A2')]);
  });

  test('the same file again changes nothing and moves no stream', async () => {
    const file = gb18030(
      `条码,货号,品名,售价,分类,库存\n${G1},A1,牛奶,2.00,饮料,5\n,A2,面包,3.00,烘焙,\n${G2},,鸡蛋,4.00,生鲜,7\n`,
    );
    await shop.run(file);
    const head = await shop.head();
    const again = await shop.run(file);
    expect(again.counts).toEqual({ read: 3, added: 0, changed: 0, unchanged: 3, refused: 0 });
    expect(await shop.head()).toBe(head);
    expect(shop.moves).toHaveLength(2);
  });

  test('a later file changes what it says and leaves the rest', async () => {
    await shop.run(`sku,name,price,brand,stock,tax\nA1,Milk,2.00,Own,5,6\nA2,Bread,3.00,,1,\n`);
    const before = await byCode('A1');
    const head = await shop.head();
    const { counts } = await shop.run('sku,品名,price,stock\nA1,牛奶,2.50,99\nA2,Bread,3.00,1\nA3,New,1.00,4\n');
    expect(counts).toEqual({ read: 3, added: 1, changed: 1, unchanged: 1, refused: 0 });
    expect(await byCode('A1')).toEqual({
      ...before,
      names: { zh: '牛奶', en: 'Milk' },
      priceMinor: 250,
      search: expect.stringContaining('niunai') as string,
    });
    expect(await shop.head()).toBe(head + 2);
    expect(shop.moves.at(-1)).toMatchObject({ skuNo: 3, deltaMilli: 4000, reason: 'opening' }); // 99 is ignored
    expect(shop.moves).toHaveLength(3);
  });

  test('stock is counted when asked, by the difference', async () => {
    await shop.run('sku,name,price,stock\nA1,Milk,2.00,5\n');
    const count = 'sku,name,price,stock\nA1,Milk,2.00,3\n';
    expect((await shop.preview(count)).notes).toContain('stock_opening_only');
    expect((await shop.preview(count, { stock: 'count' })).counts).toMatchObject({ changed: 1 });
    expect((await shop.run(count, { stock: 'count' })).counts).toMatchObject({ changed: 1, unchanged: 0 });
    expect(shop.moves.at(-1)).toMatchObject({ deltaMilli: -2000, reason: 'count' });
    expect((await shop.run(count, { stock: 'count' })).counts).toMatchObject({ changed: 0, unchanged: 1 });
    expect((await shop.preview(count, { storeId: null })).notes).toContain('stock_needs_store');
  });

  test('each bad row is named by line, column, value and reason; the others get in', async () => {
    const file = [
      '条码,货号,品名,售价,税率,单位,库存', // 1
      `${G1.slice(0, -1)}${G1.endsWith('0') ? '1' : '0'},A1,坏条码,1.00,,,`, // 2
      '12345,A2,短条码,1.00,,,', // 3
      '6.90123E+12,A3,丢位数,1.00,,,', // 4
      ',A4,没有价格,,,,', // 5
      ',A5,,1.00,,,', // 6
      ',,没有编码,1.00,,,', // 7
      ',A8,坏数字,1.0.0,abc,斤,1.5', // 8
      ',A9,"两行\n名称",1.00,,,', // 9-10
      ',A9,重复,1.00,,,', // 11
      `${G2},A10,好,1.00,,,`, // 12
      `${G2},A11,条码重复,1.00,,,`, // 13
      `,${'x'.repeat(65)},太长,1.00,,,`, // 14
      ',a9,大小写不同,1.005,,,', // 15
      ',a10,"没关引号,1.00,,,', // 16
    ].join('\n');
    const { counts, refused } = await shop.run(file);
    expect(counts).toEqual({ read: 14, added: 2, changed: 0, unchanged: 0, refused: 12 });
    const named = refused.map(({ row, problems }) => [
      row.line,
      ...problems.map((p) => `${p.column}|${p.value}|${p.code}`),
    ]);
    expect(named).toEqual([
      [2, expect.stringMatching(/^条码\|690\d{10}\|bad_check_digit$/)],
      [3, '条码|12345|bad_gtin_length'],
      [4, '条码|6.90123E+12|digits_lost'],
      [5, '售价||price_missing'],
      [6, '品名||name_missing'],
      [7, '条码||key_missing'],
      [8, '售价|1.0.0|bad_number', '单位|斤|unknown_unit', '税率|abc|bad_number', '库存|1.5|bad_number'],
      [11, '货号|A9|duplicate_code'],
      [13, `条码|${G2}|duplicate_code`],
      [14, `货号|${'x'.repeat(65)}|text_too_long`],
      [15, '售价|1.005|bad_number'],
      [16, expect.stringContaining('broken_row')],
    ]);
    expect(refused.find(({ row }) => row.line === 11)?.problems[0]?.facts).toEqual({ otherLine: 9 });
    expect(await byCode('A9')).toMatchObject({ names: { zh: '两行 名称' } });
  });

  test('refused rows, mended in their own file, get in; its extra columns are not heeded', async () => {
    const prepared = await shop.prepare(
      `货号,品名,售价,备注\nA1,"=1+1, ""好""",1.00,x\nA2,缺价,,\n0012,-5度啤酒,bad,"a\nb"\n`,
    );
    const columns = { headers: prepared.table.headers, fields: prepared.choice.fields };
    const refused = prepared.plan.flatMap((row) => (row.what === 'refused' ? [row] : []));
    const csv = refusedCsv(columns, refused, 'zh');
    expect(csv.startsWith('\ufeff货号,品名,售价,备注,原文件行,拒绝原因\r\n')).toBe(true);
    expect(csv).toContain('缺少售价');
    const mended = csv.replace('缺价,,', '缺价,2.00,').replace('bad,', '3.00,');
    const { counts } = await shop.run(mended);
    expect(counts).toEqual({ read: 2, added: 2, changed: 0, unchanged: 0, refused: 0 });
    expect(await byCode('0012')).toMatchObject({ names: { zh: '-5度啤酒' }, priceMinor: 300 });
  });

  test('codes that differ by case are two products, codes in a code column are never judged as barcodes', async () => {
    const { counts } = await shop.run('sku,name,price\nabc,a,1\nABC,b,2\n6901234567890,c,3\n12345678,d,4\n');
    expect(counts).toMatchObject({ added: 4, refused: 0 });
    expect((await byCode('abc'))?.priceMinor).toBe(100);
    expect((await byCode('ABC'))?.priceMinor).toBe(200);
    expect((await byCode('6901234567890'))?.gtins).toEqual([]);
  });

  test('a barcode of another product is refused by name; one its owner gives up in the same file moves', async () => {
    await shop.run(`条码,货号,品名,售价\n"${G1} ${G2}",A1,甲,1\n${G3},A2,乙,1\n`);
    const taken = await shop.run(`条码,货号,品名,售价\n${G3},A9,丙,1\n`);
    expect(taken.counts).toMatchObject({ refused: 1 });
    expect(taken.refused[0]?.problems[0]).toMatchObject({
      column: '条码',
      value: G3,
      code: 'duplicate_code',
      facts: { other: '乙' },
    });
    const moved = `条码,货号,品名,售价\n"${G2},${G4}",A3,丙,1\n${G3},A1,甲,1\n${G1},A2,乙,1\n`;
    expect((await shop.run(moved)).counts).toEqual({ read: 3, added: 1, changed: 2, unchanged: 0, refused: 0 });
    expect((await byGtin(G1))?.code).toBe('A2');
    expect((await byGtin(G2))?.code).toBe('A3');
    expect((await byGtin(G3))?.code).toBe('A1');
    expect((await shop.run(moved)).counts).toEqual({ read: 3, added: 0, changed: 0, unchanged: 3, refused: 0 });
  });

  test('rows without a code are known by barcode, and take a code later', async () => {
    await shop.run(`条码,品名,售价\n${G1},甲,1\n`);
    const first = await byGtin(G1);
    expect((await shop.run(`条码,品名,售价\n"${G1},${G2}",甲,2\n`)).counts).toMatchObject({ changed: 1 });
    expect((await shop.run(`条码,货号,品名,售价\n${G2},A1,甲,2\n`)).counts).toMatchObject({ changed: 1 });
    expect(await byCode('A1')).toMatchObject({ skuId: first?.skuId, gtins: [`0${G2}`], priceMinor: 200 });
  });

  test('a preview writes nothing', async () => {
    const head = await shop.head();
    const preview = await shop.preview(`条码,品名,售价,分类\n${G1},甲,1,新类\nbad,乙,,x\n`);
    expect(preview.counts).toEqual({ read: 2, added: 1, changed: 0, unchanged: 0, refused: 1 });
    expect(preview.notes).toEqual(['tax_assumed']);
    expect(preview.columns.map(({ header, field, samples }) => [header, field, samples])).toEqual([
      ['条码', 'barcode', [G1, 'bad']],
      ['品名', 'name', ['甲', '乙']],
      ['售价', 'price', ['1']],
      ['分类', 'category', ['新类', 'x']],
    ]);
    expect(preview.rows.map(({ line, what }) => [line, what])).toEqual([
      [2, 'added'],
      [3, 'refused'],
    ]);
    expect(await shop.head()).toBe(head);
    expect(await shop.read(categories)).toEqual([]);
  });

  test('a mapping that lacks something says what, and can be changed', async () => {
    const file = '甲列,乙列,丙列\nA1,牛奶,2.00\n';
    expect((await shop.preview(file)).failure).toEqual({ code: 'no_key_column' });
    expect((await shop.preview(file, { fields: ['code', null, 'price'] })).failure).toEqual({ code: 'no_name_column' });
    expect((await shop.preview(file, { fields: ['code', 'name', null] })).failure).toEqual({ code: 'no_price_column' });
    expect((await shop.preview(file, { fields: ['code', 'name', 'name'] })).failure).toEqual({
      code: 'no_price_column',
    });
    const chosen = await shop.preview(file, { fields: ['code', 'name', 'price'] });
    expect(chosen.failure).toBeNull();
    expect(chosen.counts).toMatchObject({ added: 1 });
  });
});

// A long import beside a shop that sells: the embedded engine has one lock, and nobody may wait for the whole file.
onBothEngines('an import of many chunks', (engine) => {
  test('lets the writes of others in between, and they wait for one chunk at most', async () => {
    const shop = await testShop(engine);
    try {
      const rows = Array.from({ length: 7000 }, (_, i) => `C${String(i)},Product ${String(i)},1.00`);
      const prepared = await shop.prepare(`sku,name,price\n${rows.join('\n')}\n`);
      const seen: number[] = [];
      const state = { ended: false };
      const other = await shop.open();
      const writing = (async () => {
        while (!state.ended) {
          await wait(2); // requests come from outside, one turn of the loop apart
          seen.push(
            await other.write(ORG, async (tx) => {
              await tx.db.updateTable('org').set({ made_ms: seen.length }).where('org_id', '=', ORG).execute();
              const { n } = await tx.db
                .selectFrom('product')
                .select((row) => row.fn.countAll<number>().as('n'))
                .where('org_id', '=', ORG)
                .executeTakeFirstOrThrow();
              return n;
            }),
          );
        }
      })();
      const { counts } = await shop.runPrepared(prepared);
      state.ended = true;
      await writing;
      expect(counts).toMatchObject({ added: 7000 });
      expect(new Set(seen)).toContain(2000); // between the first chunk and the second
      expect(seen.filter((n) => n > 0 && n < 7000).length).toBeGreaterThan(1);
    } finally {
      await shop.remove();
    }
  });
});
