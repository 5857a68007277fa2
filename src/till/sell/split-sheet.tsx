/** The cart in two: which lines, and how many of each, go into a part of their own. Both totals stand below. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { soldName } from '../../core/complete-sale.ts';
import { otherTag } from '../../core/product.ts';
import { pickStep, type Picks } from '../../core/split-cart.ts';
import { formatQty } from '../../core/written-figures.ts';
import type { PricedLine } from '../../core/price-cart.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { priceNow } from '../commands/price-now.ts';
import { useCatalogueTick, useCounter, useHand, useSettings } from '../counter-context.tsx';
import css from './split-sheet.module.css';
import { split, splitNow } from './splitting.ts';

export function SplitSheet() {
  const { t } = useLingui();
  const counter = useCounter();
  const { tools, view } = counter;
  const { currency } = useSettings();
  const cart = useHand((state) => state.cart);
  useCatalogueTick(); // prices may change while it is open
  const [picks, setPicks] = useState<Picks>(new Map());
  const { lines } = priceNow(tools, cart);
  const made = splitNow(counter, picks);
  const pick = (lineId: number, qtyMilli: number) => setPicks(new Map([...picks, [lineId, qtyMilli]]));
  const part = made === null ? null : priceNow(tools, made.taken).totals.totalMinor;
  const rest = made === null ? null : priceNow(tools, made.kept).totals.totalMinor;
  const keys = (
    <div className={css.foot}>
      <p className={css.sums}>
        <span>
          {t`This part`} <strong>{part === null ? '–' : <MoneyText amountMinor={part} currency={currency} />}</strong>
        </span>
        <span>
          {t`The rest`} <strong>{rest === null ? '–' : <MoneyText amountMinor={rest} currency={currency} />}</strong>
        </span>
      </p>
      <Button size="key" disabled={made === null} onClick={() => void split(counter, picks, 'picked')}>
        {t`Hold this part`}
      </Button>
      <Button size="key" kind="primary" disabled={made === null} onClick={() => void split(counter, picks, 'rest')}>
        {t`Pay this part first`}
      </Button>
    </div>
  );
  return (
    <Sheet open wide onClose={() => view.setState({ sheet: null })} title={t`Split the cart`} foot={keys}>
      <p className={css.hint}>{t`Tap what goes into a part of its own. What is not paid now is held.`}</p>
      <ul className={css.rows}>
        {lines.map((line) => (
          <SplitRow
            key={line.line.lineId}
            priced={line}
            takenMilli={picks.get(line.line.lineId) ?? 0}
            onPick={(qtyMilli) => pick(line.line.lineId, qtyMilli)}
          />
        ))}
      </ul>
    </Sheet>
  );
}

type RowProps = {
  readonly priced: PricedLine;
  readonly takenMilli: number;
  readonly onPick: (qtyMilli: number) => void;
};

function SplitRow({ priced, takenMilli, onPick }: RowProps) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  const { line, product } = priced;
  const name = soldName(priced, lang);
  const step = pickStep(line);
  const written = (qtyMilli: number) => formatQty({ qtyMilli, unit: product?.unit ?? 'pcs', lang });
  const [taken, all] = [written(takenMilli), written(line.qtyMilli)];
  return (
    <li className={css.row}>
      <button
        type="button"
        className={css.what}
        aria-pressed={takenMilli > 0}
        onClick={() => onPick(takenMilli > 0 ? 0 : line.qtyMilli)}
      >
        <span className={css.name} lang={otherTag(priced.names, lang)}>
          {name}
        </span>
        <MoneyText amountMinor={priced.grossMinor} currency={currency} />
      </button>
      {step === line.qtyMilli ? (
        <span className={css.of}>{takenMilli > 0 ? t`all of it` : all}</span>
      ) : (
        <Stepper
          name={name}
          lessDisabled={takenMilli === 0}
          moreDisabled={takenMilli === line.qtyMilli}
          onLess={() => onPick(takenMilli - step)}
          onMore={() => onPick(takenMilli + step)}
        >
          {t`${taken} of ${all}`}
        </Stepper>
      )}
    </li>
  );
}
