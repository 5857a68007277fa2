/** The day begins: the float in the drawer, as one sum or by its notes and coins, then selling. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { minorDigits } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { currencySign, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { NumPad } from '../../ui/num-pad.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { countedOf } from '../commands/close-shift.ts';
import { openShift } from '../commands/open-shift.ts';
import { useCounter, useSettings } from '../counter-context.tsx';
import { LoadingNote } from '../loading-note.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import css from './open-shift-screen.module.css';
import { PieceRows, piecesOf, type PieceTexts } from './piece-rows.tsx';

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
  const floatMinor = by === 'pieces' ? countedOf(pieces) : readAmount(text === '' ? '0' : text, currency);
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
            <SumField text={text} onType={setText} />
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

function SumField({ text, onType }: { readonly text: string; readonly onType: (text: string) => void }) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  return (
    <>
      <label className={css.amount}>
        <span>{t`Float`}</span>
        <span className={css.figure}>
          {currencySign(currency, langOf(i18n.locale))}
          <input
            className={css.input}
            autoFocus // the digits of a keyboard go here at once
            inputMode="none"
            autoComplete="off"
            aria-label={t`Float`}
            placeholder="0"
            value={text}
            onChange={(event) => onType(event.target.value.slice(0, 10))}
          />
        </span>
      </label>
      <NumPad text={text} extra={minorDigits(currency) === 0 ? '00' : '.'} onChange={onType} />
    </>
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
