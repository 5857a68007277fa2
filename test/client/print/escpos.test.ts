/** The encoder's bytes, read by a printer that shares no code with it. */
import fc from 'fast-check';
import { encodeQR } from 'qr';
import { describe, expect, test } from 'vitest';
import { bitmapOf } from '../../../src/client/print/bitmap.ts';
import {
  encodeKick,
  encodePaper,
  type Drawing,
  type Paper,
  type PrinterFace,
} from '../../../src/client/print/escpos.ts';
import { gbBytes } from '../../../src/client/print/gb18030.ts';
import { receiptOfSale, type ReceiptRow } from '../../../src/core/receipt.ts';
import { aSale } from '../../support/sales.ts';
import { readEscPos, textsOf } from '../../support/escpos-reader.ts';

const FACE: PrinterFace = { paperMm: 80, chinese: 'font', codes: 'printer', cuts: true };
const FACES: PrinterFace[] = [58, 80].flatMap((paperMm) =>
  (['font', 'drawn'] as const).map((chinese) => ({ ...FACE, paperMm: paperMm === 58 ? 58 : 80, chinese })),
);
/** Drawn text is told by its length alone: 24 dots high, the first row as long as the text. */
const DRAWING: Drawing = {
  text: (line, { widthDots }) => bitmapOf(widthDots, 24, (x, y) => y === 0 && x < Array.from(line).length),
  code: (text) => encodeQR(text, 'raw', { ecc: 'medium' }),
  logo: null,
};
const WORDS = {
  receipt: '小票', refund: '退款', date: '日期', cashier: '收银员', copy: '补打', discount: '优惠', total: '合计',
  refunded: '已退', change: '找零', taxIncluded: '含税', taxAdded: '税', rounding: '抹零', methods: { cash: '现金' },
} as never as Parameters<typeof receiptOfSale>[2]; // prettier-ignore
const HEAD = {
  shop: '转角便利店 · 中山路店', address: '中山路 12 号', at: '2026-11-22 09:30', cashier: '李娜', copyNo: 0,
  footer: '谢谢惠顾', seq: 12, hash: 'ab'.repeat(32),
}; // prettier-ignore
const CODE = 'HTTPS://SHOP.EXAMPLE/R/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const receipt = (): Paper => ({
  rows: receiptOfSale(aSale([[1, 2000], [2, 1000]]), HEAD, WORDS), // prettier-ignore
  qr: { text: CODE, label: '扫码保存小票' },
});
const print = (paper: Paper, face = FACE, drawing = DRAWING) => readEscPos(encodePaper(paper, face, drawing));
const textRow = (text: string): ReceiptRow => ({ row: 'text', text, align: 'start', strong: false });

