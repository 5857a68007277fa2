/** Goods without a sale at the till: what is asked of whom, what stands in the journal, and a stocktake by scans. */
import { beforeEach, describe, expect, test } from 'vitest';
import { moveStock, type StockMove } from '../../src/till/commands/move-stock.ts';
import type { Counter } from '../../src/till/counter.ts';
import { createCountStore, type CountStore } from '../../src/till/stock/count-store.ts';
import { goodsOf, withOneMore } from '../../src/till/stock/goods-row.tsx';
import type { Refusal } from '../../src/wire/refusal.ts';
import { GOODS, MANAGER, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';
import { newId } from '../support/till-facts.ts';

let till: MemoryTill;
let counter: Counter;
const [WATER, CRISPS, APPLES] = GOODS as [(typeof GOODS)[0], (typeof GOODS)[0], (typeof GOODS)[0]];
beforeEach(async () => {
  const shelf = new Map([[1, 9000]]);
  till = memoryTill({ products: GOODS, onHandMilli: (skuNo) => shelf.get(skuNo) });
  ({ counter } = await openCounter({ till }));
});

describe('goods that come or go', () => {
  const move = (over: Partial<StockMove>) =>
    moveStock(counter.tools, {
      entryId: newId(),
      movement: 'receive',
      goods: [{ skuNo: 1, qtyMilli: 5000 }],
      ref: '',
      note: '',
      approverId: null,
      ...over,
    });
  const codeOf = (done: Awaited<ReturnType<typeof move>>) => (done.ok ? null : done.error.code);

  test('a delivery is anybody’s, with its note, lot and date', async () => {
    const goods = [
      { skuNo: 1, qtyMilli: 5000, lot: ' L1 ', expiry: '2027-01-31' },
      { skuNo: 2, qtyMilli: 1000, lot: '', expiry: '' },
    ];
    expect(codeOf(await move({ goods, ref: ' DN-7 ' }))).toBeNull();
    expect(till.journal.at(-1)).toMatchObject({
      kind: 'stock.moved',
      body: {
        moves: [
          { skuNo: 1, deltaMilli: 5000, reason: 'receive', ref: 'DN-7', lot: 'L1', expiry: '2027-01-31' },
          { skuNo: 2, deltaMilli: 1000, reason: 'receive', ref: 'DN-7' },
        ],
      },
    });
  });

  test.each<[string, Partial<StockMove>, string | null]>([
    ['waste alone', { movement: 'waste', note: 'broken' }, 'not_allowed'],
    ['waste with a manager', { movement: 'waste', note: 'broken', approverId: MANAGER.staffId }, null],
    ['waste without a reason', { movement: 'waste', note: ' ', approverId: MANAGER.staffId }, 'note_missing'],
    ['an adjustment alone', { movement: 'adjust', note: 'found' }, 'not_allowed'],
    ['nothing at all', { goods: [] }, 'bad_quantity'],
    ['a delivery of none', { goods: [{ skuNo: 1, qtyMilli: 0 }] }, 'bad_quantity'],
    ['a delivery the wrong way', { goods: [{ skuNo: 1, qtyMilli: -1 }] }, 'bad_quantity'],
    [
      'an arrival of none',
      { movement: 'arrive', goods: [{ skuNo: 1, qtyMilli: 0 }], transfer: { transferId: 't', otherStoreId: 's' } },
      null,
    ],
  ])('%s', async (_what, over, code) => {
    expect(codeOf(await move(over))).toBe(code);
    expect(till.journal.length).toBe(code === null ? 1 : 0);
  });

  test('goods that go are signed, and the same act twice is one', async () => {
    const entryId = newId();
    const transfer = { transferId: entryId, otherStoreId: newId() };
    const send = () => move({ entryId, movement: 'send', approverId: MANAGER.staffId, transfer });
    expect([codeOf(await send()), codeOf(await send())]).toEqual([null, null]);
    expect(till.journal).toMatchObject([
      { body: { moves: [{ deltaMilli: -5000, reason: 'transfer' }], transfer: { ...transfer, direction: 'out' } } },
    ]);
  });

  test('lines gather what is scanned, and wait for a quantity of what is weighed', () => {
    const lines = [WATER, WATER, APPLES].reduce<ReturnType<typeof withOneMore>>(withOneMore, []);
    expect(lines.map(({ text }) => text)).toEqual(['2', '']);
    expect(goodsOf(lines, 1)).toBeNull();
    const weighed = lines.map((line) => (line.text === '' ? { ...line, text: '1.25' } : line));
    expect(goodsOf(weighed, -1)?.map(({ qtyMilli }) => qtyMilli)).toEqual([-2000, -1250]);
  });

  test.each(['1.5', '0', '-1', 'x', '1,000', '9999999'])('no goods are booked by "%s" pieces', (text) => {
    expect(goodsOf([{ ...withOneMore([], WATER)[0]!, text }], 1)).toBeNull();
  });
});

describe('a stocktake', () => {
  let refused: Refusal[];
  let store: CountStore;
  const begin = (approverId: string | null) =>
    createCountStore({ tools: counter.tools, countId: newId(), approverId, onRefusal: (one) => refused.push(one) });
  const bodies = () => till.journal.map(({ kind, body }) => ({ kind, ...(body as object) }));
  beforeEach(() => {
    refused = [];
    store = begin(MANAGER.staffId);
  });

  test('each scan counts one; the next product writes down the one before, as of its first touch', async () => {
    till.state.setState({ headSeq: 4 });
    await store.take(WATER, 'scan');
    till.state.setState({ headSeq: 5 }); // one was sold meanwhile
    await store.take(WATER, 'scan');
    await store.take(CRISPS, 'scan');
    expect(bodies()).toMatchObject([{ kind: 'stock.counted', skuNo: 1, countedMilli: 2000, asOfSeq: 4 }]);
    expect(store.state.getState().done).toMatchObject([{ countedMilli: 2000, booksMilli: 9000 }]);
    store.type('11'); // one was scanned: the first digit takes its place
    store.type('12');
    await store.save();
    expect(bodies().at(-1)).toMatchObject({ skuNo: 2, countedMilli: 12_000, approverId: MANAGER.staffId });
  });

  test('a product that stands in two places is added up, still as of its first look', async () => {
    till.state.setState({ headSeq: 4 });
    await store.take(WATER, 'scan');
    await store.save();
    till.state.setState({ headSeq: 9 });
    await store.take(WATER, 'scan');
    await store.save();
    expect(bodies()).toMatchObject([
      { countedMilli: 1000, asOfSeq: 4 },
      { countedMilli: 2000, asOfSeq: 4 },
    ]);
    await store.take(WATER, 'scan');
    store.anew();
    store.type('7');
    await store.save();
    expect(bodies().at(-1)).toMatchObject({ countedMilli: 7000, asOfSeq: till.journal.length - 1 });
    expect(store.state.getState().done).toHaveLength(1);
  });

  test('without somebody who may, nothing is written and the count stays in the hand', async () => {
    store = begin(null);
    await store.take(WATER, 'scan');
    await store.take(CRISPS, 'scan');
    expect(refused.map(({ code }) => code)).toEqual(['not_allowed']);
    expect([bodies().length, store.state.getState().current?.product.skuNo]).toEqual([0, 1]);
  });

  test('a product that was only chosen is let go of without a count', async () => {
    await store.take(APPLES, 'pick');
    await store.take(WATER, 'scan');
    expect([bodies().length, store.state.getState().current?.product.skuNo]).toEqual([0, 1]);
  });
});
