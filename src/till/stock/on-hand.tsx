/** What is on hand of a product, and what was sold beyond what the books have. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import type { Product } from '../../core/product.ts';
import { useCatalogueTick, useCounter } from '../counter-context.tsx';
import { PickGoods, useScannedGoods } from '../sell/pick-goods.tsx';
import css from './stock.module.css';
import { useGoodsName, useQtyWords } from './stock-words.ts';

const MOST_LOOKED_AT = 8;
const MOST_OVERSOLD = 100;

export function OnHand() {
  const { t } = useLingui();
  const { tools } = useCounter();
  const { catalogue } = tools.device;
  const [looked, setLooked] = useState<readonly number[]>([]);
  useCatalogueTick();
  const look = useCallback(
    ({ skuNo }: Product) =>
      setLooked((before) => [skuNo, ...before.filter((each) => each !== skuNo)].slice(0, MOST_LOOKED_AT)),
    [],
  );
  useScannedGoods(look);
  const oversold = [...catalogue.oversold()].sort((a, b) => a.onHandMilli - b.onHandMilli);
  return (
    <div className={css.columns}>
      <section className={css.card} aria-label={t`On hand`}>
        <PickGoods onPick={look} onSeen={look} />
        {looked.length === 0 ? <p className={css.empty}>{t`Scan a product, or search for it.`}</p> : null}
        <ul className={css.lines} aria-live="polite">
          {looked.map((skuNo) => (
            <Figure key={skuNo} skuNo={skuNo} onHandMilli={catalogue.onHandMilli(skuNo) ?? null} />
          ))}
        </ul>
      </section>
      <section className={css.card} aria-label={t`Oversold`}>
        <h2 className={css.title}>{t`Oversold`}</h2>
        <p
          className={css.hint}
        >{t`More was sold than the books have. Count these, or book the goods-in that is missing.`}</p>
        {oversold.length === 0 ? <p className={css.empty}>{t`Nothing is oversold.`}</p> : null}
        <ul className={css.lines}>
          {oversold.slice(0, MOST_OVERSOLD).map((row) => (
            <Figure key={row.skuNo} {...row} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Figure({ skuNo, onHandMilli }: { readonly skuNo: number; readonly onHandMilli: number | null }) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const nameOf = useGoodsName();
  const qty = useQtyWords();
  const product = tools.device.catalogue.product(skuNo);
  return (
    <li className={css.line} data-below={(onHandMilli ?? 0) < 0 || undefined}>
      <span className={css.name}>{nameOf(skuNo)}</span>
      <strong className={css.figure}>{onHandMilli === null ? t`Not known` : qty(onHandMilli, product)}</strong>
    </li>
  );
}
