import { expect, test } from 'vitest';
import { links, placeOf, storeNoIn } from '../../src/shop/links.ts';

test.each([
  ['/shop', { at: 'home' }],
  ['/shop/', { at: 'home' }],
  ['/shop/cart', { at: 'cart' }],
  ['/shop/me', { at: 'me' }],
  ['/shop/me/abc', { at: 'purchase', saleId: 'abc' }],
  ['/01/06901234567892', { at: 'link', digits: '06901234567892' }],
  ['/01/06901234567892/10/LOT', { at: 'link', digits: '06901234567892' }],
  ['/p/7', { at: 'product', skuNo: 7 }],
  ['/p/0', { at: 'nowhere' }],
  ['/p/x', { at: 'nowhere' }],
  ['/R/ABC', { at: 'receipt' }],
  ['/shop/else', { at: 'nowhere' }],
])('%s', (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

test('the store is a small number or unknown', () => {
  expect(storeNoIn('?s=12&q=1')).toBe(12);
  for (const search of ['', '?s=', '?s=0', '?s=1e9', '?s=-1', '?s=<b>']) expect(storeNoIn(search)).toBeNull();
  expect(links.product(7, 12)).toBe('/p/7?s=12');
  expect(links.home(null)).toBe('/shop');
});
