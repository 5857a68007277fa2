import { expect, test } from 'vitest';
import { SearchShelf } from '../../../src/client/catalogue/search-shelf.ts';

const row = (skuNo: number, text: string, rank = 0) => ({ skuNo, text: `\t${text}\r`, rank });

test('best sellers come first, changed rows are found under their new text, gone ones no more', () => {
  const shelf = new SearchShelf();
  shelf.renew({ rows: [row(1, 'green tea', 1), row(2, 'green tea big', 9), row(3, 'milk')], is: 'last' });
  expect(shelf.find('green')).toEqual([2, 1]);
  shelf.change({ rows: [row(2, 'black tea', 9)], gone: [3] });
  expect(shelf.find('green')).toEqual([1]);
  expect(shelf.find('milk')).toEqual([]);
  shelf.renew({ rows: [row(4, 'water')], is: 'last' });
  expect(shelf.find('tea')).toEqual([]);
});

test('one wrong letter still finds it, when nothing else does; short or Chinese input is left alone', () => {
  const shelf = new SearchShelf();
  shelf.renew({ rows: [row(1, 'chocolate bar'), row(2, '农夫山泉')], is: 'last' });
  expect(shelf.find('choclate')).toEqual([1]);
  expect(shelf.find('chpcolate')).toEqual([1]);
  expect(shelf.find('chq')).toEqual([]);
  expect(shelf.find('农夫水泉')).toEqual([]);
});