describe('a receipt', () => {
  test.each([
    [80, 48],
    [58, 32],
  ] as const)('on %s mm paper is read back line by line, with its code and its cut', (paperMm, columns) => {
    const paper = print(receipt(), { ...FACE, paperMm });
    expect(paper.complaints).toEqual([]);
    const texts = textsOf(paper);
    expect(texts.map((text) => text.trim())).toEqual(
      expect.arrayContaining(['转角便利店 . 中山路店', '中山路 12 号', '谢谢惠顾', '12 abababab', '扫码保存小票']),
    );
    expect(texts.find((text) => text.startsWith('合计'))).toMatch(/^合计 CNY +11\.50$/);
    expect(texts.find((text) => text.startsWith('小票'))).toMatch(/^小票 +T3-000001$/);
    expect(paper.lines.filter((line) => line.is === 'code')).toEqual([
      { is: 'code', text: CODE, module: paperMm === 80 ? 6 : 4, level: 'M', centred: true },
    ]);
    expect(paper.lines.at(-1)).toEqual({ is: 'cut' });
    for (const line of paper.lines) if (line.is === 'text') expect(line.columns).toBeLessThanOrEqual(columns);
    expect(paper.lines.filter((line) => line.is === 'text' && line.strong).length).toBe(2); // the shop, the total
  });

  test('without a cutter is not cut; the drawer is another message, and only that', () => {
    expect(print(receipt(), { ...FACE, cuts: false }).lines.some((line) => line.is === 'cut')).toBe(false);
    expect(print(receipt()).kicks).toEqual([]);
    const kick = readEscPos(encodeKick());
    expect(kick).toEqual({ lines: [], complaints: [], kicks: [{ pin: 2, onMs: 50 }] });
  });

  test('a printer without a Chinese font gets the same lines drawn, and plain ones as text', () => {
    const paper = print(receipt(), { ...FACE, chinese: 'drawn' });
    expect(paper.complaints).toEqual([]);
    expect(textsOf(paper).every((text) => /^[\x20-\x7e]*$/.test(text))).toBe(true);
    expect(textsOf(paper)).toContain('-'.repeat(48));
    expect(paper.lines.some((line) => line.is === 'picture' && line.widthDots === 576)).toBe(true);
  });

  test('a code is drawn where the printer has no command for it, module by module', () => {
    const paper = print(receipt(), { ...FACE, codes: 'drawn' });
    const drawn = paper.lines.find((line) => line.is === 'picture');
    const modules = DRAWING.code(CODE);
    if (drawn?.is !== 'picture') throw new Error('nothing drawn');
    expect(paper.complaints).toEqual([]);
    expect(drawn.dots).toHaveLength(modules.length * 6);
    const indent = Math.floor((576 - modules.length * 6) / 2);
    for (const [y, row] of modules.entries()) {
      const seen = row.map((_, x) => drawn.dots[y * 6 + 3]?.[indent + x * 6 + 3] === '1');
      expect(seen).toEqual(row);
    }
  });

  test.each([58, 80] as const)(
    'a logo stands first, centred on %s mm paper, in bands a small printer holds',
    (paperMm) => {
      const logo = bitmapOf(200, 300, (x, y) => x === y);
      const face = { ...FACE, paperMm };
      const bytes = encodePaper({ ...receipt(), withLogo: true }, face, { ...DRAWING, logo });
      const { lines, complaints } = readEscPos(bytes);
      expect(complaints).toEqual([]);
      const [first] = lines;
      if (first?.is !== 'picture') throw new Error('no logo');
      const paperDots = paperMm === 58 ? 384 : 576;
      const indent = (paperDots - 200) / 2;
      expect(first.widthDots).toBe(paperDots);
      expect(first.dots).toHaveLength(300);
      first.dots.forEach((row, y) => {
        const black = Array.from(row).flatMap((dot, x) => (dot === '1' ? [x] : []));
        expect(black).toEqual(y < 200 ? [indent + y] : []);
      });
    },
  );

  test('papers that are no receipts carry no logo, and a shop without one prints none', () => {
    const logo = bitmapOf(8, 8, () => true);
    expect(encodePaper(receipt(), FACE, { ...DRAWING, logo })).toEqual(encodePaper(receipt(), FACE, DRAWING));
    expect(encodePaper({ ...receipt(), withLogo: true }, FACE, DRAWING)).toEqual(encodePaper(receipt(), FACE, DRAWING));
  });
});

describe('text', () => {
  test('the table holds what the printer font holds, and every pair reads back', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true });
    let count = 0;
    for (let code = 0x4e00; code <= 0x9fa5; code += 1) {
      const character = String.fromCodePoint(code);
      const pair = gbBytes(character);
      if (pair !== null && decoder.decode(Uint8Array.from(pair)) === character) count += 1;
    }
    expect(count).toBe(20_902); // every unified ideograph of the first block is in GBK
    expect(gbBytes('￥')).toEqual([0xa3, 0xa4]);
    expect([gbBytes('¥'), gbBytes('🍎'), gbBytes('A')]).toEqual([null, null, null]);
  });

  test.each([
    ['a yen sign of the keyboard', '¥12', ['￥12']],
    ['times and dots', '2 × 3 · x…', ['2 x 3 . x...']],
    ['quotes of a word processor', '“a” ‘b’', ['"a" \'b\'']],
  ])('%s', (_what, text, lines) => {
    expect(textsOf(print({ rows: [textRow(text)], qr: null }))).toEqual(lines);
  });

  test.each([
    ['an emoji', '苹果🍎'],
    ['a rare name', '𠮷田'],
    ['letters of other scripts', 'café ş'],
  ])('%s is drawn, never a silent question mark', (_what, text) => {
    const paper = print({ rows: [textRow(text)], qr: null });
    expect(textsOf(paper)).toEqual([]);
    const drawn = paper.lines.find((line) => line.is === 'picture');
    expect(drawn?.is === 'picture' && drawn.dots[0]?.lastIndexOf('1')).toBe(Array.from(text).length - 1);
  });

  test('no name is a command: whatever it is made of, the printer only prints', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(anything, anything, fc.constantFrom(...FACES), (left, right, face) => {
        const rows: ReceiptRow[] = [
          { row: 'pair', left: `\x1bp\x00${left}`, right: `\x1dV${right}`, strong: true },
          textRow(`${left}\n\x1b@${right}\x1c.`),
        ];
        const paper = print({ rows, qr: null }, { ...face, cuts: false });
        expect(paper.complaints).toEqual([]);
        expect(paper.kicks).toEqual([]);
        expect(paper.lines.some((line) => line.is === 'cut')).toBe(false);
        const most = face.paperMm === 80 ? 48 : 32;
        for (const line of paper.lines) if (line.is === 'text') expect(line.columns).toBeLessThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
  });
});
