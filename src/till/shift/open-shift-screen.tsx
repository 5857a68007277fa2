/** The day begins: the float in the drawer, as one sum or by its notes and coins, then selling. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { countedOf } from '../commands/close-shift.ts';
import { openShift } from '../commands/open-shift.ts';
import { useCounter, useSettings } from '../counter-context.tsx';
import { LoadingNote } from '../loading-note.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import css from './open-shift-screen.module.css';
import { PieceRows, piecesOf, type PieceTexts } from './piece-rows.tsx';
import { SumField, sumOf } from './sum-field.tsx';

export function OpenShiftScreen() {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const { currency } = useSettings();
  const [by, setBy] = useState<'sum' | 'pieces'>('sum');
  const [text, setText] = useState('');
  const [counts, setCounts] = useState<PieceTexts>(new Map());
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const pieces = piecesOf(currency, counts);
  const floatMinor = by === 'pieces' ? countedOf(pieces) : sumOf(text, currency);
  const open = async () => {
    if (floatMinor === null || isSaving) return;
    setSaving(true);
    const opened = await openShift(tools, floatMinor, by === 'pieces' ? pieces : []);
    setSaving(false);
    setRefusal(opened.ok ? null : opened.error);
  };
  return (
    <TitledScreen title={t`Open shift`} canLeave={false}>
      <main className={css.main}>
        <form
          className={css.card}
          onSubmit={(event) => {
            event.preventDefault();
            void open();
          }}
        >
          <LoadingNote />
          <h2>{t`Cash in the drawer`}</h2>
          {by === 'pieces' ? null : (
            <p className={css.hint}>
              <Trans>Count the cash in the drawer before the first sale. It works without the network.</Trans>
            </p>
          )}
          <div className={css.by} role="group" aria-label={t`How to count`}>
            <Chip chosen={by === 'sum'} onClick={() => setBy('sum')}>{t`One sum`}</Chip>
            <Chip chosen={by === 'pieces'} onClick={() => setBy('pieces')}>{t`Notes and coins`}</Chip>
          </div>
          {by === 'sum' ? (
            <SumField label={t`Float`} text={text} autoFocus onType={setText} />
          ) : (
            <Pieces texts={counts} sumMinor={floatMinor ?? 0} onType={setCounts} />
          )}
          <p className={css.refusal} role="alert">
            {refusal === null ? null : refusalText(i18n, refusal, currency)}
          </p>
          <Button type="submit" kind="primary" size="pay" wide disabled={floatMinor === null || isSaving}>
            {t`Open shift`}
          </Button>
        </form>
      </main>
    </TitledScreen>
  );
}

type PiecesProps = {
  readonly texts: PieceTexts;
  readonly sumMinor: number;
  readonly onType: (texts: PieceTexts) => void;
};

function Pieces({ texts, sumMinor, onType }: PiecesProps) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => fields.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={fields}>
      <PieceRows texts={texts} onType={onType} />
      <p className={css.amount}>
        <span>{t`Float`}</span>
        <MoneyText amountMinor={sumMinor} currency={currency} />
      </p>
    </div>
  );
}
