/** The body of a page: one column, as wide as a phone and in the middle of anything wider. */
import type { ComponentProps } from 'react';
import { classNames } from '../../ui/class-names.ts';
import css from './shop-page.module.css';

/** `close`: parts that belong together stand closer. */
type Props = ComponentProps<'main'> & { readonly close?: boolean };

export function ShopPage({ close = false, className, ...rest }: Props) {
  return <main {...rest} className={classNames(css.page, close && css.close, className)} />;
}
