/** The cart: its lines, what was removed, the totals, and the keys that take the money. */
import { useLingui } from '@lingui/react/macro';
import { ScanBarcode } from 'lucide-react';
import { memo, Suspense, useCallback } from 'react';
import { settleExchange } from '../../core/exchange.ts';
import { negated, sumMinor, toMinor } from '../../core/money.ts';
import { type PricedCart, totalsWhenPaid } from '../../core/price-cart.ts';
import type { Lang } from '../../core/product.ts';
import { pickStep } from '../../core/split-cart.ts';
import { expressCash } from '../../core/tender.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMoney, formatMoneyShort } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useCounter, useHand, usePreference, useSettings, useView } from '../counter-context.tsx';
import { keyFor } from '../key-map.ts';
import css from './cart-panel.module.css';
import { clearCart, stepQuantity } from './filling.ts';
import { LineRow } from './line-row.tsx';
import { offerName } from './offer-words.ts';
import { selectLine } from './pad.ts';
import { openPayment, takeCash } from './paying.ts';
import { RemovedList } from './removed-list.tsx';
import { ExchangeNotice, HandoffNotice, HeldNotice, LinePad } from '../views.ts';

/** Drawn again for other figures only: the one key that pays goes on to the change without a frame in between. */
export const CartPanel = memo(function CartPanel({ priced }: { readonly priced: PricedCart }) {
  const { t } = useLingui();
  const isEmpty = priced.lines.length === 0;
  const hasParts = useView((state) => state.parts !== null);
  const isTakenBack = useHand((state) => state.cart.hold !== undefined);
  const isExchange = useHand((state) => state.cart.exchange !== undefined);
  const isFromPhone = useHand((state) => state.cart.handoff !== null) || hasParts;
  return (
    <>
      <CartHead priced={priced} />
      <div className={css.scroll}>
        {isFromPhone ? (
          <Suspense fallback={null}>
            <HandoffNotice priced={priced} />
          </Suspense>
        ) : null}
        {isTakenBack ? (
          <Suspense fallback={null}>
            <HeldNotice />
          </Suspense>
        ) : null}
        {isExchange ? (
          <Suspense fallback={null}>
            <ExchangeNotice />
          </Suspense>
        ) : null}
        {isEmpty ? (
          <EmptyState icon={<ScanBarcode aria-hidden="true" />} title={t`Scan or tap a product`}>
            {t`The scanner works wherever you tapped last.`}
          </EmptyState>
        ) : (
          <CartLines priced={priced} />
        )}
        <RemovedList />
      </div>
      <PayKeys priced={priced} />
    </>
  );
});

function CartHead({ priced }: { readonly priced: PricedCart }) {
  const { t } = useLingui();
  const counter = useCounter();
  const multiplyMilli = useView((state) => state.multiplyMilli);
  const member = useHand((state) => state.cart.member);
  const count = priced.lines.length;
  const isOne = count === 0 || (count === 1 && priced.lines.every(({ line }) => pickStep(line) === line.qtyMilli));
  return (
    <div className={css.head}>
      <h2 className={css.title}>
        {t`Cart`} {count === 0 ? null : <span className={css.count}>{count}</span>}
      </h2>
      {multiplyMilli === null ? null : <p className={css.multiply}>{multiplyMilli / 1000} ×</p>}
      <Button kind="plain" onClick={() => counter.view.setState({ sheet: 'member' })}>
        {member === undefined ? t`Member` : member.label}
      </Button>
      {isOne ? null : (
        <Button kind="plain" onClick={() => counter.view.setState({ sheet: 'split' })}>
          {t`Split`}
        </Button>
      )}
      {count === 0 ? null : (
        <Button kind="plain" onClick={() => void clearCart(counter)}>
          {t`Clear sale`}
        </Button>
      )}
    </div>
  );
}

