/** A receipt of this till, in the page's language: its rows, and the signed code that proves it without a network. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { LocalSale } from '../../client/till-device.ts';
import { nameIn, type Names } from '../../core/product.ts';
import {
  receiptOfReturn,
  receiptOfSale,
  receiptOfTopUp,
  type ReceiptHead,
  type ReceiptRow,
  type ReceiptWords,
} from '../../core/receipt.ts';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodNames } from '../../ui/money-words.ts';
import { settingsOf, type TillTools } from '../commands/tools.ts';
import type { EntryBody } from '../../wire/entry.ts';
import { markPaper } from '../practice/mark-paper.ts';
import { receiptCode } from './receipt-code.ts';

export type Receipt = {
  readonly rows: readonly ReceiptRow[];
  readonly qrText: string | null; // null: where the device key cannot sign
};

/** `copyNo` 0 is the receipt itself; later papers say that they are copies. */
export async function receiptOf(tools: TillTools, row: LocalSale, copyNo: number): Promise<Receipt> {
  const head = headOf(tools, row, copyNo);
  const words = receiptWords();
  const rows =
    row.kind === 'sale'
      ? receiptOfSale(row.body, head, words)
      : receiptOfReturn(row.body, head, row.isVoid === true ? { ...words, refund: t`Void` } : words);
  const isReal = tools.device.state.getState().practice === undefined; // a code would prove what never was
  return { rows: markPaper(tools, rows), qrText: isReal ? await receiptCode(tools, row) : null };
}

type Made = Pick<LocalSale, 'staffId' | 'wallMs' | 'seq' | 'hash'>;

/** The paper of money paid onto a member's card. */
export function topUpPaper(tools: TillTools, topUp: EntryBody<'value.topped_up'>, made: Made): readonly ReceiptRow[] {
  const { date, cashier, copy, methods } = receiptWords();
  const words = { date, cashier, copy, methods, topUp: t`Top-up`, gift: t`Gift of the shop`, onto: t`Onto the card` };
  const { currency } = settingsOf(tools);
  return markPaper(tools, receiptOfTopUp(topUp, headOf(tools, made, 0), { ...words, currency }));
}

function headOf({ device }: TillTools, row: Made, copyNo: number): ReceiptHead {
  const { store, settings, staff } = device.state.getState();
  const lang = langOf(i18n.locale);
  const named = (names: Names | null | undefined): string | null => (names == null ? null : nameIn(names, lang));
  const cashier = staff.find((person) => person.staffId === row.staffId);
  return {
    shop: [named(settings?.names), named(store?.names)].filter((part) => part !== null).join(' · '),
    address: named(store?.address),
    at: formatDateTime({ ms: row.wallMs, lang, tz: store?.tz }),
    cashier: named(cashier?.names),
    copyNo,
    footer: named(settings?.receiptFooter),
    seq: row.seq,
    hash: row.hash,
  };
}

/** The words of receipts in the page's language. */
const receiptWords = (): ReceiptWords => ({
  receipt: t`Receipt`,
  refund: t`Refund`,
  date: t`Date`,
  cashier: t`Cashier`,
  copy: t`Copy`,
  discount: t`Discount`,
  taxFree: t`Tax free`,
  total: t`Total`,
  refunded: t`Refunded`,
  change: t`Change`,
  taxIncluded: t`Tax included`,
  taxAdded: t`Tax`,
  rounding: t`Rounding`,
  member: t`Member`,
  points: t`Points`,
  methods: methodNames(i18n),
});
