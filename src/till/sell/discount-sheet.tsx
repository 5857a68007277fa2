/** A discount on the whole sale, a coupon, and what applied and what did not. */
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import type { Manual } from '../../core/cart.ts';
import { negated } from '../../core/money.ts';
import type { PricedCart, PricedOffer } from '../../core/price-cart.ts';
import { nameIn } from '../../core/product.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { currencySign, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { NumPad } from '../../ui/num-pad.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { priceNow } from '../commands/price-now.ts';
import type { Counter } from '../counter.ts';
import { useCounter, useHand, useSettings } from '../counter-context.tsx';
import css from './discount-sheet.module.css';
import { askForDiscount, askForTaxFree, dropDiscount, dropTaxFree, takeCoupon } from './discounting.ts';
import { offerName, passedWords } from './offer-words.ts';
import { readPercent } from './pad.ts';

export function DiscountSheet() {
  const { t } = useLingui();
  const counter = useCounter();
  const cart = useHand((state) => state.cart);
  const priced = priceNow(counter.tools, cart);
  return (
    <Sheet open onClose={() => counter.view.setState({ sheet: null })} title={t`Discount`}>
      <div className={css.parts}>
        <OnTheSale />
        <CouponField />
        <TaxFreeField />
        <Applied priced={priced} />
        <PassedOver priced={priced} />
      </div>
    </Sheet>
  );
}

function OnTheSale() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const [by, setBy] = useState<'percent' | 'amount'>('percent');
  const [text, setText] = useState('');
  const errorId = useId();
  const sign = by === 'amount' ? currencySign(currency, langOf(i18n.locale)) : '';
  const reward = by === 'percent' ? percentOff(text) : amountOff(text, currency);
  const isBad = reward === null && !/^[0.]*$/.test(text.trim()); // "0." is on its way to 0.5
  return (
    <form
      className={css.part}
      aria-label={t`Discount on the sale`}
      onSubmit={(event) => {
        event.preventDefault();
        if (reward !== null) askForDiscount(counter, { lineId: null, reward });
      }}
    >
      <div className={css.head}>
        <Chip chosen={by === 'percent'} onClick={() => setBy('percent')}>
          {t`Percent`}
        </Chip>
        <Chip chosen={by === 'amount'} onClick={() => setBy('amount')}>
          {t`Amount`}
        </Chip>
        <span className={css.shown}>
          {sign}
          <input
            className={css.typed}
            autoFocus // the digits of a keyboard go here at once
            inputMode="none"
            autoComplete="off"
            placeholder="–"
            aria-label={t`How much off`}
            aria-invalid={isBad || undefined}
            aria-describedby={errorId}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {by === 'percent' ? '%' : ''}
        </span>
      </div>
      <p id={errorId} className={css.error} role="alert">
        {!isBad ? null : by === 'percent' ? t`A percentage above 0 and up to 100.` : t`This is not an amount.`}
      </p>
      <NumPad text={text} extra="." maxLength={9} onChange={setText} />
      <Button type="submit" kind="primary" size="pay" wide disabled={reward === null}>
        {t`Set`}
      </Button>
    </form>
  );
}

function percentOff(text: string): Manual['reward'] | null {
  const bp = readPercent(text);
  return bp === null ? null : { kind: 'percent', bp };
}

function amountOff(text: string, currency: string): Manual['reward'] | null {
  const amountMinor = readAmount(text, currency);
  return amountMinor === null || amountMinor === 0 ? null : { kind: 'amount', amountMinor };
}

function CouponField() {
  const { t } = useLingui();
  const counter = useCounter();
  const [code, setCode] = useState('');
  const take = () => {
    const text = code.trim().toUpperCase();
    if (text === '') return;
    // An unknown one stands below with its reason, like any other that does not apply.
    if (!takeCoupon(counter, text)) counter.hand.getState().step({ step: 'coupon_added', code: text });
    setCode('');
  };
  return (
    <form
      className={css.coupon}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <input
        className={css.input}
        autoComplete="off"
        autoCapitalize="characters"
        aria-label={t`Coupon`}
        placeholder={t`Coupon`}
        value={code}
        onChange={(event) => setCode(event.target.value.replace(/[^0-9A-Za-z-]/g, '').slice(0, 40))}
      />
      <Button disabled={code === ''} onClick={take}>
        {t`Add`}
      </Button>
    </form>
  );
}

/** As much of a paper's number as is kept; wider than any that is in use. */
const PAPER_MAX = 60;

function TaxFreeField() {
  const { t } = useLingui();
  const counter = useCounter();
  const [paper, setPaper] = useState('');
  if (useHand((state) => state.cart.taxFree) !== undefined) return null; // it stands below, among what applies
  const said = paper.trim();
  return (
    <form
      className={css.coupon}
      aria-label={t`Tax free`}
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== '') askForTaxFree(counter, said);
      }}
    >
      <input
        className={css.input}
        autoComplete="off"
        maxLength={PAPER_MAX}
        aria-label={t`Number of the exemption paper`}
        placeholder={t`Number of the exemption paper`}
        value={paper}
        onChange={(event) => setPaper(event.target.value)}
      />
      <Button type="submit" disabled={said === ''}>
        {t`Tax free`}
      </Button>
    </form>
  );
}

function Applied({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  if (priced.offers.length === 0) return null;
  return (
    <section className={css.part}>
      <h3 className={css.title}>{t`Applied`}</h3>
      <ul className={css.rows}>
        {priced.offers.map((offer) => {
          const name = offerName(offer, lang);
          const drop = dropping(counter, offer);
          return (
            <li key={offer.offerNo} className={css.row}>
              <span>{name}</span>
              <MoneyText amountMinor={negated(offer.amountMinor)} currency={currency} />
              {drop === null ? null : (
                <IconButton label={t`Remove ${name}`} onClick={drop}>
                  <X aria-hidden="true" />
                </IconButton>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** How a person takes it off again; null: it applies by itself. */
function dropping(counter: Counter, { kind, coupon }: PricedOffer): (() => void) | null {
  if (kind === 'cart_discount') return () => dropDiscount(counter, null);
  if (kind === 'tax_free') return () => dropTaxFree(counter);
  return coupon === null ? null : () => counter.hand.getState().step({ step: 'coupon_removed', code: coupon });
}

/** The first of them: a person asks about one, not about fifty. */
const SHOWN = 12;

function PassedOver({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  if (priced.passed.length === 0) return null;
  const inCart = counter.hand.getState().cart.coupons ?? [];
  return (
    <section className={css.part}>
      <h3 className={css.title}>{t`Not applied`}</h3>
      <ul className={css.rows}>
        {priced.passed.slice(0, SHOWN).map((one) => {
          const { coupon, promotion } = one;
          const name = promotion === null ? (coupon ?? '') : nameIn(promotion.names, lang);
          return (
            <li key={`${promotion?.promotionId ?? ''} ${coupon ?? ''}`} className={css.row}>
              <span>
                {name}
                <span className={css.why}>{passedWords(one, { currency, lang })}</span>
              </span>
              {coupon === null || !inCart.includes(coupon) ? null : (
                <IconButton
                  label={t`Remove ${name}`}
                  onClick={() => counter.hand.getState().step({ step: 'coupon_removed', code: coupon })}
                >
                  <X aria-hidden="true" />
                </IconButton>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
