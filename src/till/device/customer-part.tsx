/** The customer's window: open it, try it, choose its language; whether one is open is said by the window itself. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { browserTimer } from '../../client/browser-timer.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { GIVEN_UP_MS } from '../../wire/customer-display.ts';
import { useNow } from '../clock.ts';
import { useCounter, usePreference } from '../counter-context.tsx';
import { customerShow, openCustomerWindow, stopCustomerShow } from '../customer/customer-window.ts';
import { TRIAL_MS, trialPicture } from '../customer/trial.ts';
import type { CustomerChoice } from '../preferences.ts';
import css from './customer-part.module.css';

const LOOK_MS = 2000;

export function CustomerPart() {
  const { t } = useLingui();
  const counter = useCounter();
  const customer = usePreference((chosen) => chosen.customer);
  const [told, setTold] = useState('');
  const set = (change: Partial<CustomerChoice>) =>
    counter.preferences.setState({ customer: { ...customer, ...change } });
  const open = async () => {
    set({ isOn: true });
    customerShow(counter);
    const isOpen = await openCustomerWindow();
    setTold(
      isOpen
        ? t`The window is open. Touch it once to fill its screen.`
        : t`The browser did not open it. Allow this page to open windows, then touch again.`,
    );
  };
  const test = () => {
    const show = customerShow(counter);
    show.instead(trialPicture(counter));
    browserTimer(TRIAL_MS, () => show.instead(null));
    setTold(t`The display shows made-up goods for a few seconds.`);
  };
  return (
    <div className={css.fields}>
      <p>
        <Trans>Goods, total, change and the receipt's code, in a second window of this device. Needs no network.</Trans>
      </p>
      <CheckField
        label={t`This till has a customer display`}
        checked={customer.isOn}
        onChange={(event) => {
          set({ isOn: event.target.checked });
          if (!event.target.checked) stopCustomerShow(counter);
          else customerShow(counter);
        }}
      />
      <LangField lang={customer.lang} onChoose={(lang) => set({ lang })} />
      <div className={css.keys}>
        <Button onClick={() => void open()}>{t`Open the display`}</Button>
        <Button disabled={!customer.isOn} onClick={test}>{t`Test the display`}</Button>
      </div>
      {customer.isOn ? <Seen /> : null}
      <p role="status">{told}</p>
    </div>
  );
}

type LangProps = { readonly lang: CustomerChoice['lang']; readonly onChoose: (lang: CustomerChoice['lang']) => void };

function LangField({ lang, onChoose }: LangProps) {
  const { t } = useLingui();
  return (
    <SelectField
      label={t`Language it begins in`}
      hint={t`Customers may choose the other for their sale.`}
      value={lang}
      onChange={({ target }) => onChoose(target.value === 'zh-CN' || target.value === 'en' ? target.value : 'till')}
    >
      <option value="till">{t`As this till`}</option>
      <option value="zh-CN" lang="zh-CN">
        中文
      </option>
      <option value="en" lang="en">
        English
      </option>
    </SelectField>
  );
}

/** A display says every few seconds that it is there. */
function Seen() {
  const { t } = useLingui();
  const counter = useCounter();
  const nowMs = useNow(LOOK_MS);
  const [seenMs, setSeenMs] = useState<number | null>(null);
  useEffect(() => {
    const show = customerShow(counter);
    const look = () => setSeenMs(show.seenMs());
    look();
    return show.onSeen(look);
  }, [counter]);
  const isHere = seenMs !== null && nowMs - seenMs < GIVEN_UP_MS;
  return (
    <p className={css.seen} data-here={isHere || undefined}>
      {isHere ? t`A display is open.` : t`No display is open.`}
    </p>
  );
}
