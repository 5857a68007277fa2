/** The sale as it grows: every line, what was taken off, and the one figure to pay. The newest line is in sight. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { negated, toMinor } from '../core/money.ts';
import { nameIn, otherTag, type Lang } from '../core/product.ts';
import { formatQty } from '../core/written-figures.ts';
import { langOf } from '../ui/lang.ts';
import { MoneyText } from '../ui/money-text.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import type { CustomerLine, CustomerPicture } from '../wire/customer-display.ts';
import css from './sale-view.module.css';
import { Figures } from './figures.tsx';

const CODE_SIDE = 200;

export function SaleView({ picture }: { readonly picture: CustomerPicture }) {
  const { t } = useLingui();
  const { lines, currency, totals, stage, qrText } = picture;
  const isPart = picture.tenders.length > 0;
  const dueMinor = isPart ? picture.remainingMinor : (totals?.totalMinor ?? 0);
  return (
    <div className={css.sale}>
      <h1 data-unseen="">{t`Your goods`}</h1>
      <Lines lines={lines} currency={currency} />
      <section className={css.sums} aria-label={t`Total`}>
        {stage === 'trial' ? <p className={css.trial}>{t`This is a trial`}</p> : null}
        {stage === 'trial' && qrText !== null ? (
          <QrCode text={qrText} label={t`A code to try the screen`} maxSide={CODE_SIDE} />
        ) : null}
        <Figures picture={picture} />
        <p className={css.due} role="status">
          <span className={css.word}>{isPart ? t`Still to pay` : stage === 'paying' ? t`To pay` : t`Total`}</span>
          <MoneyText amountMinor={dueMinor} currency={currency} size="change" />
        </p>
      </section>
    </div>
  );
}

type LinesProps = { readonly lines: readonly CustomerLine[]; readonly currency: string };

function Lines({ lines, currency }: LinesProps) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const list = useRef<HTMLUListElement>(null);
  const told = lines.map(({ lineId, qtyMilli }) => `${lineId}:${qtyMilli}`);
  const [shown, setShown] = useState<{ readonly told: readonly string[]; readonly touched: number | null }>({
    told: [],
    touched: null,
  });
  if (told.join() !== shown.told.join()) {
    const at = told.findLastIndex((one) => !shown.told.includes(one));
    setShown({ told, touched: lines[at]?.lineId ?? null });
  }
  const { touched } = shown;
  useEffect(() => {
    list.current?.querySelector('[data-touched]')?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return (
    <ul ref={list} className={css.lines} aria-label={t`Your goods`} tabIndex={0}>
      {lines.map((line) => (
        <Row key={line.lineId} line={line} currency={currency} lang={lang} isTouched={line.lineId === touched} />
      ))}
    </ul>
  );
}

type RowProps = {
  readonly line: CustomerLine;
  readonly currency: string;
  readonly lang: Lang;
  readonly isTouched: boolean;
};

function Row({ line, currency, lang, isTouched }: RowProps) {
  const { t } = useLingui();
  const { names, spec, qtyMilli, unit, unitMinor, grossMinor, discountMinor, offers, options } = line;
  const name = nameIn(names, lang);
  const whole = spec === null || name.includes(spec) ? name : `${name} ${spec}`;
  const off = offers.map((offer) => (offer === null ? t`Discount` : nameIn(offer, lang)));
  const said = [...options, ...off].join(' · ');
  return (
    <li className={css.row} data-touched={isTouched || undefined}>
      <span className={css.name} lang={otherTag(names, lang)}>
        {whole}
      </span>
      <span className={css.amount}>
        {discountMinor === 0 ? null : (
          <>
            <MoneyText amountMinor={grossMinor} currency={currency} struck />{' '}
          </>
        )}
        <MoneyText amountMinor={toMinor(grossMinor + negated(discountMinor))} currency={currency} />
      </span>
      <span className={css.detail}>
        {formatQty({ qtyMilli, unit, lang })} × <MoneyText amountMinor={unitMinor} currency={currency} />
        {said === '' ? '' : ` · ${said}`}
      </span>
    </li>
  );
}
