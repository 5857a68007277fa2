/** Less and more around a figure. Both keys are named with what they change. */
import { useLingui } from '@lingui/react/macro';
import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import css from './stepper.module.css';

type Props = {
  readonly name: string; // of what is counted
  readonly onLess: () => void;
  readonly onMore: () => void;
  readonly lessDisabled?: boolean;
  readonly moreDisabled?: boolean;
  readonly children?: ReactNode; // the figure between the keys, where it is shown
};

export function Stepper({ name, onLess, onMore, lessDisabled = false, moreDisabled = false, children }: Props) {
  const { t } = useLingui();
  return (
    <div className={css.stepper}>
      <IconButton kind="quiet" label={t`One less ${name}`} onClick={onLess} disabled={lessDisabled}>
        <Minus aria-hidden="true" />
      </IconButton>
      {children === undefined ? null : <output className={css.figure}>{children}</output>}
      <IconButton kind="quiet" label={t`One more ${name}`} onClick={onMore} disabled={moreDisabled}>
        <Plus aria-hidden="true" />
      </IconButton>
    </div>
  );
}
