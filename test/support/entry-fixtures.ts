/**
 * Journal entries every part of the house must agree on: accepted ones and refused ones of each kind, as stored bytes.
 * Kept in fixtures/entries.json, so that a change of what is written shows in a review. Written anew by
 * `RECORD_FIXTURES=1 npx vitest run test/wire/entry.test.ts`.
 */
import { canonicalText, genesisHash, type Head, stampEntry } from '../../src/core/journal.ts';
import { toMinor } from '../../src/core/money.ts';
import { blindReturn } from '../../src/core/blind-return.ts';
import { returnOfSale } from '../../src/core/return.ts';
import { returnByReceipt } from '../../src/core/return-by-receipt.ts';
import { saleRefOf, type Sale } from '../../src/core/sale.ts';
import { closeShift, type ShiftClosed } from '../../src/core/shift.ts';
import { voidOfSale } from '../../src/core/void-sale.ts';
import { ENTRY_KINDS, type EntryBody, type EntryKind } from '../../src/wire/entry.ts';
import { uuidOf } from './builders.ts';
import { heldBody } from './held-carts.ts';
import { factsOfADay, paidInEveryWay } from './day-facts.ts';
import { aRichSale, aSale, cash } from './sales.ts';
import { soldAsParts, soldByAge, soldInExchange } from './asked-goods.ts';
import { OF_MEMBERS } from './member-facts.ts';
import { PRACTISED } from './practice-facts.ts';
import { GOODS_COUNTED, GOODS_MOVED } from './stock-facts.ts';
import { type EntryFixture, fixture, sha256Hex, spoilt } from './spoilt-entries.ts';
import { PLAIN_TAXES } from './pricing.ts';

export type EntryFixtures = { readonly accepted: readonly EntryFixture[]; readonly refused: readonly EntryFixture[] };

const SHIFT = uuidOf(500);
const head = { returnId: uuidOf(2001), no: 'T3-000002', shiftId: SHIFT, currency: 'CNY', reason: 'damaged' };
const sale = aSale([[1, 2000], [3, 345]], { tenders: [cash(1000)] }); // prettier-ignore

function madeReturn(back: ReturnType<typeof blindReturn>): EntryBody<'return.completed'> {
  if (!back.ok) throw new Error(back.error.code);
  return bodyOf(back.value);
}

function voidOf(back: ReturnType<typeof voidOfSale>): EntryBody<'sale.voided'> {
  if (!back.ok) throw new Error(back.error.code);
  return bodyOf(back.value);
}

/** A value as the schema types it: the rules' shapes are the same, but read-only. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a copy by its wire name
const bodyOf = <T>(value: unknown): T => structuredClone(value) as T;

/** A sale as tills wrote it that knew of no offers: what they sent is read for ever. */
const beforeSchema4 = ({ offers: _offers, lines, ...old }: Sale): EntryBody<'sale.completed'> =>
  bodyOf({ ...old, lines: lines.map(({ applied: _applied, ...line }) => line) });

/** A Z report as tills wrote it that told neither of persons nor of cash moved. */
const beforeSchema5 = ({ moves: _m, drawerOpens: _d, byStaff: _s, ...old }: ShiftClosed): EntryBody<'shift.closed'> =>
  bodyOf(old);

type Bodies = { readonly [K in EntryKind]: readonly (readonly [what: string, body: EntryBody<K>])[] };

