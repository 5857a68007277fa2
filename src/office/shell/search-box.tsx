/**
 * Search from anywhere (Ctrl+K): products by name, pinyin, initials, code or barcode; Enter opens one, or all found.
 */
import { useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { nameIn, otherTag } from '../../core/product.ts';
import { productPage, productsParams, type ProductListed } from '../../wire/office.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useRefusalWords } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import css from './search-box.module.css';
import { createSearch, type SearchState } from './search-store.ts';

const SHOWN = 8;

function useProductSearch() {
  const { api } = useOffice();
  const { store } = useSigned();
  const [search] = useState(() =>
    createSearch(
      (q) => {
        const params = productsParams({
          storeId: store.storeId, q, category: '', status: 'all', sort: 'no', desc: false, offset: 0, limit: SHOWN,
        }); // prettier-ignore
        return api.call('GET', `/products?${params.toString()}`, { schema: productPage });
      },
      (run, ms) => void setTimeout(run, ms),
    ),
  );
  return search;
}

export function SearchBox() {
  const { t } = useLingui();
  const [, go] = useLocation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const search = useProductSearch();
  const state = useStore(search);
  const { text, found, marked, open, type, mark, close } = state;

  useFocusKey(input);

  const leave = (path: string) => {
    close();
    type('');
    go(path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const pick = found[marked];
    if (event.key === 'ArrowDown') mark(1);
    else if (event.key === 'ArrowUp') mark(-1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && text.trim() !== '') {
      leave(pick === undefined ? `/products?q=${encodeURIComponent(text.trim())}` : `/products/${pick.skuId}`);
    } else return;
    if (event.key !== 'Escape') event.preventDefault();
  };

  return (
    <div className={css.box} role="search">
      <Search aria-hidden="true" className={css.icon} />
      <input
        ref={input}
        className={css.input}
        type="search"
        role="combobox"
        aria-label={t`Search products`}
        aria-expanded={open}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={marked < 0 ? undefined : `${id}-${marked}`}
        placeholder={t`Products: name, pinyin, code`}
        autoComplete="off"
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
        onFocus={() => type(text)}
      />
      <kbd className={css.keys} aria-hidden="true">
        Ctrl K
      </kbd>
      <FoundList id={id} state={state} onPick={leave} />
    </div>
  );
}

/** Ctrl+K, or Cmd+K, from anywhere on the page. */
function useFocusKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.isComposing || event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [input]);
}

type FoundProps = {
  readonly id: string;
  readonly state: SearchState<ProductListed>;
  readonly onPick: (path: string) => void;
};

function FoundList({ id, state, onPick }: FoundProps) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const words = useRefusalWords();
  const lang = langOf(i18n.locale);
  const { text, found, total, answered, refusal, marked, open } = state;
  return (
    <div className={css.found} hidden={!open}>
      <ul id={`${id}-found`} role="listbox" aria-label={t`Found`}>
        {found.map((product, at) => (
          <li
            key={product.skuId}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === marked}
            className={css.option}
            onPointerDown={(event) => {
              event.preventDefault(); // the field keeps the focus until the page changes
              onPick(`/products/${product.skuId}`);
            }}
          >
            <span className={css.name} lang={otherTag(product.names, lang)}>
              {nameIn(product.names, lang)} {product.spec}
            </span>
            <span className={css.code}>{product.code}</span>
            <MoneyText amountMinor={product.priceMinor} currency={currency} />
          </li>
        ))}
      </ul>
      {answered === text && found.length === 0 ? <p className={css.none}>{t`Nothing found`}</p> : null}
      {refusal === null ? null : <p className={css.none}>{words(refusal)}</p>}
      {total > found.length ? <p className={css.none}>{t`Enter shows all ${total}`}</p> : null}
    </div>
  );
}