function CartLines({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const lang = langOf(i18n.locale);
  const { currency } = useSettings();
  const selected = useHand((state) => state.cart.selected);
  const flash = useView((state) => state.flash);
  const select = useCallback((lineId: number) => selectLine(counter, lineId), [counter]);
  const step = useCallback((lineId: number, by: 1 | -1) => stepQuantity(counter, lineId, by), [counter]);
  return (
    <ul className={css.lines} aria-label={t`Lines of the cart`}>
      {priced.lines.map((line) => {
        const { lineId } = line.line;
        return (
          <LineRow
            key={lineId}
            priced={line}
            currency={currency}
            offers={offersOf(priced, line, lang)}
            isSelected={selected === lineId}
            flash={flash?.lineId === lineId ? flash.count : null}
            onSelect={select}
            onStep={step}
          >
            {selected === lineId ? (
              <Suspense fallback={null}>
                <LinePad lineId={lineId} name={line.product?.names.en ?? ''} isWhole={line.product?.unit === 'pcs'} />
              </Suspense>
            ) : null}
          </LineRow>
        );
      })}
    </ul>
  );
}

/** Names of what took something off a line, those of persons by what they are. */
function offersOf({ offers }: PricedCart, { applied }: PricedCart['lines'][number], lang: Lang): string {
  const names = applied.map(({ offerNo }) => {
    const offer = offers.find((one) => one.offerNo === offerNo);
    return offer === undefined ? '' : offerName(offer, lang);
  });
  return names.join(' · ');
}

/** One row for all that was taken off; a touch tells what, and what was not. */
function TakenOff({ priced }: { readonly priced: PricedCart }) {
  const { t } = useLingui();
  const { view } = useCounter();
  const { currency } = useSettings();
  const { discountMinor } = priced.totals;
  if (discountMinor === 0 && priced.passed.every((one) => one.coupon === null)) return null;
  return (
    <button type="button" className={css.off} onClick={() => view.setState({ sheet: 'discount' })}>
      <span>{t`Discounts`}</span>
      <MoneyText amountMinor={negated(discountMinor)} currency={currency} />
    </button>
  );
}

function TaxWord({ priced }: { readonly priced: PricedCart }) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const isAdded = priced.rules.taxMode === 'added';
  return (
    <span className={css.tax}>
      {isAdded ? t`With tax` : t`Tax included`} <MoneyText amountMinor={priced.totals.taxMinor} currency={currency} />
    </span>
  );
}

/** How much room the longest of the express amounts takes. */
function roomFor(words: readonly string[]): 'short' | 'long' | 'longest' {
  const most = Math.max(0, ...words.map(({ length }) => length));
  return most <= 6 ? 'short' : most <= 8 ? 'long' : 'longest';
}

function PayKeys({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const isHeld = useView(({ work }) => work !== 'idle' && work !== 'saving'); // a touch while saving does nothing
  const lang = langOf(i18n.locale);
  const payKey = usePreference(({ keys }) => keyFor(keys, 'F9'));
  const exchange = useHand((state) => state.cart.exchange);
  const carried = exchange === undefined ? [] : settleExchange(exchange, priced).carried;
  const whole = totalsWhenPaid(priced, carried).totalMinor; // what nobody has paid: as in cash
  const totalMinor = toMinor(whole - sumMinor(carried));
  const items = priced.lines.length;
  const total = formatMoney({ amountMinor: totalMinor, currency, lang });
  const express = items === 0 ? [] : expressCash(totalMinor, currency);
  const words = express.map((amountMinor) => formatMoneyShort({ amountMinor, currency, lang }));
  return (
    <div className={css.pay}>
      <TakenOff priced={priced} />
      <p className={css.total}>
        <span className={css.totalWord}>
          {exchange === undefined ? t`Total` : t`Still to pay`}
          <TaxWord priced={priced} />
        </span>
        <MoneyText amountMinor={totalMinor} currency={currency} size="total" />
      </p>
      <div className={css.express} data-figures={roomFor(words)} role="group" aria-label={t`Cash at one touch`}>
        {express.map((amountMinor, at) => {
          const amount = formatMoney({ amountMinor, currency, lang });
          const isExact = amountMinor === totalMinor;
          return (
            <Button
              key={amountMinor}
              className={css.cash}
              aria-label={isExact ? t`Exact cash ${amount}` : t`Cash ${amount}`}
              disabled={isHeld}
              onClick={() => void takeCash(counter, amountMinor)}
            >
              {isExact ? t`Exact` : words[at]}
            </Button>
          );
        })}
      </div>
      <Button
        kind="primary"
        size="pay"
        wide
        className={css.payKey}
        disabled={items === 0 || isHeld}
        onClick={() => openPayment(counter)}
      >
        <span className={css.payWord}>
          {t`Pay`} <kbd className={css.key}>{payKey}</kbd>
        </span>
        <span>{items === 0 ? '' : total}</span>
      </Button>
    </div>
  );
}
