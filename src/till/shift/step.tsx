/** One of the three steps: numbered, shut until the one before is done, ticked when it is. */
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './step.module.css';

type Props = {
  readonly no: number;
  readonly title: string;
  readonly state: 'shut' | 'open' | 'done';
  readonly foot: ReactNode;
  readonly children: ReactNode;
};

export function Step({ no, title, state, foot, children }: Props) {
  return (
    <section className={css.step} data-state={state} aria-label={title}>
      <h2 className={css.title}>
        <span className={css.no}>{state === 'done' ? <Check aria-hidden="true" /> : no}</span>
        {title}
      </h2>
      <div className={css.body}>{children}</div>
      <div className={css.foot}>{foot}</div>
    </section>
  );
}

/** A name and its figure. */
export function Figure({
  name,
  strong = false,
  children,
}: {
  readonly name: string;
  readonly strong?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={css.figure} data-strong={strong || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
