/** The file of refused rows after a spreadsheet has had it: opened, the wrong cells mended, and saved its own way. */
import Papa from 'papaparse';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusedCsv } from '../../../src/server/catalogue/refused-file.ts';
import { ownersOf, productsById } from '../../../src/server/db/catalogue-products.ts';
import { onBothEngines } from '../engines.ts';
import { gb18030 } from './gb18030.ts';
import { testShop, type TestShop } from './shop.ts';

const WRONG = [
  '货号,条码,品名,售价,税率,库存',
  '0012,6901234567892,"啤酒, ""冰""",,13%,5',
  'A2,,"=1+1 套装",abc,13%,5',
  'A3,,"两行\n名称",12.5.1,9%,x',
  'A4,,-5度冰饮,,0%,7',
].join('\n');

type Row = string[];

/** What a person types over the wrong cells. `point`: how their country writes decimals. */
function mend([head, ...rows]: readonly Row[], point: ',' | '.'): Row[] {
  const price = (head ?? []).indexOf('售价');
  const stock = (head ?? []).indexOf('库存');
  return [head ?? [], ...rows].map((cells, at) =>
    at === 0
      ? [...cells]
      : cells.map((cell, i) => (i === price ? `${String(at)}${point}50` : i === stock && cell === 'x' ? '3' : cell)),
  );
}

const saved = (rows: readonly Row[], delimiter: string, end: string): string =>
  Papa.unparse(rows as Row[], { delimiter, newline: end });
/** Spreadsheets keep text that begins with a tab or an apostrophe, or take both for a mark and show the rest. */
const asShown = (rows: readonly Row[]): Row[] => rows.map((cells) => cells.map((cell) => cell.replace(/^['\t]/, '')));

const WAYS: readonly (readonly [string, (rows: readonly Row[]) => Buffer])[] = [
  ['CSV UTF-8', (rows) => Buffer.from(`\ufeff${saved(mend(rows, '.'), ',', '\r\n')}\r\n`)],
  ['CSV of a Chinese Windows', (rows) => gb18030(saved(mend(rows, '.'), ',', '\r\n'))],
  ['CSV with semicolons and decimal commas', (rows) => Buffer.from(`\ufeff${saved(mend(rows, ','), ';', '\r\n')}`)],
  ['CSV that says its separator', (rows) => Buffer.from(`sep=;\r\n${saved(mend(rows, '.'), ';', '\r\n')}`)],
  ['Unicode text', (rows) => Buffer.from(`\ufeff${saved(mend(rows, '.'), '\t', '\r\n')}`, 'utf16le')],
  ['marks taken away', (rows) => Buffer.from(`\ufeff${saved(mend(asShown(rows), '.'), ',', '\n')}`)],
];

onBothEngines('a mended file', (engine) => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await testShop(engine);
  });
  afterEach(() => shop.remove());

  test.each(WAYS)('saved as %s it is taken with no retyping', async (_way, write) => {
    const prepared = await shop.prepare(WRONG);
    const columns = { headers: prepared.table.headers, fields: prepared.choice.fields };
    const refused = prepared.plan.flatMap((row) => (row.what === 'refused' ? [row] : []));
    expect(refused).toHaveLength(4);
    const { data } = Papa.parse<Row>(refusedCsv(columns, refused, 'zh').trim());
    const ran = await shop.run(write(data));
    expect(ran.refused.map(({ problems }) => problems)).toEqual([]);
    expect(ran.counts).toMatchObject({ read: 4, added: 4, refused: 0 });
    const read = async (code: string) =>
      shop.read(async (tx) => (await productsById(tx, await ownersOf(tx, { codes: [code], gtins: [] }), false))[0]);
    expect(await read('0012')).toMatchObject({
      names: { zh: '啤酒, "冰"' },
      priceMinor: 150,
      gtins: ['06901234567892'],
    });
    expect(await read('A2')).toMatchObject({ names: { zh: '=1+1 套装' }, priceMinor: 250 });
    expect(await read('A3')).toMatchObject({ names: { zh: '两行 名称' }, priceMinor: 350, taxBp: 900 });
    expect(await read('A4')).toMatchObject({ names: { zh: '-5度冰饮' }, priceMinor: 450 });
  });
});
