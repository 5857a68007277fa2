import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import {
  addOf,
  changeOf,
  EMPTY_FORM,
  fieldOfRefusal,
  formOf,
  readTax,
} from '../../src/office/products/product-form.ts';
import type { ProductListed } from '../../src/wire/office.ts';

const WATER: ProductListed = {
  skuId: '01890a5d-ac96-7b2e-8f3c-000000000001',
  skuNo: 1,
  code: 'W1',
  gtins: ['06901234567892'],
  names: { zh: '农夫山泉', en: 'Spring water' },
  spec: '550ml',
  brand: null,
  category: 'drinks',
  unit: 'pcs',
  priceMinor: toMinor(200),
  floorMinor: null,
  taxBp: 1300,
  picture: null,
  rank: 5,
  hot: true,
  status: 'active',
  onHandMilli: 12_000,
};

test('a product survives its form unchanged', () => {
  expect(changeOf(WATER, formOf(WATER, 'CNY'), 'CNY')).toEqual({ ok: true, value: null });
  expect(formOf(WATER, 'CNY')).toMatchObject({ price: '2.00', tax: '13', gtins: '6901234567892' });
});

test('options are a text of the form, and an empty one takes them all away', () => {
  const text = 'Sugar 1-1: full, half +0.50';
  const added = changeOf(WATER, { ...formOf(WATER, 'CNY'), options: text }, 'CNY');
  expect(added).toMatchObject({
    ok: true,
    value: { options: [{ min: 1, max: 1, choices: [{}, { deltaMinor: 50 }] }] },
  });
  const options = added.ok ? (added.value?.options ?? []) : [];
  expect(formOf({ ...WATER, options }, 'CNY').options).toBe(text);
  const gone = changeOf({ ...WATER, options }, { ...formOf(WATER, 'CNY'), options: ' ' }, 'CNY');
  expect(gone).toEqual({ ok: true, value: { options: [] } });
});

test('a minimum age is typed in years, and an empty field is for everybody', () => {
  const form = formOf(WATER, 'CNY');
  expect(changeOf(WATER, { ...form, minAge: ' 18 ' }, 'CNY')).toEqual({ ok: true, value: { minAge: 18 } });
  const beer = { ...WATER, minAge: 18 };
  expect(changeOf(beer, formOf(beer, 'CNY'), 'CNY')).toEqual({ ok: true, value: null });
  expect(changeOf(beer, { ...formOf(beer, 'CNY'), minAge: '' }, 'CNY')).toEqual({ ok: true, value: { minAge: 0 } });
});

test('of goods priced at the till the price may be left empty', () => {
  const form = { ...formOf(WATER, 'CNY'), price: '' };
  expect(changeOf(WATER, form, 'CNY')).toMatchObject({ ok: false, error: { field: 'price' } });
  const change = changeOf(WATER, { ...form, openPrice: true }, 'CNY');
  expect(change).toEqual({ ok: true, value: { openPrice: true, priceMinor: 0, wasMinor: 200 } });
  const open = { ...WATER, openPrice: true as const, priceMinor: toMinor(0) };
  expect(formOf(open, 'CNY')).toMatchObject({ price: '', openPrice: true });
  expect(changeOf(open, formOf(open, 'CNY'), 'CNY')).toEqual({ ok: true, value: null });
  expect(changeOf(open, { ...formOf(open, 'CNY'), openPrice: false }, 'CNY')).toMatchObject({ ok: false });
});

test('what is asked of each pack is ticked', () => {
  const form = formOf(WATER, 'CNY');
  expect(changeOf(WATER, { ...form, asks: ['serial', 'lot'] }, 'CNY')).toEqual({
    ok: true,
    value: { asks: ['lot', 'serial'] },
  });
  expect(changeOf({ ...WATER, asks: ['lot'] }, form, 'CNY')).toEqual({ ok: true, value: { asks: [] } });
});

