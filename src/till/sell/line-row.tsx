/**
 * One line of the cart. Knows nothing of prices, stores or databases: all figures come in. Drawn again only when one of
 * them changed: a scan prices the whole cart anew, and must not draw forty lines for one.
 */
import { useLingui } from '@lingui/react/macro';
import { Smartphone } from 'lucide-react';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import type { CartLine } from '../../core/cart.ts';
import { qtyText } from '../../core/currency.ts';
import { toMinor } from '../../core/money.ts';
import { isPriceUnsaid, type PricedLine } from '../../core/price-cart.ts';
import { type Lang, nameIn, otherTag } from '../../core/product.ts';
import { soldName } from '../../core/complete-sale.ts';
import { formatQty } from '../../core/written-figures.ts';
import { Badge } from '../../ui/chip.tsx';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import css from './line-row.module.css';

type Props = {
  readonly priced: PricedLine;
  readonly currency: string;
  readonly offers: string; // what took something off this line, by name
  readonly isSelected: boolean;
  readonly flash: number | null; // changes with each touch of this line
  readonly onSelect: (lineId: number) => void;
  readonly onStep: (lineId: number, by: 1 | -1) => void;
  readonly children?: ReactNode; // the pad, below the selected line
};

const sameFields = <T extends object>(before: T, now: T, except: readonly (keyof T)[]): boolean =>
  (Object.keys(now) as (keyof T)[]).every((key) => except.includes(key) || Object.is(before[key], now[key]));

/** What tells this pack from others of its product. */
function TracedText({ line: { lot = '', serial = '', expiry = '' } }: { readonly line: CartLine }) {
  const { t } = useLingui();
  const told = [
    lot === '' ? '' : t`Lot ${lot}`,
    expiry === '' ? '' : t`use by ${expiry}`,
    serial === '' ? '' : t`No. ${serial}`,
  ];
  const text = told.filter(isSaid).join(' · ');
  return text === '' ? null : <span className={css.chosen}>{text}</span>;
}

const partsWords = ({ parts }: PricedLine, lang: Lang): string =>
  parts.map(({ qtyMilli, names }) => `${qtyText(qtyMilli)} × ${nameIn(names, lang)}`).join(' · ');

const isSaid = (words: string): boolean => words !== '';

export const LineRow = memo(
  DrawnRow,
  // `applied`, `taxes` and `parts` are new lists at each pricing; what is shown of them follows the amount, the
  // quantity and `offers`.
  (before, now) =>
    sameFields(before, now, ['priced']) && sameFields(before.priced, now.priced, ['applied', 'taxes', 'parts']),
);

function DrawnRow({ priced, currency, offers, isSelected, flash, onSelect, onStep, children }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const row = useRef<HTMLLIElement>(null);
  const { line, product } = priced;
  const name = product === null ? nameIn(priced.names, lang) : soldName(priced, lang);
  const qty = formatQty({ qtyMilli: line.qtyMilli, unit: product?.unit ?? 'pcs', lang });
  const said = [...(line.options ?? []).map((option) => option.name), line.note ?? ''].filter(isSaid).join(' · ');
  useEffect(() => {
    if (flash !== null || isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [flash, isSelected]);
  return (
    <li ref={row} className={css.row} data-selected={isSelected || undefined} data-last={flash !== null || undefined}>
      {flash === null ? null : <span key={flash} className={css.flash} aria-hidden="true" />}
      <div className={css.line}>
        <button type="button" className={css.what} aria-expanded={isSelected} onClick={() => onSelect(line.lineId)}>
          <span data-unseen="">{t`Edit`} </span>
          <span className={css.name} lang={otherTag(priced.names, lang)}>
            {name}
          </span>
          <span className={css.detail}>
            {qty} × <MoneyText amountMinor={priced.unitMinor} currency={currency} />
            {line.overrideMinor === null || product?.openPrice === true ? null : (
              <>
                {' '}
                <MoneyText amountMinor={priced.listMinor} currency={currency} struck />
              </>
            )}
            {line.from === 'phone' ? (
              <>
                {' '}
                <Badge tone="good" icon={<Smartphone aria-hidden="true" />}>{t`From phone`}</Badge>
              </>
            ) : null}
            {line.seenMinor !== null && line.seenMinor !== priced.unitMinor ? (
              <span className={css.differs}>
                {t`phone showed`} <MoneyText amountMinor={line.seenMinor} currency={currency} />
              </span>
            ) : null}
            {priced.parts.length === 0 ? null : <span className={css.chosen}>{partsWords(priced, lang)}</span>}
            {said === '' ? null : <span className={css.chosen}>{said}</span>}
            <TracedText line={line} />
            {offers === '' ? null : <span className={css.offers}>{offers}</span>}
            {product === null ? <span className={css.problem}>{t`No price on this till`}</span> : null}
            {product !== null && isPriceUnsaid(line, product) ? (
              <span className={css.problem}>{t`Enter its price`}</span>
            ) : null}
          </span>
        </button>
        <Stepper name={name} onLess={() => onStep(line.lineId, -1)} onMore={() => onStep(line.lineId, 1)} />
        <span className={css.amount}>
          {priced.discountMinor === 0 ? null : (
            <>
              <MoneyText amountMinor={priced.grossMinor} currency={currency} struck />{' '}
            </>
          )}
          <MoneyText amountMinor={toMinor(priced.grossMinor - priced.discountMinor)} currency={currency} />
        </span>
      </div>
      {children}
    </li>
  );
}
