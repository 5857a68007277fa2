/**
 * Goods that come back without a receipt: in cash, at a price a person agrees to, with an approver.
 *
 * They are taxed as a sale of them would be today: by the shop's taxes that are valid on the day where it has any, else
 * by each product's own rate; where tax is added to prices, it is given back on top of the price agreed. So a return of
 * what was just sold, at the price it was sold for, gives back what was paid. Where cash is paid in coins that exist,
 * it is given back in such coins, by the shop's policy of today.
 * Invariants: a line's refund holds its tax; a bundle's refund and tax are those of its parts.
 */
import { type KnownPart } from './bundle.ts';
import { type CashRounding, inSteps } from './cash-rounding.ts';
import { namedTaxes } from './complete-sale.ts';
import { lineAmount, type Minor, sumMinor, toMinor } from './money.ts';
import { type LineTaxes, type TaxRules, taxesOfRows } from './price-tax.ts';
import type { Lang } from './product.ts';
import { err, type Result } from './result.ts';
import { finishReturn, type ReturnHead, type ReturnRefusal } from './return.ts';
import type { Return, ReturnedPart, ReturnLine } from './sale.ts';

/** Goods without a receipt, at the price agreed. */
export type BlindGoods = {
  readonly skuNo: number;
  readonly name: string;
  readonly qtyMilli: number;
  readonly unitMinor: Minor; // as prices are written: without the tax where it is added
  readonly taxBp: number;
  readonly category?: string | null;
  readonly condition: ReturnLine['condition'];
  readonly parts?: readonly KnownPart[] | undefined; // of a bundle
};

type BlindRules = TaxRules & {
  readonly lang: Lang; // names of taxes are in the till's language
  readonly cashRounding: CashRounding | null;
};

/**
 * A return without a receipt, in cash, at the prices agreed. Needs an approver. Minor units.
 * Refuses: `not_allowed` - nobody approved it; `empty_cart`, `no_open_shift`, `bad_quantity`, `cart_too_large`.
 */
export function blindReturn(
  head: ReturnHead,
  goods: readonly BlindGoods[],
  rules: BlindRules,
): Result<Return, ReturnRefusal> {
  if (head.approverId === null) return err({ code: 'not_allowed' });
  const bad = goods.findIndex((good) => !(Number.isSafeInteger(good.qtyMilli) && good.qtyMilli > 0));
  if (bad >= 0) return err({ code: 'bad_quantity', lineId: bad + 1 });
  const rows = goods.map(rowOf);
  const taxed = taxesOfRows(rows.map((row) => ({ row, amountMinor: row.amountMinor })), rules); // prettier-ignore
  const pieces = [...taxed.values()].flatMap((line) => [line, ...line.parts]);
  const taxes = namedTaxes(pieces, rules.taxes.rates, rules.lang);
  const numbers = new Map(taxes.map(({ taxId, taxNo }) => [taxId, taxNo]));
  const lines = rows.flatMap((row, at) => {
    const of = taxed.get(row);
    return of === undefined ? [] : [lineOf(row, of, { lineId: at + 1, isAdded: rules.taxMode === 'added', numbers })];
  });
  const exactMinor = sumMinor(lines.map((line) => line.refundMinor));
  const amountMinor = rules.cashRounding === null ? exactMinor : inSteps(exactMinor, rules.cashRounding);
  const plan = [{ tenderId: 1, method: 'cash', amountMinor }] as const;
  return finishReturn({ ...head, ...(taxes.length === 0 ? {} : { taxes }) }, null, lines, plan);
}

type Row = ReturnType<typeof rowOf>;

const rowOf = (good: BlindGoods) => ({
  good,
  line: { skuNo: good.skuNo, qtyMilli: good.qtyMilli },
  product: { category: good.category ?? null },
  taxBp: good.taxBp,
  amountMinor: lineAmount(good.unitMinor, good.qtyMilli),
  inside: good.parts?.map((part) => ({ part, goods: { ...part, names: {}, category: part.category ?? null } })),
});

type As = { readonly lineId: number; readonly isAdded: boolean; readonly numbers: ReadonlyMap<string, number> };

function lineOf({ good, amountMinor }: Row, of: LineTaxes, { lineId, isAdded, numbers }: As): ReturnLine {
  const named = ({ taxes }: Pick<LineTaxes, 'taxes'>): Pick<ReturnLine, 'taxes'> =>
    taxes.length === 0
      ? {}
      : { taxes: taxes.map(({ rate, taxMinor }) => ({ taxNo: numbers.get(rate.taxId) ?? 0, taxMinor })) };
  const paid = (wholeMinor: Minor, taxMinor: Minor): Minor => toMinor(wholeMinor + (isAdded ? taxMinor : 0));
  const parts = of.parts.map((part, at): ReturnedPart => {
    const { skuNo, qtyMilli, taxBp, taxMinor } = part;
    const refundMinor = paid(part.shareMinor, taxMinor);
    return { skuNo, name: good.parts?.[at]?.name ?? '', qtyMilli, refundMinor, taxBp, taxMinor, ...named(part) };
  });
  return {
    lineId,
    skuNo: good.skuNo,
    name: good.name,
    qtyMilli: good.qtyMilli,
    refundMinor: paid(amountMinor, of.taxMinor),
    taxBp: of.taxBp,
    taxMinor: of.taxMinor,
    ...named(of),
    ...(good.parts === undefined ? {} : { parts }),
    condition: good.condition,
  };
}