test('the parts of a bundle are a text of the form, and an empty one makes it a product like others', () => {
  const made = [{ key: 'W1', names: { en: 'Water' }, qtyMilli: 2000 }];
  const set = { ...WATER, parts: [{ skuNo: 7, qtyMilli: 2000 }], madeOf: made };
  expect(formOf(set, 'CNY').parts).toBe('2 x W1');
  expect(changeOf(set, formOf(set, 'CNY'), 'CNY')).toEqual({ ok: true, value: null });
  const more = changeOf(set, { ...formOf(set, 'CNY'), parts: '2 x W1\n0.5 x #8' }, 'CNY');
  expect(more).toEqual({
    ok: true,
    value: {
      parts: [
        { key: 'W1', qtyMilli: 2000 },
        { key: '#8', qtyMilli: 500 },
      ],
    },
  });
  expect(changeOf(set, { ...formOf(set, 'CNY'), parts: '' }, 'CNY')).toEqual({ ok: true, value: { parts: [] } });
});

test('only what changed is sent, and a price with what it was', () => {
  const form = { ...formOf(WATER, 'CNY'), spec: ' ', price: '2.5' };
  expect(changeOf(WATER, form, 'CNY')).toEqual({ ok: true, value: { spec: null, priceMinor: 250, wasMinor: 200 } });
});

test.each([
  [{ zh: ' ', en: '' }, 'zh', 'name_missing'],
  [{ price: '' }, 'price', 'price_missing'],
  [{ price: '2.005' }, 'price', 'bad_number'],
  [{ price: 'about 2' }, 'price', 'bad_number'],
  [{ tax: '101' }, 'tax', 'bad_number'],
  [{ options: 'Sugar 2-1: full, half' }, 'options', 'bad_options'],
  [{ minAge: 'adult' }, 'minAge', 'bad_number'],
  [{ parts: 'W1\nW1' }, 'parts', 'bad_parts'],
])('what cannot be read is refused at its field: %j', (typed, field, code) => {
  expect(addOf({ ...formOf(WATER, 'CNY'), ...typed }, 'CNY')).toEqual({
    ok: false,
    error: { field, refusal: { code } },
  });
});

test('a key of another product is marked where it was typed', () => {
  const form = { ...EMPTY_FORM, code: ' A-1 ', gtins: '6901234567892' };
  const taken = (key: string) => fieldOfRefusal({ code: 'duplicate_code', facts: { key } }, form);
  expect([taken('A-1'), taken('06901234567892')]).toEqual(['code', 'gtins']);
  expect(fieldOfRefusal({ code: 'bad_number' }, form)).toBe('price');
  expect(fieldOfRefusal({ code: 'server_disk_full' }, form)).toBeNull();
});

test('barcodes are read from lines, commas and spaces', () => {
  const added = addOf({ ...EMPTY_FORM, en: 'x', price: '1', gtins: ' 1, 2；3\n4 ' }, 'CNY');
  expect(added.ok && added.value.gtins).toEqual(['1', '2', '3', '4']);
});

test('any price and any rate come back from their texts exactly', () => {
  const price = fc.nat(99_999_999).map(toMinor);
  fc.assert(
    fc.property(price, fc.nat(10_000), fc.constantFrom('CNY', 'JPY', 'KWD', 'GBP'), (priceMinor, taxBp, currency) => {
      const product = { ...WATER, priceMinor, taxBp };
      expect(changeOf(product, formOf(product, currency), currency)).toEqual({ ok: true, value: null });
      const added = addOf(formOf(product, currency), currency);
      expect(added.ok && [added.value.priceMinor, added.value.taxBp]).toEqual([priceMinor, taxBp]);
    }),
  );
});

test('a tax rate is percent with at most two decimals', () => {
  expect([readTax('13'), readTax('13 %'), readTax('9.5'), readTax('0,25'), readTax('100')]).toEqual([
    1300, 1300, 950, 25, 10_000,
  ]);
  expect([readTax('-1'), readTax('1.234'), readTax('100.01'), readTax('x')]).toEqual([null, null, null, null]);
});
