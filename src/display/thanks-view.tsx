/** After the payment: thanks, the change, and the receipt to take along by phone. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import { MoneyText } from '../ui/money-text.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import type { CustomerPicture } from '../wire/customer-display.ts';
import { Figures } from './figures.tsx';
import css from './thanks-view.module.css';

const CODE_SIDE = 320;

export function ThanksView({ picture }: { readonly picture: CustomerPicture }) {
  const { t } = useLingui();
  const { currency, changeMinor, qrText, no } = picture;
  const label = t`Scan to keep your receipt`;
  return (
    <section className={css.thanks} aria-label={t`Thank you`}>
      <div className={css.words}>
        <h1 className={css.title}>
          <CircleCheck aria-hidden="true" />
          <Trans>Thank you</Trans>
        </h1>
        <Figures picture={picture} />
        <p className={css.change} role="status">
          <span className={css.word}>{t`Change`}</span>
          <MoneyText amountMinor={changeMinor} currency={currency} size="change" />
        </p>
        <p className={css.no}>{no}</p>
      </div>
      {qrText === null ? null : (
        <div className={css.code}>
          <QrCode text={qrText} label={label} maxSide={CODE_SIDE} />
          <p>{label}</p>
        </div>
      )}
    </section>
  );
}
