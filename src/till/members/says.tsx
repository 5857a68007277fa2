/** Why it was not done, under what was asked for. */
import { useLingui } from '@lingui/react/macro';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useSettings } from '../counter-context.tsx';
import css from './member-sheet.module.css';

export function Says({ refusal }: { readonly refusal: Refusal | null }) {
  const { i18n } = useLingui();
  const { currency } = useSettings();
  return (
    <p role="alert" className={css.says}>
      {refusal === null ? '' : refusalText(i18n, refusal, currency)}
    </p>
  );
}
