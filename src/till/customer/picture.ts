/**
 * What the customer is shown of the sale in the hand, made from the same price as the till's own screen.
 *
 * Only what a customer may see is copied, field by field: who serves, what goods cost the shop, notes for the kitchen
 * and what was written down of a tender have no place in a picture.
 */
import { ZERO } from '../../core/money.ts';
import { totalsWhenPaid, type PricedCart, type PricedLine } from '../../core/price-cart.ts';
import type { Names } from '../../core/product.ts';
import { whyNot } from '../../core/promotion.ts';
import type { Sale, Tender } from '../../core/sale.ts';
import { momentIn } from '../../core/store-moment.ts';
import type { CustomerLine, CustomerPicture } from '../../wire/customer-display.ts';
import { priceNow } from '../commands/price-now.ts';
import type { TillTools } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { owed, payingNow } from '../sell/paying.ts';

/** How long the change and the receipt's code stay when no next sale begins. */
export const THANKS_MS = 60_000;
const OFFERS_SHOWN = 5;

/** What a picture is made of: the counter, and the code of the sale just made once it is signed. */
type Shown = {
  readonly counter: Pick<Counter, 'hand' | 'view' | 'tools' | 'preferences'>;
  readonly qrText: string | null;
};

type Body = Omit<CustomerPicture, 'lang' | 'shop' | 'store' | 'currency' | 'isPractice'>;

const NOTHING: Body = {
  stage: 'idle', offers: [], lines: [], totals: null, tenders: [], remainingMinor: ZERO, changeMinor: ZERO, no: '',
  qrText: null,
}; // prettier-ignore

/** The sale whose thanks are due, null when the next one has begun or it is long ago. */
export function saleThanked({ hand, view, tools }: Pick<Counter, 'hand' | 'view' | 'tools'>): Sale | null {
  const { sold } = view.getState();
  const isEmpty = hand.getState().cart.lines.length === 0;
  return sold !== null && isEmpty && tools.nowMs() - sold.atMs < THANKS_MS ? sold.sale : null;
}

export function pictureOf({ counter, qrText }: Shown): CustomerPicture {
  const { tools, preferences } = counter;
  const { settings, store, practice } = tools.device.state.getState();
  const { customer } = preferences.getState();
  const own = tools.lang() === 'zh' ? 'zh-CN' : 'en';
  return {
    lang: customer.lang === 'till' ? own : customer.lang,
    shop: settings?.names ?? null,
    store: store?.names ?? null,
    currency: settings?.currency ?? 'CNY',
    isPractice: practice !== undefined,
    ...bodyOf(counter, qrText),
  };
}

function bodyOf(counter: Shown['counter'], qrText: string | null): Body {
  const { hand, tools } = counter;
  const thanked = saleThanked(counter);
  if (thanked !== null) return paid(thanked, qrText);
  if (tools.device.state.getState().settings === null) return NOTHING;
  const { cart, tenders } = hand.getState();
  if (cart.lines.length === 0) return { ...NOTHING, offers: offersNow(tools) };
  const priced = priceNow(tools, cart);
  return {
    ...NOTHING,
    stage: cart.saleEntryId === null ? 'cart' : 'paying',
    lines: priced.lines.map((line) => lineOf(line, priced)),
    totals: totalsOf(priced, payingNow(counter)),
    tenders: tenders.map(tenderOf),
    remainingMinor: owed(counter).remainingMinor,
  };
}

const paid = (sale: Sale, qrText: string | null): Body => ({
  ...NOTHING,
  stage: 'paid',
  totals: {
    grossMinor: sale.totals.grossMinor,
    discountMinor: sale.totals.discountMinor,
    taxMinor: sale.totals.taxMinor,
    isTaxAdded: sale.taxMode === 'added',
    roundingMinor: sale.totals.roundingMinor ?? ZERO,
    totalMinor: sale.totals.totalMinor,
  },
  tenders: sale.tenders.map(tenderOf),
  changeMinor: sale.changeMinor,
  no: sale.no,
  qrText,
});

function totalsOf(priced: PricedCart, tenders: readonly Tender[]): CustomerPicture['totals'] {
  const { grossMinor, discountMinor, taxMinor, totalMinor, roundingMinor } = totalsWhenPaid(priced, tenders);
  const isTaxAdded = priced.rules.taxMode === 'added';
  return { grossMinor, discountMinor, taxMinor, isTaxAdded, roundingMinor: roundingMinor ?? ZERO, totalMinor };
}

function lineOf({ line, product, names, applied, ...figures }: PricedLine, { offers }: PricedCart): CustomerLine {
  const { unitMinor, grossMinor, discountMinor } = figures;
  const named = applied.map(({ offerNo }): Names | null => {
    const offer = offers.find((one) => one.offerNo === offerNo);
    return offer?.kind === 'promotion' ? offer.names : null; // why a person gives something is the shop's own
  });
  return {
    lineId: line.lineId,
    names,
    spec: product?.spec ?? null,
    options: (line.options ?? []).map(({ name }) => name),
    qtyMilli: line.qtyMilli,
    unit: product?.unit ?? 'pcs',
    unitMinor,
    grossMinor,
    discountMinor,
    offers: named,
  };
}

function tenderOf({ tenderId, method, name, foreign, amountMinor }: Tender): CustomerPicture['tenders'][number] {
  return {
    tenderId,
    method,
    amountMinor,
    ...(name === undefined ? {} : { name }),
    ...(foreign === undefined ? {} : { foreign: { currency: foreign.currency, amountMinor: foreign.amountMinor } }),
  };
}

/** What runs now for everybody: no coupon's, no member's. */
function offersNow({ device, nowMs }: Pick<TillTools, 'device' | 'nowMs'>): Names[] {
  const { store } = device.state.getState();
  const moment = momentIn(store?.tz ?? 'UTC', nowMs());
  const buying = { moment, storeId: store?.storeId ?? '', memberTier: null, coupons: [] };
  const running = device.catalogue.promotions().promotions.filter((promotion) => whyNot(promotion, buying) === null);
  return running.slice(0, OFFERS_SHOWN).map(({ names }) => names);
}
