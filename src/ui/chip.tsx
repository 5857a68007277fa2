/** Small rounded controls: a chip filters or picks, a badge only says. */
import type { ComponentProps, ReactNode } from 'react';
import css from './chip.module.css';
import { classNames } from './class-names.ts';

type ChipProps = Omit<ComponentProps<'button'>, 'className'> & {
  readonly chosen?: boolean;
  readonly edge?: number | undefined; // a category's hue, 0 to 7
  readonly className?: string | undefined;
};

export function Chip({ chosen, edge, className, children, ...rest }: ChipProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-pressed={chosen}
      className={classNames(css.chip, className)}
      data-hue={edge === undefined ? undefined : edge % 8}
    >
      {children}
    </button>
  );
}

type BadgeProps = {
  readonly tone?: 'plain' | 'good' | 'warn' | 'danger';
  readonly icon?: ReactNode; // state is never told by colour alone
  readonly children: ReactNode;
};

export function Badge({ tone = 'plain', icon, children }: BadgeProps) {
  return (
    <span className={classNames(css.badge, css[tone])}>
      {icon}
      {children}
    </span>
  );
}
