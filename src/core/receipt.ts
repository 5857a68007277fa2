/**
 * A receipt as data: rows that a screen lays out and a printer sets in 32 or 48 columns. Words come in as an argument,
 * so one set of rules serves both languages; dates come in as text, because how a date reads belongs to a language.
 *
 * Characters outside ASCII that are not Chinese (×, ·) take two columns on Chinese printers and one on screens, so none
 * is added here. Not here: bytes for the printer, the receipt's QR (wire/qr.ts), symbols of money (ui).
 */
import { refundedPieces, taxedPieces } from './bundle.ts';
import type { Traced } from './cart.ts';
import { decimalText, qtyText } from './currency.ts';
import { type Minor, negated } from './money.ts';
import {
  paidForLine,
  type Return,
  type Sale,
  type SaleLine,
  taxParts,
  type Tender,
  type TenderMethod,
} from './sale.ts';
import { type TaxRow, taxRowsFor, taxSummary } from './tax.ts';
import { cashAsOne } from './tender.ts';
import { padWidth, textWidth, wrapWidth } from './text-width.ts';

export type ReceiptRow =
  | { readonly row: 'text'; readonly text: string; readonly align: 'start' | 'center'; readonly strong: boolean }
  | { readonly row: 'pair'; readonly left: string; readonly right: string; readonly strong: boolean }
  | { readonly row: 'rule' };

/** Labels of a receipt in one language. */
export type ReceiptWords = {
  readonly receipt: string;
  readonly refund: string;
  readonly date: string;
  readonly cashier: string;
  readonly copy: string;
  readonly discount: string;
  readonly taxFree: string; // followed by the paper that says so
  readonly total: string;
  readonly refunded: string;
  readonly change: string;
  readonly taxIncluded: string; // followed by the rate: "Tax included 13%"
  readonly taxAdded: string;
  readonly rounding: string;
  readonly member: string;
  readonly points: string; // earned by this sale
  readonly methods: Readonly<Record<TenderMethod, string>>;
};

export type ReceiptHead = {
  readonly shop: string;
  readonly address: string | null;
  readonly at: string; // date and time as read in the receipt's language
  readonly cashier: string | null;
  readonly copyNo: number; // 0: the first one
  readonly footer: string | null;
  readonly seq: number; // with the hash: which fact of the till's journal this paper shows
  readonly hash: string; // 64 hex
};

const text = (content: string, align: 'start' | 'center' = 'start', strong = false): ReceiptRow => ({
  row: 'text',
  text: content,
  align,
  strong,
});
const pair = (left: string, right: string, strong = false): ReceiptRow => ({ row: 'pair', left, right, strong });
const RULE: ReceiptRow = { row: 'rule' };

/** The rows of a sale's receipt. */
export function receiptOfSale(sale: Sale, head: ReceiptHead, words: ReceiptWords): ReceiptRow[] {
  const money = (amount: number): string => decimalText(amount, sale.currency);
  return [
    ...headRows(words.receipt, sale.no, head, words),
    ...sale.lines.flatMap((line) => soldRows(sale, line, { money, words })),
    RULE,
    ...(sale.totals.discountMinor === 0 ? [] : [pair(words.discount, money(negated(sale.totals.discountMinor)))]),
    ...exemptionsOf(sale).map((paper) => text(`${words.taxFree}: ${paper}`)),
    ...(sale.taxMode === 'added' ? taxRows(taxOfSale(sale), words.taxAdded, money) : []),
    ...roundingRow(sale.totals.roundingMinor, money, words),
    pair(`${words.total} ${sale.currency}`, money(sale.totals.totalMinor), true),
    ...sale.tenders.flatMap((tender) => tenderRows(tender, { money, words })),
    ...(sale.changeMinor === 0 ? [] : [pair(words.change, money(sale.changeMinor))]),
    ...memberRows(sale, words),
    ...(sale.taxMode === 'added' ? [] : taxRows(taxOfSale(sale), words.taxIncluded, money)),
    ...footRows(head),
  ];
}

