/**
 * Whether the promotions a sale tells of could take off what it says: the server prices the same goods again with the
 * same function and the promotions the sale names, group after group as it names them. Those are a part of all that
 * ran, and hold the best choice of all, so what they give alone is what they gave.
 *
 * Says nothing of a promotion changed since (its `rev` differs), of goods no longer known, and where a search was cut
 * short. Invariant: it only doubts; a sale stays as it came. Not here: sums (check-sale.ts).
 */
import type { CartLine, Manual } from './cart.ts';
import { toMinor, ZERO } from './money.ts';
import { type Goods, PLAIN_RULES, priceCart } from './price-cart.ts';
import { type Promotion, whyNot } from './promotion.ts';
import { promotionBook } from './promotion-book.ts';
import type { Sale, SaleLine } from './sale.ts';
import { stageOf } from './stage-order.ts';
import { momentIn } from './store-moment.ts';

export type SoldBy = {
  readonly promotions: ReadonlyMap<string, Promotion>;
  readonly goods: ReadonlyMap<
    number,
    { readonly isPieces: boolean; readonly category: string | null; readonly floorMinor: number | null }
  >;
  readonly zones: ReadonlyMap<string, string>; // of stores
};

/** What a sale asks for to be checked; null: no promotion applied to it. */
export function offersToCheck(sale: Sale): { readonly promotionIds: string[]; readonly skuNos: number[] } | null {
  const promotionIds = (sale.offers ?? []).flatMap((offer) => offer.promotionId ?? []);
  return promotionIds.length === 0 ? null : { promotionIds, skuNos: sale.lines.map((line) => line.skuNo) };
}

type OfferDoubt =
  | { readonly why: 'unknown' | 'not_running'; readonly name: string }
  | { readonly why: 'too_much'; readonly givenMinor: number; readonly dueMinor: number };

/** What is doubtful about a sale's promotions; null: nothing, or it cannot be said any more. */
export function doubtOffers(
  sale: Sale,
  at: { readonly storeId: string; readonly wallMs: number },
  by: SoldBy,
): OfferDoubt | null {
  const told = (sale.offers ?? []).filter((offer) => offer.kind === 'promotion');
  const unknown = told.find(({ promotionId }) => promotionId === null || !by.promotions.has(promotionId));
  if (unknown !== undefined) return { why: 'unknown', name: unknown.name };
  const rows = told.flatMap(({ promotionId, rev }) => {
    const row = by.promotions.get(promotionId ?? '');
    return row === undefined || row.rev !== rev ? [] : [row];
  });
  if (rows.length < told.length || sale.lines.some((line) => !by.goods.has(line.skuNo))) return null;
  const moment = momentIn(by.zones.get(at.storeId) ?? 'UTC', at.wallMs);
  const coupons = told.flatMap(({ coupon }) => coupon ?? []);
  const tiers = rows.flatMap((row) => row.memberTiers ?? []);
  const memberTier = tiers[0] ?? 'member'; // which member it was is not known here
  const late = rows.find((row) =>
    whyNot({ ...row, memberTiers: null }, { moment, storeId: at.storeId, memberTier, coupons }),
  );
  if (late !== undefined) return { why: 'not_running', name: late.names.zh ?? late.names.en ?? '' };
  const anyMember = rows.map((row) => ({ ...row, memberTiers: null }));
  const rules = { ...PLAIN_RULES, promotions: bookAsTold(anyMember), moment, storeId: at.storeId };
  const again = priceCart({ lines: sale.lines.map((line) => cartLine(sale, line)), coupons }, productOf(sale, by), {
    rules,
  });
  const dueMinor = again.offers.reduce((sum, one) => sum + (one.kind === 'promotion' ? one.amountMinor : 0), 0);
  const givenMinor = told.reduce((sum, one) => sum + one.amountMinor, 0);
  return !again.isSpent && givenMinor > dueMinor ? { why: 'too_much', givenMinor, dueMinor } : null;
}

/** Which group came first was said by the whole book, of which the sale names a part, in that order. */
const bookAsTold = (told: readonly Promotion[]) => promotionBook(told, [...new Set(told.map(stageOf))]);

function cartLine({ offers = [] }: Sale, line: SaleLine): CartLine {
  const byPerson = new Set(offers.filter((offer) => offer.kind === 'line_discount').map((offer) => offer.offerNo));
  const off = (line.applied ?? []).reduce((sum, part) => sum + (byPerson.has(part.offerNo) ? part.amountMinor : 0), 0);
  const discount: Manual = { reward: { kind: 'amount', amountMinor: toMinor(off) }, reason: '', approverId: null };
  return {
    lineId: line.lineId,
    skuNo: line.skuNo,
    qtyMilli: line.qtyMilli,
    overrideMinor: line.unitMinor === line.listMinor ? null : line.unitMinor,
    seenMinor: null,
    from: 'till',
    options: [{ name: '', deltaMinor: line.listMinor }], // of one product lines may have prices of their own
    ...(off === 0 ? {} : { discount }),
  };
}

/** The goods in today's category and above today's floor; what they cost stands at each line. */
function productOf({ lines }: Sale, { goods }: SoldBy): (skuNo: number) => Goods | undefined {
  const lists = new Map(lines.map((line) => [line.skuNo, line]));
  return (skuNo) => {
    const line = lists.get(skuNo);
    const known = goods.get(skuNo);
    if (line === undefined || known === undefined) return undefined;
    return {
      names: {},
      spec: null,
      category: known.category,
      unit: known.isPieces ? 'pcs' : 'kg',
      priceMinor: ZERO,
      floorMinor: known.floorMinor === null ? null : toMinor(known.floorMinor),
      taxBp: line.taxBp,
      status: 'active',
    };
  };
}
