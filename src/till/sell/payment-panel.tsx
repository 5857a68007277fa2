/** The payment, in the cart's column: what remains, the amount handed over, and the rows taken so far. */
import { useLingui } from '@lingui/react/macro';
import { ChevronLeft, X } from 'lucide-react';
import { minorDigits } from '../../core/currency.ts';
import { sumMinor, toMinor } from '../../core/money.ts';
import { type PricedCart, totalsWhenPaid } from '../../core/price-cart.ts';
import { expressCash } from '../../core/tender.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { currencySign, formatMoney, formatMoneyShort, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { NumPad } from '../../ui/num-pad.tsx';
import { useCounter, useHand, useSettings, useView } from '../counter-context.tsx';
import { setPadText } from './pad.ts';
import css from './payment-panel.module.css';
import { finishSale, leavePayment, takeCash } from './paying.ts';
import { SavingNotice } from './saving-notice.tsx';

export function PaymentPanel({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  const tenders = useHand((state) => state.tenders);
  const text = useView((state) => state.padText);
  const work = useView((state) => state.work);
  const { totalMinor } = totalsWhenPaid(priced, tenders);
  const remainingMinor = toMinor(Math.max(0, totalMinor - sumMinor(tenders)));
  const isBusy = work !== 'idle';
  return (
    <>
      <div className={css.head}>
        <Button
          kind="plain"
          disabled={isBusy}
          icon={<ChevronLeft aria-hidden="true" />}
          onClick={() => leavePayment(counter)}
        >
          {t`Cart`}
        </Button>
        <h2 className={css.title}>{t`Payment`}</h2>
      </div>
      <div className={css.body}>
        <p className={css.due}>
          <span>{t`Remaining`}</span>
          <MoneyText amountMinor={remainingMinor} currency={currency} size="total" />
        </p>
        <p className={css.of}>
          {t`of`} <MoneyText amountMinor={totalMinor} currency={currency} />
        </p>
        {isBusy ? <SavingNotice /> : null}
        <TenderRows />
        <div className={css.quick} role="group" aria-label={t`Cash at one touch`}>
          {expressCash(remainingMinor, currency).map((amountMinor) => (
            <Button key={amountMinor} disabled={isBusy} onClick={() => void takeCash(counter, amountMinor)}>
              {amountMinor === remainingMinor ? t`Exact` : formatMoneyShort({ amountMinor, currency, lang })}
            </Button>
          ))}
        </div>
      </div>
      <div className={css.foot}>
        <p className={css.typed}>
          <span>{t`Cash received`}</span>
          <output className={css.amount}>
            {currencySign(currency, lang)}
            {text === '' ? '–' : text}
          </output>
        </p>
        <NumPad
          text={text}
          extra={minorDigits(currency) === 0 ? '00' : '.'}
          maxLength={10}
          disabled={isBusy}
          label={t`Cash received`}
          onChange={(next) => setPadText(counter, next)}
        />
        <TakeKey remainingMinor={remainingMinor} />
      </div>
    </>
  );
}

function TakeKey({ remainingMinor }: { readonly remainingMinor: number }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const text = useView((state) => state.padText);
  const work = useView((state) => state.work);
  const typedMinor = text === '' ? toMinor(remainingMinor) : readAmount(text, currency);
  const amount =
    typedMinor === null ? '' : formatMoney({ amountMinor: typedMinor, currency, lang: langOf(i18n.locale) });
  if (remainingMinor === 0) {
    return (
      <Button kind="primary" size="pay" wide disabled={work !== 'idle'} onClick={() => void finishSale(counter)}>
        {t`Complete sale`}
      </Button>
    );
  }
  return (
    <Button
      kind="primary"
      size="pay"
      wide
      disabled={work !== 'idle' || typedMinor === null || typedMinor === 0}
      onClick={() => {
        if (typedMinor === null) return;
        setPadText(counter, '');
        void takeCash(counter, typedMinor);
      }}
    >
      {typedMinor === null ? t`Cash` : t`Take ${amount} cash`}
    </Button>
  );
}

function TenderRows() {
  const { t, i18n } = useLingui();
  const { hand } = useCounter();
  const { currency } = useSettings();
  const tenders = useHand((state) => state.tenders);
  const work = useView((state) => state.work);
  return (
    <ul className={css.rows}>
      {tenders.map(({ tenderId, amountMinor }) => {
        const amount = formatMoney({ amountMinor, currency, lang: langOf(i18n.locale) });
        return (
          <li key={tenderId} className={css.row}>
            <span>{t`Cash`}</span>
            <MoneyText amountMinor={amountMinor} currency={currency} size="line" />
            <IconButton
              label={t`Take back ${amount} cash`}
              disabled={work !== 'idle'}
              onClick={() => hand.getState().dropTender(tenderId)}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
