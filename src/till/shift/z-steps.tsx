/** Steps 2 and 3: what the drawer should hold against what was counted, then the Z and its signature. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ShiftClosed } from '../../core/shift.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useSettings, useTill } from '../counter-context.tsx';
import { Figure, Step } from './step.tsx';
import css from './z-steps.module.css';

type DifferenceProps = {
  readonly z: ShiftClosed | null;
  readonly isDone: boolean;
  readonly onAccept: () => void;
  readonly onRecount: () => void;
};

export function DifferenceStep({ z, isDone, onAccept, onRecount }: DifferenceProps) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const isOpen = z !== null && !isDone;
  const foot = (
    <>
      <Button size="pay" disabled={!isOpen} onClick={onRecount}>
        {t`Recount`}
      </Button>
      <Button size="pay" kind="primary" disabled={!isOpen} onClick={onAccept}>
        {t`Accept`}
      </Button>
    </>
  );
  return (
    <Step no={2} title={t`Difference`} state={z === null ? 'shut' : isDone ? 'done' : 'open'} foot={foot}>
      {z === null ? (
        <p>
          <Trans>Shown when the count is done.</Trans>
        </p>
      ) : (
        <>
          <dl>
            <Figure name={t`Float`}>
              <MoneyText amountMinor={z.floatMinor} currency={currency} />
            </Figure>
            <Figure name={t`Cash taken, less change and refunds`}>
              <MoneyText amountMinor={z.expectedMinor - z.floatMinor} currency={currency} />
            </Figure>
            <Figure name={t`Expected cash`} strong>
              <MoneyText amountMinor={z.expectedMinor} currency={currency} />
            </Figure>
            <Figure name={t`Counted cash`}>
              <MoneyText amountMinor={z.countedMinor} currency={currency} />
            </Figure>
            <Figure name={t`Difference`} strong>
              <span className={z.diffMinor === 0 ? css.even : css.off}>
                <MoneyText amountMinor={z.diffMinor} currency={currency} />
              </span>
            </Figure>
          </dl>
          <p className={css.verdict}>
            {z.diffMinor === 0
              ? t`The drawer is right.`
              : z.diffMinor < 0
                ? t`Cash is missing.`
                : t`There is too much cash.`}
          </p>
        </>
      )}
    </Step>
  );
}

type ZProps = {
  readonly z: ShiftClosed | null;
  readonly isSigned: boolean;
  readonly onSign: () => void;
  readonly onLeave: () => void;
};

export function ZStep({ z, isSigned, onSign, onLeave }: ZProps) {
  const { t } = useLingui();
  const foot = isSigned ? (
    <>
      <Button size="pay" onClick={() => window.print()}>
        {t`Print`}
      </Button>
      <Button size="pay" kind="primary" onClick={onLeave}>
        {t`Done`}
      </Button>
    </>
  ) : (
    <Button size="pay" kind="primary" disabled={z === null} onClick={onSign}>
      {t`Sign and close`}
    </Button>
  );
  return (
    <Step no={3} title={t`Z report`} state={z === null ? 'shut' : isSigned ? 'done' : 'open'} foot={foot}>
      {z === null ? (
        <p>
          <Trans>Shown when the difference is accepted.</Trans>
        </p>
      ) : (
        <ZFigures z={z} />
      )}
    </Step>
  );
}

function ZFigures({ z }: { readonly z: ShiftClosed }) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const pending = useTill((state) => state.pending);
  const lang = langOf(i18n.locale);
  const zNo = String(z.zNo).padStart(4, '0');
  return (
    <>
      <dl>
        <Figure name={t`Z report`}>
          <strong>{zNo}</strong>
        </Figure>
        <Figure name={t`Sales (${formatCount(z.sales, lang)})`}>
          <MoneyText amountMinor={z.salesMinor} currency={currency} />
        </Figure>
        <Figure name={t`Refunds (${formatCount(z.returns, lang)})`}>
          <MoneyText amountMinor={0 - z.returnsMinor} currency={currency} />
        </Figure>
        {z.byMethod.map((row) => (
          <Figure key={row.method} name={t`Cash`}>
            <MoneyText amountMinor={row.amountMinor} currency={currency} />
          </Figure>
        ))}
        {z.byTax.map((row) => (
          <Figure key={row.taxBp} name={t`Tax included ${formatCount(row.taxBp / 100, lang)}%`}>
            <MoneyText amountMinor={row.taxMinor} currency={currency} />
          </Figure>
        ))}
        <Figure name={t`Difference`}>
          <MoneyText amountMinor={z.diffMinor} currency={currency} />
        </Figure>
        <Figure name={t`Running total`} strong>
          <MoneyText amountMinor={z.grandTotalMinor} currency={currency} />
        </Figure>
      </dl>
      {z.provisional ? (
        <p className={css.wait}>
          <Badge tone="warn">{t`Provisional`}</Badge>{' '}
          <Plural
            value={pending}
            one="# entry waits to sync. The number is fixed now; it is final when the entry arrives."
            other="# entries wait to sync. The number is fixed now; it is final when they arrive."
          />
        </p>
      ) : null}
    </>
  );
}
