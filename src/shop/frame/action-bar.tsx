/** What one does with a page, where the thumb is: a bar over the places, and room for it below what is read. */
import type { ReactNode } from 'react';
import css from './action-bar.module.css';

type Props = {
  readonly label: string; // it is a region of its own, beside the page's body
  readonly tall?: boolean; // more stands in it than one row of keys
  readonly children: ReactNode;
};

export function ActionBar({ label, tall = false, children }: Props) {
  return (
    <>
      <div className={css.room} data-tall={tall || undefined} aria-hidden="true" />
      <section className={css.bar} data-main-key="" aria-label={label}>
        <div className={css.inside}>{children}</div>
      </section>
    </>
  );
}
