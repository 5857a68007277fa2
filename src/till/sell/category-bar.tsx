/** Chips over the grid: the first page, then the shop's categories in their order. */
import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { nameIn } from '../../core/product.ts';
import { Chip } from '../../ui/chip.tsx';
import { langOf } from '../../ui/lang.ts';
import { useCatalogueTick, useCounter } from '../counter-context.tsx';
import css from './category-bar.module.css';

type Props = { readonly chosen: string | null | undefined; readonly onChoose: (categoryId: string | null) => void };

export const CategoryBar = memo(function CategoryBar({ chosen, onChoose }: Props) {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  useCatalogueTick();
  const categories = tools.device.catalogue.categories();
  return (
    <div className={css.bar} role="group" aria-label={t`Categories`}>
      <Chip chosen={chosen === null} onClick={() => onChoose(null)}>
        {t`Hot`}
      </Chip>
      {categories.map((category) => (
        <Chip
          key={category.categoryId}
          chosen={chosen === category.categoryId}
          edge={category.hue}
          onClick={() => onChoose(category.categoryId)}
        >
          {nameIn(category.names, langOf(i18n.locale))}
        </Chip>
      ))}
    </div>
  );
});
