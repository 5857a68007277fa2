/** The kit's buttons: every control of ours that acts is a native button with words for its name. */
import type { ComponentProps, ReactNode } from 'react';
import css from './button.module.css';
import { classNames } from './class-names.ts';

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  /** primary: money forward, one per view. danger: destroys or refunds. quiet: the rest. plain: no frame. */
  readonly kind?: 'primary' | 'quiet' | 'plain' | 'danger';
  /** key: number pad and express keys. pay: the 80 px key. */
  readonly size?: 'control' | 'key' | 'pay';
  readonly wide?: boolean;
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
};

export function Button(props: ButtonProps) {
  const { kind = 'quiet', size = 'control', wide = false, icon, className, children, type = 'button', ...rest } = props;
  return (
    <button {...rest} type={type} className={classNames(css.button, css[kind], css[size], wide && css.wide, className)}>
      {icon}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'className'> & {
  readonly label: string; // what it does, in words: "Remove Lay's Cucumber"
  readonly children: ReactNode; // the icon
  readonly kind?: 'quiet' | 'plain' | 'primary' | 'danger';
  readonly className?: string | undefined;
};

/** A square button that shows an icon and is named in words. */
export function IconButton({ label, children, kind = 'plain', type = 'button', className, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={classNames(css.button, css[kind], css.square, className)}
    >
      {children}
    </button>
  );
}
