/** What each row of the report says, in words: what it is called, and what is known of it. */
import { useLingui } from '@lingui/react/macro';
import { qtyText } from '../../core/currency.ts';
import { nameIn } from '../../core/product.ts';
import { formatDateTime, formatMoney, formatSpan } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { ExceptionRow, Script } from '../../wire/office-exceptions.ts';
import { useSigned } from '../parts/office-context.ts';

function useScriptNames(): Readonly<Record<Script, string>> {
  const { t } = useLingui();
  return {
    void: t`Sale voided`,
    blind_refund: t`Refund without a receipt`,
    line_removed: t`Line taken off after payment began`,
    discount: t`Discount at the limit`,
    drawer: t`Drawer opened without a sale`,
    price: t`Price changed by hand`,
    clock: t`Clock set back`,
    lost_tail: t`Till given up with entries missing`,
    practice: t`Practice mode`,
    voucher_away: t`Voucher taken while the till was away`,
    cash_refund: t`More cash back than was paid in cash`,
  };
}

/** What a row says wherever it is shown. `staff` is null when nobody is known. */
export function useExceptionTexts() {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const names = useScriptNames();
  const words = useExceptionWords();
  const lang = langOf(i18n.locale);
  return (row: ExceptionRow) => ({
    time: formatDateTime({ ms: row.atMs, lang, tz: store.tz }),
    what: names[row.script],
    details: words(row),
    staff: row.staff === null ? null : nameIn(row.staff, lang),
    approver: row.approver === null ? t`none` : nameIn(row.approver, lang),
  });
}

/** One line of facts. */
function useExceptionWords(): (row: ExceptionRow) => string {
  const { t, i18n } = useLingui();
  const awayWords = useAwayWords();
  const { currency } = useSigned();
  const lang = langOf(i18n.locale);
  const money = (value: string | number | undefined) =>
    formatMoney({ amountMinor: Number(value ?? 0), currency, lang });
  return ({ script, facts }) => {
    const text = (name: string) => String(facts[name] ?? '');
    const [no, reason, product, saleNo] = [text('no'), text('reason'), text('product'), text('saleNo')];
    switch (script) {
      case 'void': {
        const paid = money(facts['paidMinor']);
        return t`${no}: receipt ${saleNo} was paid, ${paid}; all of it given back. ${reason}`;
      }
      case 'blind_refund':
        return t`${no}: no sale behind it. ${reason}`;
      case 'cash_refund': {
        const [paid, back] = [money(facts['paidMinor']), money(facts['cashMinor'])];
        return t`${no}: receipt ${saleNo} took ${paid} in cash; ${back} was handed out`;
      }
      case 'line_removed': {
        const qty = qtyText(Number(facts['qtyMilli'] ?? 0));
        return t`${product} × ${qty}`;
      }
      case 'discount': {
        const percent = `${qtyText(Number(facts['percentBp'] ?? 0) * 10)}%`;
        return t`${percent} on receipt ${no}`;
      }
      case 'drawer':
        return reason;
      case 'price':
        return priceWords();
      case 'clock': {
        const span = formatSpan(Number(facts['shiftedMs'] ?? 0), lang);
        const [promotion, endDate] = [text('promotion'), text('endDate')];
        return promotion === ''
          ? t`By ${span}`
          : t`By ${span}, then receipt ${no} took ${promotion}, which had ended on ${endDate}`;
      }
      case 'practice':
        return awayWords.practice(facts);
      case 'voucher_away':
        return awayWords.voucher(facts);
      case 'lost_tail': {
        const [till, last, announced, shift] = [text('till'), text('lastSeq'), text('announcedSeq'), text('shift')];
        return shift === ''
          ? t`${till}: entries after ${last} up to ${announced} never came`
          : t`${till}: entries after ${last} up to ${announced} never came, shift ${shift} is not closed`;
      }
    }
    function priceWords(): string {
      const from = money(facts['fromMinor']);
      const to = money(facts['toMinor']);
      const change = t`${product}: from ${from} to ${to}`;
      const back = Number(facts['putBack'] ?? 0) === 1 ? t`put back later` : '';
      const sold = saleNo === '' ? t`not sold` : t`sold on receipt ${saleNo}`;
      return [change, sold, back].filter((part) => part !== '').join(', ');
    }
  };
}

type Facts = ExceptionRow['facts'];

/** Of what happened where the books could not see it: practice, and a till that was away. */
function useAwayWords() {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const count = (facts: Facts, name: string) => Number(facts[name] ?? 0);
  return {
    practice: (facts: Facts): string => {
      if (count(facts, 'isOpen') === 1) return t`Begun, and no end of it has come`;
      const [sales, papers] = [count(facts, 'sales'), count(facts, 'papers')];
      const span = formatSpan(count(facts, 'lastedMs'), lang);
      const missing = qtyText(count(facts, 'missingMilli'));
      const rung = t`${sales} sales rung up in ${span}, ${papers} papers printed`;
      return missing === '0' ? rung : t`${rung}; ${missing} of these goods were missing when counted`;
    },
    voucher: (facts: Facts): string => {
      const [voucher, no] = [String(facts['voucher'] ?? ''), String(facts['no'] ?? '')];
      const span = formatSpan(count(facts, 'lateMs'), lang);
      const times = count(facts, 'times');
      const late = t`${voucher} on receipt ${no}, told ${span} later`;
      return times > 1 ? t`${late}; the code was used ${times} times` : late;
    },
  };
}
