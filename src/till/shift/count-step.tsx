/** Step 1: the drawer, by notes and coins or as one sum, and the notes of other currencies the store takes. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import type { Minor } from '../../core/money.ts';
import type { ForeignCount } from '../../core/shift.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { readAmount } from '../../ui/format.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { countedOf, type Denomination } from '../commands/close-shift.ts';
import { useSettings, useTill } from '../counter-context.tsx';
import css from './count-step.module.css';
import { PieceRows, piecesOf, type PieceTexts } from './piece-rows.tsx';
import { Step } from './step.tsx';

export type Counted = {
  readonly countedMinor: Minor;
  readonly denominations: readonly Denomination[];
  readonly foreign: readonly ForeignCount[];
};

type Props = {
  readonly isDone: boolean;
  readonly onDone: (counted: Counted) => void;
  /** Where counting may be left out. */
  readonly onSkip?: () => void;
};

export function CountStep({ isDone, onDone, onSkip }: Props) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const [by, setBy] = useState<'pieces' | 'sum'>('pieces');
  const [counts, setCounts] = useState<PieceTexts>(new Map());
  const [sum, setSum] = useState('');
  const foreign = useForeignCounts();
  const fields = useRef<HTMLDivElement>(null);
  const rows = piecesOf(currency, counts);
  const countedMinor = by === 'pieces' ? countedOf(rows) : (readAmount(sum === '' ? '0' : sum, currency) ?? null);
  const isReady = countedMinor !== null && foreign.counts !== null;
  // Whoever comes to count, or to count again, types at once.
  useEffect(() => {
    if (!isDone) fields.current?.querySelector('input')?.focus();
  }, [by, isDone]);
  const done = () => {
    if (countedMinor === null || foreign.counts === null) return;
    onDone({ countedMinor, denominations: by === 'pieces' ? rows : [], foreign: foreign.counts });
  };
  const foot = (
    <>
      {onSkip === undefined ? null : (
        <Button size="pay" disabled={isDone} onClick={onSkip}>
          {t`Do not count`}
        </Button>
      )}
      <Button kind="primary" size="pay" disabled={isDone || !isReady} onClick={done}>
        {t`Done counting`}
      </Button>
    </>
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
          <PieceRows texts={counts} isShut={isDone} onType={setCounts} />
        )}
        <ForeignFields isShut={isDone} {...foreign} />
      </div>
      <p className={css.total}>
        <span>{t`Counted cash`}</span>
        <MoneyText amountMinor={countedMinor ?? 0} currency={currency} />
      </p>
    </Step>
  );
}

/** Notes of the currencies this store takes, as typed. `counts` is null while one of them is no amount. */
function useForeignCounts() {
  const store = useTill((state) => state.store);
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const currencies = (store?.foreignCash ?? []).map((rate) => rate.currency);
  const read = currencies.map((currency) => ({
    currency,
    countedMinor: readAmount(texts.get(currency) === '' ? '0' : (texts.get(currency) ?? '0'), currency),
  }));
  const counts = read.flatMap(({ currency, countedMinor }) =>
    countedMinor === null ? [] : [{ currency, countedMinor }],
  );
  return {
    currencies,
    texts,
    onType: (currency: string, text: string) => setTexts(new Map(texts).set(currency, text)),
    counts: counts.length === read.length ? counts.filter((row) => row.countedMinor > 0) : null,
  };
}

function ForeignFields({
  currencies,
  texts,
  isShut,
  onType,
}: Omit<ReturnType<typeof useForeignCounts>, 'counts'> & { readonly isShut: boolean }) {
  const { t } = useLingui();
  return currencies.map((currency) => (
    <InputField
      key={currency}
      label={t`Notes in ${currency}`}
      inputMode="decimal"
      disabled={isShut}
      value={texts.get(currency) ?? ''}
      error={readAmount(texts.get(currency) || '0', currency) === null ? t`This is not an amount.` : null}
      onChange={(event) => onType(currency, event.target.value)}
    />
  ));
}
