/** Pages of tiles: the first page or one category, or what a search found. */
import { useLingui } from '@lingui/react/macro';
import { ChevronLeft, ChevronRight, PackageSearch } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Product } from '../../core/product.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useCatalogueTick, useCounter, useSettings } from '../counter-context.tsx';
import { addProduct } from './filling.ts';
import { useGridSize } from './grid-size.ts';
import css from './product-grid.module.css';
import { ProductTile } from './product-tile.tsx';

/** More pages than this are not counted ahead: the hand has long gone to search. */
const PAGES_COUNTED = 12;

/** `found`: what a search for `query` found; null: none was asked for. */
type Props = {
  readonly category: string | null;
  readonly query: string;
  readonly found: readonly Product[] | null;
};

export function ProductGrid({ category, query, found }: Props) {
  const { t } = useLingui();
  const counter = useCounter();
  const { catalogue } = counter.tools.device;
  const { currency } = useSettings();
  const tick = useCatalogueTick();
  const box = useRef<HTMLDivElement>(null);
  const { columns, rows } = useGridSize(box);
  const list = found === null ? `=${category ?? ''}` : `?${query}`;
  const [turned, setTurned] = useState({ list, page: 0 }); // another list starts at its first page
  const setPage = (page: number) => setTurned({ list, page });
  const perPage = columns * rows;
  const products = useMemo(
    () => found ?? catalogue.inCategory(category, perPage * PAGES_COUNTED, 0),
    // `tick` stands for the rows, which change without the catalogue's identity changing
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [found, catalogue, category, perPage, tick],
  );
  const hues = useMemo(
    () => new Map(catalogue.categories().map((each) => [each.categoryId, each.hue])),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [catalogue, tick],
  );
  const pages = Math.max(1, Math.ceil(products.length / perPage));
  const shown = turned.list === list ? Math.min(turned.page, pages - 1) : 0;
  const pick = useCallback((product: Product) => addProduct(counter, product, 'tap'), [counter]);
  return (
    <div className={css.place}>
      <div ref={box} className={css.box}>
        {products.length === 0 ? (
          <EmptyState
            icon={<PackageSearch aria-hidden="true" />}
            title={found === null ? t`No products here yet` : t`Nothing found`}
          >
            {found === null
              ? t`Products arrive from the office by themselves.`
              : t`Try the first letters, a part of the name, or the code.`}
          </EmptyState>
        ) : (
          <div className={css.grid}>
            {products.slice(shown * perPage, (shown + 1) * perPage).map((product, place) => (
              <ProductTile
                key={place} // another list fills the same tiles: cheaper by half than new ones
                product={product}
                hue={product.category === null ? undefined : hues.get(product.category)}
                onHandMilli={catalogue.onHandMilli(product.skuNo)}
                currency={currency}
                onPick={pick}
              />
            ))}
          </div>
        )}
      </div>
      <Pager shown={shown} pages={pages} onTurn={setPage} />
    </div>
  );
}

type PagerProps = { readonly shown: number; readonly pages: number; readonly onTurn: (page: number) => void };

function Pager({ shown, pages, onTurn }: PagerProps) {
  const { t } = useLingui();
  const pageNo = shown + 1;
  return (
    <div className={css.pager} data-single={pages === 1 || undefined}>
      <IconButton label={t`Previous page`} disabled={shown === 0} onClick={() => onTurn(shown - 1)}>
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <p className={css.dots}>
        <span data-unseen="">{t`Page ${pageNo} of ${pages}`}</span>
        {Array.from({ length: pages }, (_, at) => (
          <span key={at} aria-hidden="true" className={at === shown ? css.here : css.dot} />
        ))}
      </p>
      <IconButton label={t`Next page`} disabled={shown >= pages - 1} onClick={() => onTurn(shown + 1)}>
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </div>
  );
}
