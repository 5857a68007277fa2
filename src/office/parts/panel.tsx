/**
 * A titled part of a screen. `flush`: its content goes to the edge, as a table does. No landmark of its own: a table
 * that scrolls is one already, and two of one name help nobody.
 */
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import css from './panel.module.css';

type Props = {
  readonly title: ReactNode;
  readonly tools?: ReactNode;
  readonly flush?: boolean;
  readonly children: ReactNode;
};

export function Panel({ title, tools, flush = false, children }: Props) {
  return (
    <section className={css.panel}>
      <div className={css.head}>
        <h2 className={css.title}>{title}</h2>
        {tools === undefined ? null : <div className={css.tools}>{tools}</div>}
      </div>
      <div className={classNames(css.body, flush && css.flush)}>{children}</div>
    </section>
  );
}
