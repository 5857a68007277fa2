/**
 * A pad of keys that edits a text of digits. It holds no value: the owner keeps the text and decides what it means. The
 * pad never opens the system keyboard.
 */
import { useLingui } from '@lingui/react/macro';
import { Delete } from 'lucide-react';
import css from './num-pad.module.css';

type Props = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What the key at the lower left types: a decimal point, two zeros, or nothing. */
  readonly extra?: '.' | '00' | null;
  readonly maxLength?: number;
  readonly disabled?: boolean;
  readonly label?: string;
};

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The text after one key. A point stands once, and never first: ".5" becomes "0.5". */
export function typedText(text: string, key: string, maxLength: number): string {
  if (key === 'back') return text.slice(0, -1);
  if (key === '.') return text.includes('.') ? text : `${text === '' ? '0' : text}.`.slice(0, maxLength);
  return (text + key).slice(0, maxLength);
}

export function NumPad({ text, onChange, extra = null, maxLength = 10, disabled = false, label }: Props) {
  const { t } = useLingui();
  const key = (name: string) => () => {
    onChange(typedText(text, name, maxLength));
  };
  return (
    <div role="group" aria-label={label ?? t`Number keys`} className={css.pad}>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className={css.key} disabled={disabled} onClick={key(digit)}>
          {digit}
        </button>
      ))}
      {extra === null ? (
        <span aria-hidden="true" />
      ) : (
        <button
          type="button"
          className={css.key}
          disabled={disabled}
          aria-label={extra === '.' ? t`Decimal point` : undefined}
          onClick={key(extra)}
        >
          {extra}
        </button>
      )}
      <button type="button" className={css.key} disabled={disabled} onClick={key('0')}>
        0
      </button>
      <button
        type="button"
        className={css.key}
        disabled={disabled}
        aria-label={t`Delete the last digit`}
        onClick={key('back')}
      >
        <Delete aria-hidden="true" />
      </button>
    </div>
  );
}
