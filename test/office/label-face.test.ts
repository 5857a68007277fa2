import fc from 'fast-check';
import { encodeQR } from 'qr';
import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { readLink } from '../../src/core/gs1-link.ts';
import { toMinor } from '../../src/core/money.ts';
import { emWidth, fitLines, labelFace, labelLink, type FaceInput } from '../../src/office/labels/label-face.ts';
import { PAPERS, QUIET_MODULES } from '../../src/office/labels/sheet-layout.ts';
import type { ShelfLabel } from '../../src/wire/office-shop.ts';

const WATER: ShelfLabel = {
  labelId: '2s',
  skuNo: 7,
  gtin: '06901234567892',
  code: 'W1',
  names: { zh: '农夫山泉 天然水', en: 'Spring water' },
  spec: '550ml',
  unit: 'pcs',
  priceMinor: toMinor(200),
};
const modulesOf = (text: string): number =>
  encodeQR(text, 'raw', { ecc: 'medium', encoding: 'byte', border: 1 }).length - 2;
const input = (more: Partial<FaceInput> = {}): FaceInput => ({
  sheet: { shopOrigin: 'https://192.168.1.20:8443', storeNo: 1, paper: 'a4-24' },
  label: WATER,
  price: '¥2.00',
  unit: '',
  withBars: false,
  modulesOf,
  ...more,
});

test('the code is a GS1 Digital Link with store and label, or our own number for goods without a GTIN', () => {
  const sheet = { shopOrigin: 'https://shop.example', storeNo: 3 };
  expect(labelLink(sheet, WATER)).toMatch(/^https:\/\/shop\.example\/01\/06901234567892\?s=3&\w=2s$/);
  expect(labelLink(sheet, { ...WATER, gtin: null })).toMatch(/^https:\/\/shop\.example\/p\/7\?s=3&\w=2s$/);
  expect(readLink(labelLink(sheet, WATER))).toEqual([{ ai: '01', value: '06901234567892' }]);
});

test('the modules drawn are those of the code, and another engine reads them', () => {
  const face = labelFace(input());
  const rows = encodeQR(face.link, 'raw', { ecc: 'medium', encoding: 'byte', border: QUIET_MODULES });
  expect(face.code!.side).toBeCloseTo(face.code!.module * rows.length, 6);
  const scale = 4;
  const size = rows.length * scale;
  const data = new Uint8Array(size * size * 4).fill(255);
  rows.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let i = 0; i < scale * scale; i += 1) {
        const at = ((y * scale + Math.floor(i / scale)) * size + x * scale + (i % scale)) * 4;
        data.set([0, 0, 0], at);
      }
    }),
  );
  expect(decodeQR({ width: size, height: size, data })).toBe(face.link);
});

const words = fc
  .array(fc.constantFrom('水', '农夫山泉', 'W', 'water', ' ', '550', 'ABCDEFGHIJKLMNOP', '，'), { maxLength: 40 })
  .map((parts) => parts.join(''));

test('goods of a scale are labelled by their code: bars of a weight of nothing would sell nothing', () => {
  const apples = { ...WATER, gtin: '02200195000005', code: 'F195' };
  const face = labelFace(input({ label: apples, withBars: true }));
  expect([face.bars, face.digits?.text]).toEqual([null, 'F195']);
  expect(labelFace(input({ withBars: true })).bars).not.toBeNull();
});

test('nothing leaves its label, and no text runs into the code', () => {
  const papers = fc.constantFrom('a4-24' as const, 'roll-58' as const);
  const prices = fc.constantFrom('¥0.01', '¥12.50', '¥1,234.56', '¥1,234,567.89');
  fc.assert(
    fc.property(words, words, papers, prices, fc.boolean(), (zh, en, paper, price, withBars) => {
      const spec = PAPERS[paper];
      const face = labelFace(
        input({
          label: { ...WATER, names: { zh, en } },
          price,
          withBars,
          sheet: { shopOrigin: 'https://192.168.1.20:8443', storeNo: 1, paper },
        }),
      );
      const code = face.code!;
      expect(code.x).toBeGreaterThanOrEqual(spec.insetX);
      expect(code.x + code.side).toBeLessThanOrEqual(spec.width - spec.insetX + 1e-9);
      expect(code.y).toBeGreaterThanOrEqual(0);
      expect(code.y + code.side).toBeLessThanOrEqual(spec.height);
      for (const box of [...face.names, face.price]) {
        expect(box.x + emWidth(box.text) * box.size).toBeLessThanOrEqual(code.x + 1e-9);
        expect(box.y).toBeLessThanOrEqual(spec.height - spec.insetY);
      }
      const under = face.names.at(-1);
      if (under !== undefined) expect(under.y).toBeLessThan(face.price.y - face.price.size * 0.75);
      if (face.bars !== null) {
        expect(face.bars.y).toBeGreaterThan(face.price.y);
        expect(face.bars.x + face.bars.width).toBeLessThan(spec.width - spec.insetX);
        expect(face.bars.y >= code.y + code.side || face.bars.x + face.bars.width + 7 * 0.25 <= code.x).toBe(true);
      }
    }),
  );
});

test('a name too long for two lines says so with an ellipsis, and a short one is whole', () => {
  expect(fitLines('农夫山泉', 30, 4, 2)).toEqual(['农夫山泉']);
  const lines = fitLines('一'.repeat(60), 30, 4, 2);
  expect(lines).toHaveLength(2);
  expect(lines[1]!.endsWith('…')).toBe(true);
  expect(fitLines('Unbreakablylongproductname-with-more', 20, 4, 2).every((line) => emWidth(line) * 4 <= 20)).toBe(
    true,
  );
});

test('an address too long for half-millimetre modules gives no code instead of one nobody can read', () => {
  const shopOrigin = `https://${'a-very-long-name.'.repeat(8)}example`;
  expect(labelFace(input({ sheet: { shopOrigin, storeNo: 1, paper: 'roll-58' } })).code).toBeNull();
});
