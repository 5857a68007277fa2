/** The frame of a screen: its title, what goes with it, its actions, and the page's name in the browser. */
import { useEffect, type ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import css from './screen.module.css';

type Props = {
  readonly title: string;
  readonly sub?: ReactNode;
  readonly actions?: ReactNode;
  readonly fill?: boolean; // takes the whole height and scrolls inside
  readonly isPaper?: boolean; // printed without its title: what is below is the paper
  readonly children: ReactNode;
};

export function Screen({ title, sub, actions, fill = false, isPaper = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Halfloop 半环`;
  }, [title]);
  return (
    <div className={classNames(css.screen, fill && css.fill, isPaper && css.paper)}>
      <header className={css.head}>
        <h1 className={css.title}>{title}</h1>
        {sub === undefined ? null : <div className={css.sub}>{sub}</div>}
        {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
