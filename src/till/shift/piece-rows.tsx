/** Notes and coins with how many there are of each. Enter goes to the next row, in the last one it ends the count. */
import { useLingui } from '@lingui/react/macro';
import type { KeyboardEvent } from 'react';
import { cashPieces } from '../../core/currency.ts';
import { toMinor } from '../../core/money.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import type { Denomination } from '../commands/close-shift.ts';
import { useSettings } from '../counter-context.tsx';
import css from './count-step.module.css';

/** What was typed for each piece, by its value. */
export type PieceTexts = ReadonlyMap<number, string>;

/** The rows a drawer of this currency has, with what was typed. */
export const piecesOf = (currency: string, texts: PieceTexts): readonly Denomination[] =>
  cashPieces(currency).map((valueMinor) => ({ valueMinor, count: Number(texts.get(valueMinor) ?? 0) }));

type Props = {
  readonly texts: PieceTexts;
  readonly isShut?: boolean;
  readonly onType: (texts: PieceTexts) => void;
};

export function PieceRows({ texts, isShut = false, onType }: Props) {
  const { currency } = useSettings();
  return (
    <ul onKeyDown={nextField}>
      {piecesOf(currency, texts).map((row) => (
        <PieceRow
          key={row.valueMinor}
          row={row}
          text={texts.get(row.valueMinor) ?? ''}
          isShut={isShut}
          onType={(text) => onType(new Map(texts).set(row.valueMinor, text))}
        />
      ))}
    </ul>
  );
}

type RowProps = {
  readonly row: Denomination;
  readonly text: string;
  readonly isShut: boolean;
  readonly onType: (text: string) => void;
};

function PieceRow({ row, text, isShut, onType }: RowProps) {
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
        disabled={isShut}
        value={text}
        onChange={(event) => onType(event.target.value.normalize('NFKC').replace(/\D/g, '').slice(0, 5))}
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
  const next = fields[fields.findIndex((field) => field === document.activeElement) + 1];
  if (next === undefined) return;
  event.preventDefault(); // the form around them would take the first row for the whole count
  next.focus();
}
