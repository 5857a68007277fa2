/** What an empty place says: what belongs here and the one thing to do next. */
import type { ReactNode } from 'react';
import css from './empty-state.module.css';

type Props = {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
};

export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={css.empty}>
      {icon === undefined ? null : <div className={css.icon}>{icon}</div>}
      <p className={css.title}>{title}</p>
      {children === undefined ? null : <p className={css.words}>{children}</p>}
      {action}
    </div>
  );
}