/** The rows of a return's receipt. */
export function receiptOfReturn(back: Return, head: ReceiptHead, words: ReceiptWords): ReceiptRow[] {
  const money = (amount: number): string => decimalText(amount, back.currency);
  return [
    ...headRows(words.refund, back.no, head, words),
    ...back.lines.flatMap((line) => [
      pair(`${line.name} x ${qtyText(line.qtyMilli)}`, money(negated(line.refundMinor))),
      ...(tracedText(line) === '' ? [] : [text(`  ${tracedText(line)}`)]),
    ]),
    RULE,
    ...roundingRow(back.roundingMinor, money, words),
    pair(`${words.refunded} ${back.currency}`, money(back.totalMinor), true),
    ...cashAsOne(back.plan).map((row) => pair(wayText(row, words, 1), money(row.amountMinor))),
    ...taxRows(taxOfReturn(back), words.taxIncluded, money),
    ...footRows(head),
  ];
}

type TopUpWords = Pick<ReceiptWords, 'date' | 'cashier' | 'copy' | 'methods'> & {
  readonly topUp: string; // the title
  readonly gift: string;
  readonly onto: string; // what came onto the card, both together
};

type TopUp = {
  readonly label: string;
  readonly principalMinor: Minor;
  readonly giftMinor: Minor;
  readonly method: TenderMethod;
  readonly code?: string | undefined;
};

/** The rows of a paper for money paid onto a member's card. It is no sale, so it bears no tax and no number. */
export function receiptOfTopUp(topUp: TopUp, head: ReceiptHead, words: TopUpWords & { readonly currency: string }) {
  const { label, principalMinor, giftMinor, method, code } = topUp;
  const money = (amount: number): string => decimalText(amount, words.currency);
  return [
    ...headRows(words.topUp, label, head, words),
    pair(words.methods[method], money(principalMinor)),
    ...(code === undefined ? [] : [text(`  ${code}`)]),
    ...(giftMinor === 0 ? [] : [pair(words.gift, money(giftMinor))]),
    pair(`${words.onto} ${words.currency}`, money(principalMinor + giftMinor), true),
    ...footRows(head),
  ];
}

/**
 * Rows as plain text of `columns` (32 on 58 mm paper, 48 on 80 mm). No row is wider; nothing is cut off. Control
 * characters become spaces: a product's name must not speak to the printer.
 */
export const receiptText = (rows: readonly ReceiptRow[], columns: number): string[] =>
  rows.flatMap((row) => {
    if (row.row === 'rule') return ['-'.repeat(columns)];
    if (row.row === 'pair') return pairText(printable(row.left), printable(row.right), columns);
    const lines = wrapWidth(printable(row.text), columns);
    return row.align === 'center' ? lines.map((line) => centred(line, columns)) : lines;
  });

const printable = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');

const centred = (line: string, columns: number): string =>
  ' '.repeat(Math.floor((columns - textWidth(line)) / 2)) + line;

/** Left and right on one row where both fit, else the left above and the right at the end of its own row. */
function pairText(left: string, right: string, columns: number): string[] {
  const room = columns - textWidth(right) - 1;
  if (textWidth(left) <= room) return [padWidth(left, room + 1) + right];
  return [...wrapWidth(left, columns), ...wrapWidth(right, columns).map((line) => padWidth(line, columns, 'end'))];
}

function headRows(
  title: string,
  no: string,
  head: ReceiptHead,
  words: Pick<ReceiptWords, 'date' | 'cashier' | 'copy'>,
): ReceiptRow[] {
  return [
    text(head.shop, 'center', true),
    ...(head.address === null ? [] : [text(head.address, 'center')]),
    ...(head.copyNo === 0 ? [] : [text(`${words.copy} ${head.copyNo}`, 'center', true)]),
    RULE,
    pair(title, no),
    pair(words.date, head.at),
    ...(head.cashier === null ? [] : [pair(words.cashier, head.cashier)]),
    RULE,
  ];
}

const exemptionsOf = ({ offers = [] }: Sale): string[] =>
  offers.filter(({ kind }) => kind === 'tax_free').map(({ name }) => name);

type Wording = { readonly money: (amount: number) => string; readonly words: ReceiptWords };