const BODIES: Bodies = {
  'incarnation.opened': [
    [
      'by enrolment',
      {
        reason: 'enrolled',
        orgId: uuidOf(10),
        storeId: uuidOf(11),
        incarnationNo: 1,
        thumbprint: 'ab'.repeat(32),
        old: null,
      },
    ],
    [
      'after a fork',
      {
        reason: 'fork',
        orgId: uuidOf(10),
        storeId: uuidOf(11),
        incarnationNo: 2,
        thumbprint: 'ab'.repeat(32),
        old: { incarnation: uuidOf(12), ackedSeq: 0, ackedHash: 'f'.repeat(64) },
      },
    ],
  ],
  'shift.opened': [
    ['with a float', { shiftId: SHIFT, shiftNo: 1, floatMinor: toMinor(30_000) }],
    [
      'counted by pieces',
      {
        shiftId: SHIFT,
        shiftNo: 2,
        floatMinor: toMinor(30_000),
        denominations: [{ valueMinor: toMinor(10_000), count: 3 }],
      },
    ],
  ],
  'cash.moved': [
    [
      'to the safe',
      {
        shiftId: SHIFT,
        direction: 'out',
        amountMinor: toMinor(20_000),
        reason: 'skim',
        note: '',
        approverId: uuidOf(12),
      },
    ],
    [
      'paid in',
      {
        shiftId: SHIFT,
        direction: 'in',
        amountMinor: toMinor(500),
        reason: 'pay_in',
        note: '找到的零钱',
        approverId: null,
      },
    ],
  ],
  'drawer.opened': [['to change a note', { shiftId: SHIFT, reason: 'change for a note', approverId: uuidOf(12) }]],
  'shift.handed_over': [
    ['not counted', { shiftId: SHIFT, fromStaffId: uuidOf(11), count: null }],
    [
      'counted',
      {
        shiftId: SHIFT,
        fromStaffId: uuidOf(11),
        count: { countedMinor: toMinor(30_000), expectedMinor: toMinor(30_500), diffMinor: toMinor(-500) },
      },
    ],
  ],
  'cash.counted': [
    [
      'by pieces',
      {
        shiftId: SHIFT,
        countedMinor: toMinor(10_050),
        denominations: [
          { valueMinor: toMinor(10_000), count: 1 },
          { valueMinor: toMinor(50), count: 1 },
        ],
      },
    ],
    ['as a sum', { shiftId: SHIFT, countedMinor: toMinor(0), denominations: [] }],
  ],
  'shift.closed': [
    [
      'with a sale, short of cash',
      beforeSchema5(
        closeShift(
          {
            shiftId: SHIFT,
            zNo: 1,
            floatMinor: toMinor(30_000),
            countedMinor: toMinor(30_800),
            grandBeforeMinor: toMinor(0),
            firstSeq: 1,
            lastSeq: 3,
            provisional: true,
          },
          [{ kind: 'sale.completed', body: sale, staffId: uuidOf(11), wallMs: 1000 }],
        ),
      ),
    ],
    [
      'a whole day',
      bodyOf(
        closeShift(
          {
            shiftId: SHIFT,
            zNo: 2,
            floatMinor: toMinor(30_000),
            countedMinor: toMinor(20_800),
            grandBeforeMinor: toMinor(848),
            firstSeq: 1,
            lastSeq: 9,
            provisional: false,
            foreign: [{ currency: 'USD', countedMinor: toMinor(1000) }],
            note: '多找了零钱',
            approverId: uuidOf(12),
          },
          factsOfADay(sale),
        ),
      ),
    ],
    [
      'empty',
      bodyOf(
        closeShift(
          {
            shiftId: SHIFT,
            zNo: 2,
            floatMinor: toMinor(0),
            countedMinor: toMinor(0),
            grandBeforeMinor: toMinor(848),
            firstSeq: 9,
            lastSeq: 9,
            provisional: false,
          },
          [],
        ),
      ),
    ],
  ],
  'sale.completed': [
    ['at the counter, with change', bodyOf(sale)],
    [
      'with a discount, over two tenders',
      beforeSchema4(aSale([[2, 3000]], { discountMinor: toMinor(250), tenders: [cash(1000), cash(1500, 2)] })),
    ],
    ['of nothing to pay', beforeSchema4(aSale([[1, 1000]], { discountMinor: toMinor(200), tenders: [] }))],
    ['with a promotion, taxes on top and cash rounded', bodyOf(aRichSale())],
    ['paid in every way', bodyOf(paidInEveryWay())],
    ['of a cart that was put aside', { ...bodyOf<EntryBody<'sale.completed'>>(sale), heldId: uuidOf(900) }],
    [
      'with something chosen and a note',
      {
        ...bodyOf<EntryBody<'sale.completed'>>(sale),
        lines: bodyOf<EntryBody<'sale.completed'>>(sale).lines.map((line) => ({
          ...line,
          options: [{ name: '加蛋', deltaMinor: toMinor(200) }],
          note: '少辣',
        })),
      },
    ],
    ['of goods for an age somebody confirmed', bodyOf(soldByAge(sale))],
    ['of a bundle, and of a pack with a number of its own', bodyOf(soldAsParts(sale))],
    ['in exchange for goods that came back', bodyOf(soldInExchange(sale))],
    ['from a phone', { ...bodyOf<EntryBody<'sale.completed'>>(sale), channel: 'handoff', sourceQr: 'L-17' }],
  ],
  'return.completed': [
    [
      'of a known sale',
      madeReturn(
        returnOfSale({ ...head, approverId: null }, sale, [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }]),
      ),
    ],
    [
      'of a sale of another till, by its receipt',
      madeReturn(
        returnByReceipt(
          { ...head, approverId: null },
          {
            proof: {
              saleRef: saleRefOf(sale.saleId),
              tillNo: 4,
              incarnationNo: 1,
              seq: 12,
              hash8: '0123456789abcdef',
            },
            cashMinor: toMinor(400),
            rules: PLAIN_TAXES,
            lines: [{ lineId: 1, skuNo: 1, name: '农夫山泉', qtyMilli: 2000, paidMinor: toMinor(400), taxBp: 1300 }],
          },
          [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }],
        ),
      ),
    ],
    [
      'blind, to waste',
      madeReturn(
        blindReturn(
          { ...head, approverId: uuidOf(7) },
          [{ skuNo: 2, name: '薯片', qtyMilli: 1000, unitMinor: toMinor(750), taxBp: 1300, condition: 'waste' }],
          PLAIN_TAXES,
        ),
      ),
    ],
  ],
  'sale.voided': [['all of it', voidOf(voidOfSale({ ...head, approverId: uuidOf(7) }, sale, []))]],
  'receipt.reprinted': [
    ['on paper', { saleId: sale.saleId, no: sale.no, medium: 'print', copyNo: 1 }],
    ['as a code, agreed to', { saleId: uuidOf(2001), no: 'T3-000002', medium: 'qr', copyNo: 2, approverId: uuidOf(7) }],
  ],
  'price.overridden': [
    [
      'by a manager',
      {
        cartId: uuidOf(900),
        lineId: 1,
        skuNo: 2,
        fromMinor: toMinor(750),
        toMinor: toMinor(500),
        reason: '破损',
        approverId: uuidOf(7),
      },
    ],
  ],
  'line.removed': [['before payment', { cartId: uuidOf(900), lineId: 1, skuNo: 2, qtyMilli: 345, reason: '' }]],
  'cart.claimed': [
    [
      'by its QR',
      {
        cartId: uuidOf(900),
        cartRef: 'a1'.repeat(10),
        rev: 3,
        from: 'phone',
        handoff: 'O0',
        totalSeenMinor: toMinor(1150),
        totalMinor: toMinor(1180),
        missing: 1,
      },
    ],
    [
      'by six digits',
      {
        cartId: uuidOf(900),
        cartRef: 'a1'.repeat(10),
        rev: 0,
        from: 'phone',
        handoff: 'code',
        totalSeenMinor: null,
        totalMinor: toMinor(0),
        missing: 0,
      },
    ],
    [
      'that was put aside',
      { from: 'held', heldId: uuidOf(900), cartId: uuidOf(900), rev: 4, totalMinor: toMinor(1180) },
    ],
  ],
  'cart.held': [
    ['under a name', heldBody(null)],
    ['taken back and put aside again', heldBody(uuidOf(900))],
  ],
  'cart.released': [['by hand', { heldId: uuidOf(900), cartId: uuidOf(900) }]],
  'stock.moved': GOODS_MOVED,
  'stock.counted': GOODS_COUNTED,
  'pin.failed': [['once', { staffId: uuidOf(7) }]],
  'clock.shifted': [['back', { offsetMs: -86_400_000 }]],
  ...PRACTISED,
  ...OF_MEMBERS,
  'entry.settled': [
    [
      'set aside',
      {
        deviceId: uuidOf(1),
        incarnation: uuidOf(2),
        seq: 12,
        key: uuidOf(3),
        decision: 'set_aside',
        reason: '重复录入',
        userId: uuidOf(7),
        by: 'owner',
      },
    ],
  ],
};

