/** A journal entry in one line of words. */
import { useLingui } from '@lingui/react/macro';
import { qtyText } from '../../core/currency.ts';
import type { Entry } from '../../wire/entry.ts';
import { formatMoney, formatSpan } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';

/** What one entry says happened. */
export function useEntryWords(): (entry: Entry) => string {
  const valueWords = useValueWords();
  const plainWords = usePlainWords();
  return (entry) => (isOfValue(entry) ? valueWords(entry) : plainWords(entry));
}

type OfValue = Extract<Entry, { kind: 'value.topped_up' | 'grant.given' | 'grant.returned' | 'grant.written_off' }>;
const isOfValue = (entry: Entry): entry is OfValue =>
  ['value.topped_up', 'grant.given', 'grant.returned', 'grant.written_off'].includes(entry.kind);

function usePlainWords(): (entry: Exclude<Entry, OfValue>) => string {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const lang = langOf(i18n.locale);
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, lang });
  const drawerWords = useDrawerWords();
  const changeWords = useChangeWords();
  const stockWords = useStockWords();
  return (entry) => {
    switch (entry.kind) {
      case 'incarnation.opened': {
        const no = entry.body.incarnationNo;
        return t`Journal ${no} opened`;
      }
      case 'shift.opened':
      case 'cash.counted':
      case 'cash.moved':
      case 'drawer.opened':
      case 'shift.handed_over':
      case 'shift.closed':
        return drawerWords(entry);
      case 'sale.completed': {
        const { no } = entry.body;
        const total = money(entry.body.totals.totalMinor);
        return t`Sale ${no}, ${total}`;
      }
      case 'return.completed': {
        const { no } = entry.body;
        const total = money(entry.body.totalMinor);
        return t`Return ${no}, ${total} refunded`;
      }
      case 'sale.voided':
      case 'receipt.reprinted':
      case 'price.overridden':
        return changeWords(entry, money);
      case 'line.removed': {
        const sku = entry.body.skuNo;
        return t`Line removed: product ${sku}`;
      }
      case 'cart.claimed': {
        const total = money(entry.body.totalMinor);
        return entry.body.from === 'phone' ? t`Cart taken from a phone, ${total}` : t`Held cart taken back, ${total}`;
      }
      case 'cart.held': {
        const { name } = entry.body;
        const total = money(entry.body.totalMinor);
        return t`Cart held: ${name}, ${total}`;
      }
      case 'cart.released': return t`Held cart cleared`; // prettier-ignore
      case 'stock.moved':
      case 'stock.counted':
        return stockWords(entry);
      case 'entry.settled': {
        const { seq, by } = entry.body;
        return t`Entry ${seq} of another journal settled by ${by}`;
      }
      case 'pin.failed': return t`Wrong PIN`; // prettier-ignore
      case 'practice.started': return t`Practice began`; // prettier-ignore
      case 'practice.ended': {
        const { sales } = entry.body;
        const total = money(entry.body.salesMinor);
        return t`Practice ended: ${sales} sales rung up, ${total}`;
      }
      case 'clock.shifted': {
        const by = formatSpan(Math.abs(entry.body.offsetMs), lang);
        return t`Clock moved by ${by}`;
      }
    }
  };
}

type OfStock = Extract<Entry, { kind: 'stock.moved' | 'stock.counted' }>;

/** The same of goods that were moved or counted. */
function useStockWords(): (entry: OfStock) => string {
  const { t } = useLingui();
  return (entry) => {
    switch (entry.kind) {
      case 'stock.moved': {
        const count = entry.body.moves.length;
        const reason = entry.body.moves[0]?.reason ?? 'count';
        const reasons = {
          receive: t`Goods-in`, count: t`Stocktake`, waste: t`Waste`, transfer: t`Transfer`, opening: t`Opening stock`,
          adjust: t`Adjustment`,
        }; // prettier-ignore
        const why = reasons[reason];
        return t`Stock moved: ${why}, ${count} products`;
      }
      case 'stock.counted': {
        const sku = entry.body.skuNo;
        const counted = qtyText(entry.body.countedMilli);
        return t`Counted: product ${sku}, ${counted} on the shelf`;
      }
    }
  };
}

type OfDrawer = Extract<
  Entry,
  { kind: 'shift.opened' | 'cash.counted' | 'cash.moved' | 'drawer.opened' | 'shift.handed_over' | 'shift.closed' }
>;

/** The same of what happens to a drawer and to who has it. */
function useDrawerWords(): (entry: OfDrawer) => string {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, lang: langOf(i18n.locale) });
  const no4 = (no: number) => String(no).padStart(4, '0');
  return (entry) => {
    switch (entry.kind) {
      case 'shift.opened': {
        const no = no4(entry.body.shiftNo);
        const float = money(entry.body.floatMinor);
        return t`Shift ${no} opened, float ${float}`;
      }
      case 'cash.counted': {
        const counted = money(entry.body.countedMinor);
        return t`Cash counted: ${counted}`;
      }
      case 'cash.moved': {
        const { direction, amountMinor, note } = entry.body;
        const amount = money(amountMinor);
        return direction === 'in' ? t`Cash in: ${amount} (${note})` : t`Cash out: ${amount} (${note})`;
      }
      case 'drawer.opened': {
        const { reason } = entry.body;
        return t`Drawer opened without a sale: ${reason}`;
      }
      case 'shift.handed_over': {
        const { count } = entry.body;
        const diff = count === null ? '' : money(count.diffMinor);
        return count === null ? t`Shift handed over, not counted` : t`Shift handed over, difference ${diff}`;
      }
      case 'shift.closed': {
        const no = no4(entry.body.zNo);
        const diff = money(entry.body.diffMinor);
        return t`Shift closed, Z ${no}, difference ${diff}`;
      }
    }
  };
}

type Changed = Extract<Entry, { kind: 'sale.voided' | 'receipt.reprinted' | 'price.overridden' }>;

/** What was done to a sale or its paper by a person's own will. */
function useChangeWords(): (entry: Changed, money: (amountMinor: number) => string) => string {
  const { t } = useLingui();
  return (entry, money) => {
    if (entry.kind === 'price.overridden') {
      const from = money(entry.body.fromMinor);
      const to = money(entry.body.toMinor);
      return t`Price changed from ${from} to ${to}`;
    }
    const { no } = entry.body;
    if (entry.kind === 'sale.voided') {
      const total = money(entry.body.totalMinor);
      return t`Sale voided as ${no}, ${total} given back`;
    }
    const { copyNo } = entry.body;
    return t`Receipt ${no}: copy ${copyNo} made`;
  };
}

/** Stored value: paid in, reserved for a till, free again. */
function useValueWords(): (entry: OfValue) => string {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  return (entry) => {
    const amountMinor = entry.body.principalMinor + entry.body.giftMinor;
    const points = entry.kind === 'value.topped_up' ? 0 : (entry.body.points ?? 0);
    const amount = formatMoney({ amountMinor, currency, lang: langOf(i18n.locale) });
    switch (entry.kind) {
      case 'value.topped_up': {
        const { label } = entry.body;
        return t`Stored value of ${label} topped up by ${amount}`;
      }
      case 'grant.given':
        if (points > 0) return t`Points reserved for a till: ${points}`;
        return t`Stored value reserved for a till: ${amount}`;
      case 'grant.returned':
        if (points > 0) return t`Reserved points given back: ${points}`;
        return t`Reserved stored value given back: ${amount}`;
      case 'grant.written_off':
        if (points > 0) return t`Reserved points written off: ${points}`;
        return t`Reserved stored value written off: ${amount}`;
    }
  };
}
