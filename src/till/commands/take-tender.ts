/** One way of paying taken at this till: who may, and what the shop takes today. */
import type { Cart } from '../../core/cart.ts';
import { businessDateOf } from '../../core/business-date.ts';
import { type Minor, sumMinor, toMinor, ZERO } from '../../core/money.ts';
import { totalsWhenPaid } from '../../core/price-cart.ts';
import { err, type Result } from '../../core/result.ts';
import type { Tender } from '../../core/sale.ts';
import { ALL_WAYS, takeTender as taken, type TenderAsked, type TenderRules } from '../../core/take-tender.ts';
import { isCash } from '../../core/tender.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { priceNow } from './price-now.ts';
import { settingsOf, type TillTools } from './tools.ts';

type Hand = { readonly cart: Cart; readonly tenders: readonly Tender[] };

/** What this till takes beside cash. */
export function tenderRules(tools: Pick<TillTools, 'device'>): TenderRules {
  const { tenders } = settingsOf(tools);
  return { ...ALL_WAYS, ...tenders, foreign: tools.device.state.getState().store?.foreignCash ?? [] };
}

/** The store's day: which rates count. */
export const todayOf = ({ device, nowMs }: TillTools): string =>
  businessDateOf(nowMs(), device.state.getState().store?.tz ?? 'UTC');

/**
 * What is still to be paid by this way, in the shop's currency. Coins that exist matter to cash alone: by card the
 * exact amount is paid.
 */
export function dueBy(tools: TillTools, { cart, tenders }: Hand, way: Pick<Tender, 'method'>): Minor {
  const priced = priceNow(tools, cart);
  const { totalMinor, roundingMinor = ZERO } = totalsWhenPaid(priced, tenders);
  const roundsAll = priced.rules.cashRounding?.on === 'all';
  const owedMinor = isCash(way) || roundsAll ? totalMinor : totalMinor - roundingMinor;
  return toMinor(Math.max(0, owedMinor - sumMinor(tenders)));
}

/**
 * The tender, to stand in the hand beside the others.
 * Refuses: `signed_out`, `not_allowed` - on account, without somebody who may agree; and what the rule refuses.
 */
export function takeTender(tools: TillTools, hand: Hand, asked: TenderAsked): Result<Tender, Refusal> {
  const made = taken(asked, {
    remainingMinor: dueBy(tools, hand, asked),
    taken: hand.tenders,
    rules: tenderRules(tools),
    currency: settingsOf(tools).currency,
    today: todayOf(tools),
    lang: tools.lang(),
  });
  if (!made.ok) {
    const { code, ...facts } = made.error;
    return err({ code, facts });
  }
  const approverId = asked.evidence?.approverId ?? null;
  const may = allowed(tools, { action: asked.method === 'on_account' ? 'sell_on_account' : 'sell', approverId });
  return may.ok ? made : may;
}
