/** What happens to goods, as bodies of entries that are accepted. */
import type { EntryBody } from '../../src/wire/entry.ts';
import { uuidOf } from './builders.ts';

type Told<T> = readonly (readonly [what: string, body: T])[];

export const GOODS_MOVED: Told<EntryBody<'stock.moved'>> = [
  [
    'received and wasted',
    {
      moves: [
        { skuNo: 1, deltaMilli: 24_000, reason: 'receive', ref: 'PO-7' },
        { skuNo: 1, deltaMilli: -1000, reason: 'waste', ref: '' },
      ],
    },
  ],
  [
    'sent to another store, with a lot',
    {
      moves: [{ skuNo: 1, deltaMilli: -6000, reason: 'transfer', ref: '', lot: 'L7', expiry: '2026-12-31' }],
      note: '缺货补给',
      approverId: uuidOf(8),
      transfer: { transferId: uuidOf(42), direction: 'out', otherStoreId: uuidOf(12) },
    },
  ],
];

export const GOODS_COUNTED: Told<EntryBody<'stock.counted'>> = [
  [
    'before two sales of its own till',
    {
      countId: uuidOf(41),
      skuNo: 1,
      countedMilli: 23_000,
      incarnation: uuidOf(2),
      asOfSeq: 17,
      asOfMs: 1_763_699_000_000,
      approverId: null,
    },
  ],
];
