/**
 * X and Z reports as rows that a screen lays out and a printer sets, like a receipt's. Words come in as an argument.
 *
 * The expected drawer stands on the paper only where it is given: whoever counts must not read it first. Nor can it be
 * worked out from a paper that does not say it: then cash and all sums that hold cash are kept back, and only counts
 * and what was paid by other ways are told.
 */
import { decimalText, qtyText } from './currency.ts';
import { type Minor, negated } from './money.ts';
import type { ReceiptRow } from './receipt.ts';
import type { ForeignCount, hourRows, MethodRow, ShiftReading } from './shift.ts';
import { isCash } from './tender.ts';

export type ShiftPaperWords = {
  readonly title: string; // "X report", "Z report 0188"
  readonly opened: string;
  readonly printed: string;
  readonly sales: string;
  readonly refunds: string;
  readonly net: string;
  readonly topUps: string; // money onto members' cards: no sale
  readonly gift: string; // what the shop added to it
  readonly tax: string;
  readonly float: string;
  readonly expected: string;
  readonly counted: string;
  readonly difference: string;
  readonly drawerOpens: string;
  readonly byPerson: string;
  readonly byHour: string;
  readonly grandTotal: string;
  readonly provisional: string;
  readonly note: string;
  readonly signature: string;
  readonly method: (row: MethodRow) => string;
  readonly move: (row: ShiftReading['moves'][number]) => string;
  readonly person: (staffId: string | null) => string;
};

export type ShiftPaper = Pick<
  ShiftReading,
  'sales' | 'returns' | 'salesMinor' | 'returnsMinor' | 'byMethod' | 'byTax' | 'floatMinor'
> &
  Partial<Pick<ShiftReading, 'moves' | 'drawerOpens' | 'byStaff' | 'topUps'>> & {
    readonly shop: string;
    readonly till: string;
    readonly currency: string;
    readonly openedAt: string;
    readonly at: string;
    readonly hours: readonly ReturnType<typeof hourRows>[number][];
    readonly expectedMinor: Minor | null; // null: nobody has counted yet
    readonly close: {
      readonly countedMinor: Minor;
      readonly diffMinor: Minor;
      readonly grandTotalMinor: Minor;
      readonly isProvisional: boolean;
      readonly note: string;
      readonly foreign: readonly ForeignCount[];
    } | null; // null: an X report
  };

/** In place of a figure that whoever counts the drawer must not know. */
const KEPT_BACK = '–';
const RULE: ReceiptRow = { row: 'rule' };
const line = (text: string, strong = false): ReceiptRow => ({ row: 'text', text, align: 'center', strong });
const pair = (left: string, right: string, strong = false): ReceiptRow => ({ row: 'pair', left, right, strong });

/** The rows of an X or Z report. */
export function shiftPaper(paper: ShiftPaper, words: ShiftPaperWords): ReceiptRow[] {
  const plain = (amount: number): string => decimalText(amount, paper.currency);
  const isBlind = paper.expectedMinor === null;
  const money = isBlind ? () => KEPT_BACK : plain;
  const { salesMinor, returnsMinor, close } = paper;
  return [
    line(paper.shop, true),
    line(`${words.title} · ${paper.till}`, true),
    RULE,
    pair(words.opened, paper.openedAt),
    pair(words.printed, paper.at),
    RULE,
    pair(`${words.sales} (${String(paper.sales)})`, money(salesMinor)),
    pair(`${words.refunds} (${String(paper.returns)})`, money(negated(returnsMinor))),
    pair(`${words.net} ${paper.currency}`, money(salesMinor - returnsMinor), true),
    ...topUpRows(paper, { money, words }),
    RULE,
    ...paper.byMethod.flatMap((row) =>
      isBlind && isCash(row) ? [pair(words.method(row), KEPT_BACK)] : methodRows(row, { money: plain, words }),
    ),
    ...paper.byTax.filter((row) => row.taxMinor !== 0 && !isBlind).map((row) => taxRow(row, { money, words })),
    RULE,
    ...drawerRows(paper, { money: plain, words }),
    ...(close === null ? [] : closeRows(close, { money, words })),
    ...personRows(paper, { money, words }),
    ...hourLines(paper, { money, words }),
    ...(close === null ? [] : [RULE, pair(words.signature, '.'.repeat(16))]),
  ];
}

type Wording = { readonly money: (amount: number) => string; readonly words: ShiftPaperWords };

const topUpRows = ({ topUps }: ShiftPaper, { money, words }: Wording): ReceiptRow[] =>
  topUps === undefined
    ? []
    : [
        pair(`${words.topUps} (${String(topUps.times)})`, money(topUps.amountMinor)),
        ...(topUps.giftMinor === 0 ? [] : [pair(`  ${words.gift}`, money(topUps.giftMinor))]),
      ];

const methodRows = (row: MethodRow, { money, words }: Wording): ReceiptRow[] => [
  pair(words.method(row), money(row.amountMinor)),
  ...(row.foreignMinor === undefined || row.currency === undefined
    ? []
    : [pair(`  ${row.currency}`, decimalText(row.foreignMinor, row.currency))]),
];

const taxRow = ({ name, taxBp, taxMinor }: ShiftPaper['byTax'][number], { money, words }: Wording): ReceiptRow =>
  pair(name ?? `${words.tax} ${qtyText(taxBp * 10)}%`, money(taxMinor));

function drawerRows({ floatMinor, moves = [], drawerOpens = 0, expectedMinor }: ShiftPaper, wording: Wording) {
  const { money, words } = wording;
  return [
    pair(words.float, money(floatMinor)),
    ...moves.map((row) =>
      pair(
        `${words.move(row)} (${String(row.times)})`,
        money(row.direction === 'in' ? row.amountMinor : negated(row.amountMinor)),
      ),
    ),
    ...(drawerOpens === 0 ? [] : [pair(words.drawerOpens, String(drawerOpens))]),
    ...(expectedMinor === null ? [] : [pair(words.expected, money(expectedMinor), true)]),
  ];
}

const closeRows = (close: NonNullable<ShiftPaper['close']>, { money, words }: Wording): ReceiptRow[] => [
  pair(words.counted, money(close.countedMinor)),
  pair(words.difference, money(close.diffMinor), true),
  ...close.foreign.map((row) => pair(`  ${row.currency}`, decimalText(row.countedMinor, row.currency))),
  ...(close.note === '' ? [] : [line(`${words.note}: ${close.note}`)]),
  RULE,
  pair(words.grandTotal, money(close.grandTotalMinor), true),
  ...(close.isProvisional ? [line(words.provisional)] : []),
];

const personRows = ({ byStaff = [] }: ShiftPaper, { money, words }: Wording): ReceiptRow[] =>
  byStaff.length === 0
    ? []
    : [
        RULE,
        line(words.byPerson),
        ...byStaff.map((row) =>
          pair(`${words.person(row.staffId)} (${String(row.sales)})`, money(row.salesMinor - row.returnsMinor)),
        ),
      ];

const hourLines = ({ hours }: ShiftPaper, { money, words }: Wording): ReceiptRow[] =>
  hours.length === 0
    ? []
    : [
        RULE,
        line(words.byHour),
        ...hours.map(({ hour, sales, netMinor }) =>
          pair(`${String(hour).padStart(2, '0')}:00 (${String(sales)})`, money(netMinor)),
        ),
      ];
