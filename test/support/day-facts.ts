/** A day's money for tests: a sale paid in every way, and the facts of a shift that has all that counts in one. */
import { toMinor } from '../../src/core/money.ts';
import type { Sale, Tender } from '../../src/core/sale.ts';
import type { ShiftFact } from '../../src/core/shift-fact.ts';
import { uuidOf } from './builders.ts';
import { aSale } from './sales.ts';

const SHIFT = uuidOf(500); // of `aSale`

/** All that a tender may tell. */
export function paidInEveryWay(): Sale {
  const parts: readonly Tender[] = [
    { tenderId: 1, method: 'card_external', amountMinor: toMinor(100), evidence: { code: '204417', ref: '4412' } },
    { tenderId: 2, method: 'voucher', amountMinor: toMinor(100), evidence: { code: 'V-2026-1' } },
    {
      tenderId: 3,
      method: 'on_account',
      amountMinor: toMinor(100),
      evidence: { who: '王女士', ref: 'PO 7', approverId: uuidOf(12) },
    },
    { tenderId: 4, method: 'custom', amountMinor: toMinor(50), typeId: uuidOf(70), name: '园区饭卡' },
    {
      tenderId: 5,
      method: 'foreign_cash',
      amountMinor: toMinor(7123),
      foreign: { currency: 'USD', amountMinor: toMinor(1000), ratePpm: 7_123_400, rateDate: '2026-11-21' },
    },
  ];
  return aSale([[1, 2000], [3, 345]], { tenders: parts }); // prettier-ignore
}

/** Two sales, cash to the safe, the drawer opened for nothing. */
export const factsOfADay = (sale: Sale): ShiftFact[] => [
  { kind: 'sale.completed', body: sale, staffId: uuidOf(11), wallMs: 1000 },
  { kind: 'sale.completed', body: paidInEveryWay(), staffId: uuidOf(13), wallMs: 2000 },
  {
    kind: 'cash.moved',
    body: {
      shiftId: SHIFT,
      direction: 'out',
      amountMinor: toMinor(10_000),
      reason: 'skim',
      note: '',
      approverId: null,
    },
    staffId: uuidOf(11),
    wallMs: 3000,
  },
  {
    kind: 'drawer.opened',
    body: { shiftId: SHIFT, reason: 'change for a note', approverId: null },
    staffId: uuidOf(11),
    wallMs: 4000,
  },
];
