/** Over the cart of an exchange: what came back counts for it, and what is paid or handed out in the end. */
import { useLingui } from '@lingui/react/macro';
import { ArrowLeftRight } from 'lucide-react';
import { useEffect } from 'react';
import { sumMinor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useCatalogueTick, useCounter, useHand, useSettings } from '../counter-context.tsx';
import { openDrawerFor } from '../printing/drawer.ts';
import css from '../sell/handoff-notice.module.css';
import { carriedNow } from '../sell/paying.ts';
import { findExchange } from './exchanging.ts';

export function ExchangeNotice() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const exchange = useHand((state) => state.cart.exchange);
  const isEmpty = useHand((state) => state.cart.lines.length === 0);
  useHand((state) => state.cart.rev);
  useCatalogueTick();
  useEffect(() => {
    void findExchange(counter);
  }, [counter]);
  if (exchange === undefined) return null;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, lang: langOf(i18n.locale) });
  const { no, back } = exchange;
  const whole = money(sumMinor(back));
  const outMinor = carriedNow(counter)?.outMinor ?? 0;
  const out = money(outMinor);
  const handOut = () => {
    counter.hand.getState().step({ step: 'exchange_left' });
    void openDrawerFor(counter, back);
  };
  return (
    <div className={css.notice} role="status">
      <ArrowLeftRight aria-hidden="true" />
      <div className={css.words}>
        <p className={css.title}>
          {t`Exchange`} · {no}
        </p>
        <p>{t`${whole} came back and counts toward these goods.`}</p>
        {outMinor === 0 || isEmpty ? null : <p>{t`To hand out at the end: ${out}`}</p>}
        {isEmpty && no !== '' ? <Button onClick={handOut}>{t`No other goods: hand out ${whole}`}</Button> : null}
      </div>
    </div>
  );
}
