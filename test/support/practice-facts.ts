/** Bodies of practice begun and ended, for the fixtures of entries. */
import { toMinor } from '../../src/core/money.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import { uuidOf } from './builders.ts';

type Named<T> = [what: string, body: T][];

export const PRACTISED: {
  'practice.started': Named<EntryBody<'practice.started'>>;
  'practice.ended': Named<EntryBody<'practice.ended'>>;
} = {
  'practice.started': [
    ['alone', { practiceId: uuidOf(41), approverId: null }],
    ['agreed to', { practiceId: uuidOf(42), approverId: uuidOf(7) }],
  ],
  'practice.ended': [
    [
      'after some sales',
      {
        practiceId: uuidOf(41), startedMs: 1_795_300_000_000, staffId: uuidOf(6), approverId: null,
        sales: 2, returns: 1, salesMinor: toMinor(2350), papers: 3, kinds: 2,
        goods: [{ skuNo: 7, qtyMilli: 3000 }, { skuNo: 9, qtyMilli: 1500 }],
      },
    ],
  ],
}; // prettier-ignore
