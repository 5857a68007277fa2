/** A phone's cart on the counter: what the phone said it comes to, what it comes to here, and what this till lacks. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Smartphone, TriangleAlert } from 'lucide-react';
import { sumMinor, toMinor } from '../../core/money.ts';
import type { PricedCart } from '../../core/price-cart.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { QtyText } from '../../ui/qty-text.tsx';
import { useHand, useSettings, useView } from '../counter-context.tsx';
import css from './handoff-notice.module.css';

export function HandoffNotice({ priced }: { readonly priced: PricedCart }) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const handoff = useHand((state) => state.cart.handoff);
  const parts = useView((state) => state.parts);
  if (parts !== null) {
    const got = parts.parts.length;
    const of = parts.parts[0]?.part?.of ?? got;
    return (
      <div className={css.notice} role="status">
        <Smartphone aria-hidden="true" />
        <p>{t`Part ${got} of ${of} of the phone's cart is read. Scan the next part.`}</p>
      </div>
    );
  }
  if (handoff === null) return null;
  const lines = priced.lines.filter((each) => each.line.from === 'phone');
  const nowMinor = sumMinor(lines.map((each) => toMinor(each.grossMinor - each.discountMinor)));
  const differs = handoff.totalSeenMinor !== null && handoff.totalSeenMinor !== nowMinor;
  return (
    <div className={css.notice} data-differs={differs || handoff.missing.length > 0 || undefined}>
      <Smartphone aria-hidden="true" />
      <div className={css.words}>
        <p className={css.title}>
          {t`From phone`} · <Plural value={lines.length} one="# line" other="# lines" />
        </p>
        {handoff.totalSeenMinor === null ? null : (
          <p>
            {t`Phone showed`} <MoneyText amountMinor={handoff.totalSeenMinor} currency={currency} />, {t`now`}{' '}
            <strong>
              <MoneyText amountMinor={nowMinor} currency={currency} />
            </strong>
          </p>
        )}
        {handoff.missing.map((missing) => (
          <p key={`${missing.gtin ?? ''}#${String(missing.skuNo)}`} className={css.missing}>
            <TriangleAlert aria-hidden="true" />
            <span>
              {t`Not on this till`}: {missing.gtin ?? `#${String(missing.skuNo)}`} ×{' '}
              <QtyText qtyMilli={missing.qtyMilli} />
            </span>
          </p>
        ))}
      </div>
    </div>
  );
}
