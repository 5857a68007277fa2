import writeXlsxFile from 'write-excel-file/node';
import { describe, expect, test } from 'vitest';
import { proposeMapping, readTable, type ReadTable } from '../../../src/server/catalogue/read-table.ts';
import { plainNumber } from '../../../src/server/catalogue/read-xlsx.ts';
import { gb18030 } from './gb18030.ts';

async function read(bytes: Buffer | string): Promise<ReadTable> {
  const table = await readTable(Buffer.from(bytes));
  if (!table.ok) throw new Error(table.error.code);
  return table.value;
}
const refused = async (bytes: Buffer | string): Promise<string> => {
  const table = await readTable(Buffer.from(bytes));
  return table.ok ? 'read' : table.error.code;
};
const fieldsOf = async (text: string) => proposeMapping(await read(text));

const SMALL = '条码,品名,售价\n6901234567892,农夫山泉,2.00\n';

describe('encodings', () => {
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['UTF-8', Buffer.from(SMALL), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeff' + SMALL), 'utf-8'],
    ['UTF-16LE with a mark', Buffer.from('\ufeff' + SMALL, 'utf16le'), 'utf-16le'],
    ['UTF-16LE without one', Buffer.from(SMALL.repeat(1) + '1,x,2\n'.repeat(40), 'utf16le'), 'utf-16le'],
    ['UTF-16BE with a mark', Buffer.from('\ufeff' + SMALL, 'utf16le').swap16(), 'utf-16be'],
    ['GB18030', gb18030(SMALL), 'gb18030'],
  ];
  test.each(cases)('%s', async (_name, bytes, encoding) => {
    const table = await read(bytes);
    expect(table.format.encoding).toBe(encoding);
    expect(table.headers).toEqual(['条码', '品名', '售价']);
    expect(table.rows[0]).toEqual({ line: 2, cells: ['6901234567892', '农夫山泉', '2.00'] });
  });

  test('western Excel', async () => {
    const table = await read(Buffer.from('EAN;Name;Price\n4006381333931;Caf\u00e9; 1,20\n', 'latin1'));
    expect(table.format).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
    expect(table.rows[0]?.cells[1]).toBe('Café');
  });
});

describe('delimiters, quotes and lines', () => {
  test.each([
    [',', 'sku,name,price\nA,"x, y",1.00\n'],
    ['\t', 'sku\tname\tprice\nA\tx, y\t1.00\n'],
    [';', 'sku;name;price\nA;x, y;1,00\n'],
    ['|', 'sku|name|price\nA|x, y|1.00\n'],
    [';', 'sep=;\nsku;name;price\nA;x, y;1,00\n'],
  ])('%j is found', async (delimiter, text) => {
    const table = await read(text);
    expect(table.format.delimiter).toBe(delimiter);
    expect(table.rows[0]?.cells[1]).toBe('x, y');
  });

  test('lines are those of an editor, whatever quotes hold and whichever rows are empty', async () => {
    const text = '商品资料\r\n\r\n条码,品名,售价\r\n1,"一\r\n二",1\r\n\r\n,,\r\n2,三,2\r\n"3","四 ""五""",3';
    const table = await read(text);
    expect(table.format.headerLine).toBe(3);
    expect(table.rows.map((row) => [row.line, row.cells[1]])).toEqual([
      [4, '一\n二'],
      [8, '三'],
      [9, '四 "五"'],
    ]);
  });

  test('a quote left open costs its own line', async () => {
    const table = await read('sku,name,price\nA,"open,1.00\nB,fine,2.00\nC,"also open,3\nD,fine,4.00\n');
    expect(table.rows.map((row) => [row.line, row.broken ?? false, row.cells[0]])).toEqual([
      [2, true, 'A'],
      [3, false, 'B'],
      [4, true, 'C'],
      [5, false, 'D'],
    ]);
  });

  test('inches inside a cell are no quotes', async () => {
    const table = await read('sku,name,price\nA,Pizza 12",1.00\nB,b,2\n');
    expect(table.rows.map((row) => row.cells[1])).toEqual(['Pizza 12"', 'b']);
  });
});

describe('what is no table', () => {
  test.each<readonly [string, Buffer | string]>([
    ['nothing', ''],
    ['blank lines', '\n\n  \n'],
    [
      'a picture',
      Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), Buffer.alloc(200, 7)]),
    ],
    ['an old .xls', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)])],
    ['a page', '<html><body><table><tr><td>条码,品名,售价</td></tr></table></body></html>'],
    ['JSON', '{"barcode": 1, "name": "x", "price": 2}'],
    ['one word a line', 'milk\nbread\neggs\n'],
    ['an archive of something else', Buffer.from('PK\u0003\u0004nothing of a workbook here', 'latin1')],
  ])('%s', async (_name, bytes) => {
    expect(await refused(bytes)).toBe('not_a_table');
  });

  test('over the limit', async () => {
    expect(await refused(Buffer.alloc(64 * 1024 * 1024 + 1, 0x41))).toBe('file_too_large');
  });
});

