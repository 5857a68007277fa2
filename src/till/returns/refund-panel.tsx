/** What goes back and how, seen before it is agreed to; why; and the key that names the amount. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Result } from '../../core/result.ts';
import type { Return } from '../../core/sale.ts';
import { cashAsOne } from '../../core/tender.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useSettings } from '../counter-context.tsx';
import css from './refund-panel.module.css';

type Props = {
  readonly planned: Result<Return, Refusal> | null; // null: still being read
  readonly reasons: readonly string[]; // the usual ones, at one touch
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onRefund: () => void;
  readonly keyWords: (amount: string) => string;
  readonly isBusy: boolean;
  readonly children?: ReactNode; // other ways to settle it
};

const LONGEST_REASON = 200;

/** Why goods come back. */
export function useReturnReasons(): readonly string[] {
  const { t } = useLingui();
  return [t`Changed their mind`, t`Faulty`, t`Wrong goods`, t`Past its date`];
}

export function RefundPanel({ planned, reasons, reason, onReason, onRefund, keyWords, isBusy, children }: Props) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const back = planned?.ok === true ? planned.value : null;
  const amount = formatMoney({ amountMinor: back?.totalMinor ?? 0, currency, lang: langOf(i18n.locale) });
  const refused = planned?.ok === false && planned.error.code !== 'empty_cart' ? planned.error : null;
  return (
    <section className={css.panel} aria-label={t`Refund`}>
      <h2 className={css.title}>{t`Reason`}</h2>
      <div className={css.reasons}>
        {reasons.map((each) => (
          <Chip key={each} chosen={reason === each} onClick={() => onReason(each)}>
            {each}
          </Chip>
        ))}
      </div>
      <InputField
        label={t`In other words`}
        maxLength={LONGEST_REASON}
        value={reasons.includes(reason) ? '' : reason}
        onChange={(event) => onReason(event.target.value)}
      />
      <h2 className={css.title}>{t`Goes back`}</h2>
      <dl>
        {cashAsOne(back?.plan ?? []).map((row) => (
          <div key={row.tenderId} className={css.row}>
            <dt>{[methodName(i18n, row), row.evidence?.code].filter((part) => part !== undefined).join(' · ')}</dt>
            <dd>
              <MoneyText amountMinor={row.amountMinor} currency={currency} />
            </dd>
          </div>
        ))}
        <div className={css.total}>
          <dt>{t`Refund`}</dt>
          <dd>
            <MoneyText amountMinor={back?.totalMinor ?? 0} currency={currency} size="subtotal" />
          </dd>
        </div>
      </dl>
      {refused === null ? null : (
        <p role="alert" className={css.refused}>
          {refusalText(i18n, refused, currency)}
        </p>
      )}
      <div className={css.keys}>
        {children}
        <Button
          kind="danger"
          size="pay"
          wide
          disabled={back === null || reason.trim() === '' || isBusy}
          onClick={onRefund}
        >
          {keyWords(amount)}
        </Button>
      </div>
      {back !== null && reason.trim() === '' ? <p className={css.hint}>{t`Choose a reason first.`}</p> : null}
    </section>
  );
}
