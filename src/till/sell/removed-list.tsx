/** Lines taken out of this cart, each one touch away, until the sale is made. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { QtyText } from '../../ui/qty-text.tsx';
import { useCounter, useHand } from '../counter-context.tsx';
import css from './removed-list.module.css';

export function RemovedList() {
  const { t, i18n } = useLingui();
  const { tools, hand } = useCounter();
  const removed = useHand((state) => state.cart.removed);
  if (removed.length === 0) return null;
  const count = removed.length;
  return (
    <details className={css.removed}>
      <summary className={css.summary}>{t`Removed ${count}`}</summary>
      <ul>
        {removed.map((line) => {
          const product = tools.device.catalogue.product(line.skuNo);
          const name = product === undefined ? `#${String(line.skuNo)}` : nameIn(product.names, langOf(i18n.locale));
          return (
            <li key={line.lineId} className={css.row}>
              <s className={css.name}>{name}</s>
              <QtyText qtyMilli={line.qtyMilli} unit={product?.unit ?? 'pcs'} />
              <Button
                kind="plain"
                aria-label={t`Put back ${name}`}
                onClick={() => hand.getState().step({ step: 'line_restored', lineId: line.lineId })}
              >
                {t`Put back`}
              </Button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
