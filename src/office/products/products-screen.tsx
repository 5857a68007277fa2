/** All products: search, filters, the grid, and one product's drawer with its own address. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useContext, useEffect, useMemo, useState } from 'react';
import { useLocation, useParams, useSearchParams } from 'wouter';
import { useStore } from 'zustand';
import { nameIn } from '../../core/product.ts';
import { productPage, productsParams, type ProductListed, type ProductSaved } from '../../wire/office.ts';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { StaleNote } from '../parts/note.tsx';
import { LiveContext, useOffice, useSigned } from '../parts/office-context.ts';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import { useCategories } from './categories.ts';
import { readListQuery, writeListQuery, type ListQuery } from './list-query.ts';
import { ProductGrid } from './product-grid.tsx';
import { ProductSheet } from './product-sheet.tsx';
import { useStatusWords } from './product-words.ts';
import { createWindows } from './product-windows.ts';
import css from './products-screen.module.css';

const POKE_REST_MS = 1000;

/** The list's store; asks again when another person, an import or a till changes what it may show. */
function useProductWindows(query: ListQuery) {
  const { api } = useOffice();
  const { store } = useSigned();
  const live = useContext(LiveContext);
  const { storeId } = store;
  const { q, category, status, sort, desc } = query;
  const windows = useMemo(
    () =>
      createWindows<ListQuery, ProductListed>({ q, category, status, sort, desc }, (asked, offset, limit) =>
        api.call('GET', `/products?${productsParams({ storeId, ...asked, offset, limit }).toString()}`, {
          schema: productPage,
        }),
      ),
    [api, storeId, q, category, status, sort, desc],
  );
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | null = null;
    const leave = live?.subscribe((moved) => {
      if (moved !== null && !moved.includes('org') && !moved.includes(`store:${storeId}`)) return;
      soon ??= setTimeout(() => {
        soon = null;
        windows.getState().refresh();
      }, POKE_REST_MS);
    });
    return () => {
      leave?.();
      if (soon !== null) clearTimeout(soon);
    };
  }, [windows, live, storeId]);
  return windows;
}

export function ProductsScreen() {
  const { t, i18n } = useLingui();
  const { mayChange, store } = useSigned();
  const { skuId } = useParams();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const query = readListQuery(params);
  const windows = useProductWindows(query);
  const { total, refusal, asOfMs, refresh } = useStore(windows);
  const [saved, setSaved] = useState<ProductSaved | null>(null);
  const lang = langOf(i18n.locale);
  const search = params.toString() === '' ? '' : `?${params.toString()}`;
  const time = asOfMs === null ? '' : formatTime({ ms: asOfMs, lang, tz: store.tz });
  const asOf = refusal === null && asOfMs !== null ? t`As of ${time}` : null; // a refusal tells it itself
  const onSaved = (answer: ProductSaved) => {
    setSaved(answer);
    windows.getState().replace((row) => row.skuId === answer.product.skuId, answer.product);
  };
  return (
    <Screen
      fill
      title={t`Products`}
      sub={
        total === null ? null : <Plural value={total} one="# product" other={`${formatCount(total, lang)} products`} />
      }
      actions={
        <>
          <StorePicker />
          {mayChange ? (
            <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={() => go(`/products/new${search}`)}>
              {t`Add product`}
            </Button>
          ) : null}
        </>
      }
    >
      <div className={css.tools}>
        <Filters query={query} />
        <p className={css.state} role="status">
          {saved === null ? asOf : <SavedText saved={saved} />}
        </p>
      </div>
      <StaleNote refusal={refusal} gotMs={asOfMs} refresh={refresh} />
      <ProductGrid
        windows={windows}
        isFiltered={search !== ''}
        onOpen={(id) => go(`/products/${id}${search}`)}
        onSaved={onSaved}
      />
      {skuId === undefined ? null : (
        <ProductSheet
          key={skuId}
          skuId={skuId === 'new' ? null : skuId}
          onClose={() => go(`/products${search}`)}
          onSaved={(answer, isNew) => {
            onSaved(answer);
            if (isNew) refresh();
          }}
        />
      )}
    </Screen>
  );
}

/** Saved, and who has heard of it: tills that are out of touch take it when they are back. */
function SavedText({ saved }: { readonly saved: ProductSaved }) {
  const { t } = useLingui();
  const { tills } = saved;
  return (
    <>
      {t`Saved.`}{' '}
      {tills === 0 ? (
        t`No till is in touch now; each takes it when it is back.`
      ) : (
        <Plural value={tills} one="# till was told." other="# tills were told." />
      )}
    </>
  );
}

const TYPE_REST_MS = 200;

function Filters({ query }: { readonly query: ListQuery }) {
  const { t, i18n } = useLingui();
  const [, setParams] = useSearchParams();
  const categories = useCategories();
  const statusWords = useStatusWords();
  const [text, setText] = useState(query.q);
  const [known, setKnown] = useState(query.q);
  if (known !== query.q) {
    setKnown(query.q); // the address changed by another way than this field: the header's search, the back key
    if (text.trim() !== query.q) setText(query.q);
  }
  const lang = langOf(i18n.locale);
  const change = (part: Partial<ListQuery>) => setParams(writeListQuery({ ...query, ...part }), { replace: true });

  useEffect(() => {
    if (text.trim() === query.q) return undefined;
    const rest = setTimeout(
      () => setParams(writeListQuery({ ...query, q: text.trim() }), { replace: true }),
      TYPE_REST_MS,
    );
    return () => clearTimeout(rest);
  }, [text, query, setParams]);

  return (
    <>
      <InputField
        className={css.search}
        label={t`Search`}
        type="search"
        placeholder={t`Name, pinyin, initials, code, barcode`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <SelectField
        label={t`Category`}
        value={query.category}
        onChange={(event) => change({ category: event.currentTarget.value })}
      >
        <option value="">{t`All`}</option>
        {categories.map((category) => (
          <option key={category.categoryId} value={category.categoryId}>
            {nameIn(category.names, lang)} ({formatCount(category.products, lang)})
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Status`}
        value={query.status}
        onChange={(event) => change({ status: event.currentTarget.value as ListQuery['status'] })}
      >
        <option value="all">{t`All`}</option>
        {(['active', 'provisional', 'stopped'] as const).map((status) => (
          <option key={status} value={status}>
            {statusWords[status]}
          </option>
        ))}
      </SelectField>
      <OrderField query={query} onChange={change} />
    </>
  );
}

type OrderProps = { readonly query: ListQuery; readonly onChange: (part: Partial<ListQuery>) => void };

function OrderField({ query, onChange }: OrderProps) {
  const { t } = useLingui();
  return (
    <SelectField
      label={t`Order`}
      value={`${query.sort}${query.desc ? '-desc' : ''}`}
      onChange={(event) => {
        const [sort = 'no', desc] = event.currentTarget.value.split('-');
        onChange({ sort: sort as ListQuery['sort'], desc: desc === 'desc' });
      }}
    >
      <option value="no">{t`Number`}</option>
      <option value="no-desc">{t`Newest first`}</option>
      <option value="price">{t`Cheapest first`}</option>
      <option value="price-desc">{t`Dearest first`}</option>
      <option value="changed-desc">{t`Changed last`}</option>
    </SelectField>
  );
}
