/** Products chosen one by one: type, pick with the keys or a tap, take out again. */
import { useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { nameIn } from '../../core/product.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { productPage, productsParams, type ProductListed } from '../../wire/office.ts';
import { useOffice, useSigned } from './office-context.ts';
import { createSearch } from '../shell/search-store.ts';
import css from './product-picker.module.css';

const SHOWN = 6;

type Props = {
  readonly picked: readonly ProductListed[];
  readonly onChange: (picked: readonly ProductListed[]) => void;
};

export function ProductPicker({ picked, onChange }: Props) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const [search] = useState(() =>
    createSearch<ProductListed>(
      (q) => {
        const asked = {
          storeId: store.storeId,
          q,
          category: '',
          status: 'active',
          sort: 'no',
          desc: false,
          offset: 0,
          limit: SHOWN,
        } as const;
        return api.call('GET', `/products?${productsParams(asked).toString()}`, { schema: productPage });
      },
      (run, ms) => void setTimeout(run, ms),
    ),
  );
  const { text, found, answered, type } = useStore(search);
  const add = (product: ProductListed) => {
    if (!picked.some((one) => one.skuId === product.skuId)) onChange([...picked, product]);
  };
  return (
    <div className={css.picker}>
      <InputField
        label={t`Find a product`}
        type="search"
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          const [first] = found;
          if (first !== undefined) add(first);
        }}
      />
      {text === '' ? null : <FoundList found={found} isAnswered={answered === text} onAdd={add} />}
      <PickedList picked={picked} onChange={onChange} />
    </div>
  );
}

type FoundProps = {
  readonly found: readonly ProductListed[];
  readonly isAnswered: boolean;
  readonly onAdd: (product: ProductListed) => void;
};

function FoundList({ found, isAnswered, onAdd }: FoundProps) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  return (
    <ul className={css.picked} aria-label={t`Found`}>
      {found.map((product) => (
        <li key={product.skuId}>
          <span className={css.name}>
            {nameIn(product.names, lang)} {product.spec}
          </span>
          <Button kind="plain" icon={<Plus aria-hidden="true" />} onClick={() => onAdd(product)}>
            {t`Add`}
          </Button>
        </li>
      ))}
      {isAnswered && found.length === 0 ? <li>{t`Nothing found`}</li> : null}
    </ul>
  );
}

function PickedList({ picked, onChange }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  if (picked.length === 0) return null;
  return (
    <ul className={css.picked} aria-label={t`Chosen`}>
      {picked.map((product) => {
        const name = nameIn(product.names, lang);
        return (
          <li key={product.skuId}>
            <span className={css.name}>
              {name} {product.spec}
            </span>
            <IconButton label={t`Take out ${name}`} onClick={() => onChange(picked.filter((one) => one !== product))}>
              <X aria-hidden="true" />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
