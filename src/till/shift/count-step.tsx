/** Step 1: the drawer, by notes and coins or as one sum. Enter goes to the next row. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { cashPieces } from '../../core/currency.ts';
import { toMinor, type Minor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatMoney, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { countedOf, type Denomination } from '../commands/close-shift.ts';
import { useSettings } from '../counter-context.tsx';
import css from './count-step.module.css';
import { Step } from './step.tsx';

export type Counted = { readonly countedMinor: Minor; readonly denominations: readonly Denomination[] };

type Props = { readonly isDone: boolean; readonly onDone: (counted: Counted) => void };

export function CountStep({ isDone, onDone }: Props) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const [by, setBy] = useState<'pieces' | 'sum'>('pieces');
  const [counts, setCounts] = useState<ReadonlyMap<number, string>>(new Map());
  const [sum, setSum] = useState('');
  const fields = useRef<HTMLDivElement>(null);
  const rows = cashPieces(currency).map((valueMinor) => ({ valueMinor, count: Number(counts.get(valueMinor) ?? 0) }));
  const countedMinor = by === 'pieces' ? countedOf(rows) : (readAmount(sum === '' ? '0' : sum, currency) ?? null);
  // Whoever comes to count, or to count again, types at once.
  useEffect(() => {
    if (!isDone) fields.current?.querySelector('input')?.focus();
  }, [by, isDone]);
  const done = () => {
    if (countedMinor !== null) onDone({ countedMinor, denominations: by === 'pieces' ? rows : [] });
  };
  const foot = (
    <Button kind="primary" size="pay" disabled={isDone || countedMinor === null} onClick={done}>
      {t`Done counting`}
    </Button>
  );
  return (
    <Step no={1} title={t`Count the cash`} state={isDone ? 'done' : 'open'} foot={foot}>
      <div className={css.by} role="group" aria-label={t`How to count`}>
        <Chip chosen={by === 'pieces'} disabled={isDone} onClick={() => setBy('pieces')}>
          {t`Notes and coins`}
        </Chip>
        <Chip chosen={by === 'sum'} disabled={isDone} onClick={() => setBy('sum')}>
          {t`One sum`}
        </Chip>
      </div>
      <div ref={fields}>
        {by === 'sum' ? (
          <InputField
            label={t`Counted cash`}
            inputMode="decimal"
            disabled={isDone}
            value={sum}
            error={countedMinor === null ? t`This is not an amount.` : null}
            onChange={(event) => setSum(event.target.value)}
          />
        ) : (
          <ul onKeyDown={nextField}>
            {rows.map((row) => (
              <PieceRow
                key={row.valueMinor}
                row={row}
                text={counts.get(row.valueMinor) ?? ''}
                isDone={isDone}
                onCount={(text) => setCounts(new Map(counts).set(row.valueMinor, text))}
              />
            ))}
          </ul>
        )}
      </div>
      <p className={css.total}>
        <span>{t`Counted cash`}</span>
        <MoneyText amountMinor={countedMinor ?? 0} currency={currency} />
      </p>
    </Step>
  );
}

type PieceProps = {
  readonly row: Denomination;
  readonly text: string;
  readonly isDone: boolean;
  readonly onCount: (text: string) => void;
};

function PieceRow({ row, text, isDone, onCount }: PieceProps) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const value = formatMoney({ amountMinor: row.valueMinor, currency, lang: langOf(i18n.locale) });
  return (
    <li className={css.piece}>
      <span className={css.value}>{value}</span>
      <input
        className={css.count}
        inputMode="numeric"
        autoComplete="off"
        aria-label={t`How many of ${value}`}
        disabled={isDone}
        value={text}
        onChange={(event) => onCount(event.target.value.replace(/\D/g, '').slice(0, 5))}
      />
      <span className={css.amount}>
        <MoneyText amountMinor={toMinor(row.valueMinor * row.count)} currency={currency} />
      </span>
    </li>
  );
}

function nextField(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  const fields = [...event.currentTarget.querySelectorAll('input')];
  const here = fields.findIndex((field) => field === document.activeElement);
  fields[here + 1]?.focus();
}