/** An archive of nothing but its directory, which says that each part unpacks to so many bytes. */
function archiveOf(...sizes: number[]): Buffer {
  const entries = sizes.map((size) => {
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(size, 24);
    return entry;
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(sizes.length, 10);
  end.writeUInt32LE(4, 16); // the directory stands behind the mark
  return Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), ...entries, end]);
}

describe('spreadsheets', () => {
  test('one that would unpack to more than can be read is refused before it is', async () => {
    const mib = 1024 * 1024;
    expect(await refused(archiveOf(400 * mib, 400 * mib))).toBe('file_too_large');
    expect(await refused(archiveOf(600 * mib))).toBe('file_too_large');
    expect(await refused(archiveOf(1 * mib))).toBe('not_a_table');
  });

  test('numbers keep their digits, text its zeros, empty rows their place', async () => {
    const file = writeXlsxFile([
      [{ value: '半环便利 商品资料' }],
      [null],
      [{ value: '条码' }, { value: '货号' }, { value: '品名' }, { value: '售价' }, { value: '税率' }],
      [
        { value: 6901234567892, type: Number },
        { value: '00123' },
        { value: '牛奶' },
        { value: 0.1 + 0.2, type: Number },
        { value: 0.13, type: Number, format: '0%' },
      ],
      [null],
      [{ value: '0690123456789' }, { value: 42, type: Number }, { value: '面包' }, { value: 12.5, type: Number }, null],
    ]);
    const table = await read(await file.toBuffer());
    expect(table.format).toMatchObject({ kind: 'xlsx', headerLine: 3 });
    expect(table.rows).toEqual([
      { line: 4, cells: ['6901234567892', '00123', '牛奶', '0.3', '0.13'] },
      { line: 6, cells: ['0690123456789', '42', '面包', '12.5', ''] },
    ]);
  });

  test('the sheet with the columns we know is read, not the first', async () => {
    const file = writeXlsxFile([
      { sheet: '说明', data: [[{ value: '请填写第二页' }, { value: '谢谢' }]] },
      {
        sheet: '商品',
        data: [
          [{ value: '条码' }, { value: '品名' }, { value: '售价' }],
          [{ value: '1' }, { value: 'x' }, { value: '1' }],
        ],
      },
    ]);
    const table = await read(await file.toBuffer());
    expect(table.format.sheet).toBe('商品');
    expect(table.rows).toHaveLength(1);
  });

  test.each([
    ['6.901234567892E+12', '6901234567892'],
    ['6901234567892', '6901234567892'],
    ['12.300000000000001', '12.3'],
    ['1E-2', '0.01'],
    ['0.1', '0.1'],
    ['-5', '-5'],
    ['69012345678901234', '69012345678901234'],
  ])('%s in the XML is %s', (xml, text) => {
    expect(plainNumber(xml)).toBe(text);
  });
});

describe('mapping', () => {
  test.each<readonly [string, readonly (string | null)[]]>([
    [
      '条码,货号,品名,售价(元),税率,单位,分类,品牌,规格,库存',
      ['barcode', 'code', 'name', 'price', 'tax', 'unit', 'category', 'brand', 'spec', 'stock'],
    ],
    [
      'Barcode,SKU,Name EN,Name ZH,Retail Price,VAT %,UOM,Category,Brand,Size,Qty',
      ['barcode', 'code', 'name_en', 'name_zh', 'price', 'tax', 'unit', 'category', 'brand', 'spec', 'stock'],
    ],
    ['EAN-13,Item No.,Description,Unit price (GBP),图片', ['barcode', 'code', 'name', 'price', null]],
    ['商品条码,条码2,商品名称,零售价,进价,会员价', ['barcode', 'barcode', 'name', 'price', null, null]],
    ['GTIN,name,description,price', ['barcode', 'name', null, 'price']],
  ])('%s', async (header, fields) => {
    expect(
      await fieldsOf(
        `${header}\n${header
          .split(',')
          .map(() => '1')
          .join(',')}\n`,
      ),
    ).toEqual(fields);
  });

  test('without a header columns are lettered, and barcodes known by their check digits', async () => {
    const table = await read('6901234567892,牛奶,2.00\n4006381333931,笔,3.00\n');
    expect(table.format.headerLine).toBe(0);
    expect(table.headers).toEqual(['A', 'B', 'C']);
    expect(table.rows).toHaveLength(2);
    expect(proposeMapping(table)).toEqual(['barcode', null, null]);
  });
});