const START: Head = { incarnation: uuidOf(2), seq: 0, hash: genesisHash(sha256Hex, uuidOf(1), uuidOf(2)), wallMs: 0 };

/** A whole entry of a kind, first of its journal. */
function entryOf<K extends EntryKind>(kind: K, body: EntryBody<K>) {
  const stamp = { v: 1, entryId: uuidOf(3), monoMs: 12_345, offsetMs: -40, wallMs: 1_763_700_000_000 };
  return stampEntry({ ...stamp, kind, staffId: uuidOf(7), businessDate: '2025-11-21', body }, START);
}

/** Enough on record for others to try; the rest is made where it is tested. */
const WHAT_IN_FILE = ['a later version', 'no body', 'a field in its body nobody knows'];

const SPOILT_SALES: readonly (readonly [string, Partial<EntryBody<'sale.completed'>>])[] = [
  ['no lines', { lines: [] }],
  ['a quantity of 0', { lines: sale.lines.map((line) => ({ ...line, qtyMilli: 0 })) }],
  ['an amount with a fraction', { changeMinor: 0.5 as never }],
  ['a currency in small letters', { currency: 'cny' }],
  [
    'a way of paying nobody knows',
    { tenders: [{ tenderId: 1, method: 'seashells' as never, amountMinor: toMinor(1) }] },
  ],
  ['a date of birth', { ageCheck: { age: 18, how: 'birth_date', staffId: uuidOf(11), born: '2000-01-01' } as never }],
  ['half a character', { no: '\ud800' }],
  ['a NUL', { no: 'a\0' }],
];

/** All fixtures, made by the rules. */
export function makeFixtures(): EntryFixtures {
  const entries = ENTRY_KINDS.flatMap((kind) =>
    BODIES[kind].map(([what, body]) => ({ kind, what, entry: entryOf(kind, body as never) })),
  );
  const sold = entryOf('sale.completed', bodyOf(sale));
  return {
    accepted: entries.map(({ kind, what, entry }) => {
      const text = canonicalText(entry);
      return { kind, what, text, hash: sha256Hex(text) };
    }),
    refused: [
      ...entries
        .filter(({ kind }, i) => entries[i - 1]?.kind !== kind)
        .flatMap(({ kind, entry }) => spoilt(kind, entry).filter(({ what }) => WHAT_IN_FILE.includes(what))),
      ...SPOILT_SALES.map(([what, change]) =>
        fixture('sale.completed', what, { ...sold, body: { ...sold.body, ...change } }),
      ),
      fixture('sale.forgotten', 'a kind nobody knows', { ...sold, kind: 'sale.forgotten' }),
    ],
  };
}
