/** In the bar: papers that could not be printed. Nothing waits for them, and nobody needs to look for them. */
import { useLingui } from '@lingui/react/macro';
import { Printer } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useCounter } from '../counter-context.tsx';
import css from './printer-part.module.css';

export function PrintsChip() {
  const { t } = useLingui();
  const { desk, view } = useCounter();
  const count = useStore(desk.state, ({ jobs }) => (jobs.some((job) => job.trouble !== null) ? jobs.length : 0));
  useEffect(() => void desk.wake(), [desk]);
  if (count === 0) return null;
  return (
    <button type="button" className={css.chip} onClick={() => view.setState({ sheet: 'prints' })}>
      <Printer aria-hidden="true" />
      {t`Waiting to print`} · {count}
    </button>
  );
}