function soldRows({ offers }: Sale, line: SaleLine, { money, words }: Wording): ReceiptRow[] {
  const amount = money(line.grossMinor);
  const goods: ReceiptRow[] =
    line.qtyMilli === 1000
      ? [pair(line.name, amount)]
      : [text(line.name), pair(`  ${qtyText(line.qtyMilli)} x ${money(line.unitMinor)}`, amount)];
  goods.push(...(line.options ?? []).map(({ name }) => text(`- ${name}`)));
  goods.push(...(line.parts ?? []).map(({ name, qtyMilli }) => text(`- ${qtyText(qtyMilli)} x ${name}`)));
  if (line.note !== undefined) goods.push(text(`* ${line.note}`));
  const traced = tracedText(line);
  if (traced !== '') goods.push(text(`  ${traced}`));
  if (line.discountMinor === 0) return goods;
  if (line.applied === undefined) return [...goods, pair(`  ${words.discount}`, money(negated(line.discountMinor)))];
  const nameOf = (offerNo: number): string => {
    const { kind, name = '' } = offers?.find((offer) => offer.offerNo === offerNo) ?? {};
    if (kind === 'tax_free') return words.taxFree;
    return name === '' ? words.discount : name;
  };
  return [...goods, ...line.applied.map((part) => pair(`  ${nameOf(part.offerNo)}`, money(negated(part.amountMinor))))];
}

/** As packs have it printed, in every language. */
export const tracedText = ({ lot, serial, expiry }: Traced): string =>
  [
    ...(lot === undefined ? [] : [`LOT ${lot}`]),
    ...(expiry === undefined ? [] : [`EXP ${expiry}`]),
    ...(serial === undefined ? [] : [`S/N ${serial}`]),
  ].join('  ');

/** The way by its name, and below it what was written down: notes of another currency, an approval number. */
function tenderRows(tender: Tender, { money, words }: Wording): ReceiptRow[] {
  const { amountMinor, foreign, evidence } = tender;
  const told = [
    ...(foreign === undefined
      ? []
      : [
          [
            foreign.currency,
            decimalText(foreign.amountMinor, foreign.currency),
            'x',
            decimalOf(foreign.ratePpm, 1),
          ].join(' '),
        ]),
    ...[evidence?.code, evidence?.who, evidence?.ref].filter((text) => text !== undefined),
  ];
  return [pair(wayText(tender, words, -1), money(amountMinor)), ...told.map((line) => text(`  ${line}`))];
}

/** By its name; points with how many went, or came back. */
function wayText({ name, method, points }: Tender, words: ReceiptWords, sign: 1 | -1): string {
  const way = name ?? words.methods[method];
  return points === undefined ? way : `${way} ${sign < 0 ? '-' : '+'}${points.points}`;
}

const memberRows = ({ member }: Sale, words: ReceiptWords): ReceiptRow[] =>
  member === undefined
    ? []
    : [
        pair(words.member, member.label),
        ...(member.perMinor === null ? [] : [pair(words.points, `+${member.points}`)]),
      ];

const roundingRow = (
  roundingMinor: Minor | undefined,
  money: (amount: number) => string,
  words: ReceiptWords,
): ReceiptRow[] => (roundingMinor === undefined ? [] : [pair(words.rounding, money(roundingMinor))]);

const taxOfSale = (sale: Sale): TaxRow[] =>
  sale.lines
    .flatMap(taxedPieces)
    .flatMap((piece) => taxRowsFor(piece, paidForLine(piece, sale.taxMode), taxParts(sale, piece)));

const taxOfReturn = (back: Return): TaxRow[] =>
  back.lines
    .flatMap((line) => refundedPieces(line))
    .flatMap((piece) => taxRowsFor(piece, piece.refundMinor, taxParts(back, piece)));

/** "Tax included 13%", "Tax added 8.25%", or the tax by its own name and rate. */
function taxRows(rows: readonly TaxRow[], label: string, money: (amount: number) => string): ReceiptRow[] {
  return taxSummary(rows)
    .filter((row) => row.taxBp > 0 || row.taxId !== undefined)
    .map(({ name, ratePpm, taxBp, taxMinor }) => {
      const percent = ratePpm === 0 ? '' : ` ${ratePpm === undefined ? percentText(taxBp) : `${decimalOf(ratePpm)}%`}`;
      return pair(`${name ?? label}${percent}`, money(taxMinor));
    });
}

/** Parts per million as percent, or as they are: 99750 is 9.975, or 0.09975. */
const decimalOf = (ratePpm: number, times = 100): string => String((ratePpm * times) / 1_000_000);

/** Basis points as a percentage: 1300 is 13%, 825 is 8.25%. */
const percentText = (taxBp: number): string => `${qtyText(taxBp * 10)}%`;

const footRows = (head: ReceiptHead): ReceiptRow[] => [
  RULE,
  ...(head.footer === null ? [] : [text(head.footer, 'center')]),
  text(`${head.seq} ${head.hash.slice(0, 8)}`, 'center'),
];
