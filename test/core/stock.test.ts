import { expect, test } from 'vitest';
import { actOfMoves, isSoundMoves, transferDiffers, type GoodsMove, type StockMoved } from '../../src/core/stock.ts';

const move = (reason: GoodsMove['reason'], deltaMilli: number): GoodsMove => ({
  skuNo: 1,
  deltaMilli,
  reason,
  ref: '',
});
const end = (direction: 'in' | 'out') => ({ transferId: 't', direction, otherStoreId: 's' }) as const;

test.each<[string, StockMoved, boolean]>([
  ['a delivery', { moves: [move('receive', 1000)] }, true],
  ['a delivery that goes out', { moves: [move('receive', -1000)] }, false],
  ['waste', { moves: [move('waste', -1000)] }, true],
  ['waste that comes in', { moves: [move('waste', 1000)] }, false],
  ['sent', { moves: [move('transfer', -1000)], transfer: end('out') }, true],
  ['sent, told as received', { moves: [move('transfer', -1000)], transfer: end('in') }, false],
  ['received, of one product nothing', { moves: [move('transfer', 0)], transfer: end('in') }, true],
  ['sent without a transfer', { moves: [move('transfer', -1000)] }, false],
  ['adjusted either way', { moves: [move('adjust', -1000), move('adjust', 5)] }, true],
  ['an adjustment told as a transfer', { moves: [move('adjust', 5)], transfer: end('in') }, false],
])('%s goes the way it says', (_what, moved, isSound) => {
  expect(isSoundMoves(moved)).toBe(isSound);
});

test('taking goods in is asked for as that, all else as a change', () => {
  expect(actOfMoves({ moves: [move('receive', 1)] })).toBe('take_in_stock');
  expect(actOfMoves({ moves: [move('transfer', 1)], transfer: end('in') })).toBe('take_in_stock');
  expect(actOfMoves({ moves: [move('receive', 1), move('waste', -1)] })).toBe('change_stock');
  expect(actOfMoves({ moves: [move('transfer', -1)], transfer: end('out') })).toBe('change_stock');
});

test('a transfer differs where the sums of a product do', () => {
  const sent = [
    { skuNo: 1, qtyMilli: 5000 },
    { skuNo: 2, qtyMilli: 1000 },
  ];
  expect(
    transferDiffers(sent, [
      { skuNo: 2, qtyMilli: 1000 },
      { skuNo: 1, qtyMilli: 2000 },
      { skuNo: 1, qtyMilli: 3000 },
    ]),
  ).toEqual([]);
  expect(
    transferDiffers(sent, [
      { skuNo: 1, qtyMilli: 4000 },
      { skuNo: 3, qtyMilli: 1 },
    ]),
  ).toEqual([1, 2, 3]);
});
