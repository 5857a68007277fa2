/** A screen with one thing to do: the shop's mark, a title, and a card in the middle. */
import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names.ts';
import { HalfloopMark } from '../ui/halfloop-mark.tsx';
import css from './plain-page.module.css';

type Props = {
  readonly title: ReactNode;
  readonly place?: string;
  readonly aside?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
};

export function PlainPage({ title, place = '', aside, wide = false, children }: Props) {
  return (
    <div className={css.page}>
      <header className={css.head} data-surface="inverse">
        <HalfloopMark />
        <p className={css.place}>{place}</p>
        {aside}
      </header>
      <main className={css.main}>
        <div className={classNames(css.card, wide && css.wide)}>
          <h1 className={css.title}>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
