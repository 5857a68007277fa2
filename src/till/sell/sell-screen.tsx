/**
 * The sale: products at one side, the cart at the other, and nothing that jumps. Below 900 px the cart is a bar that
 * opens over the products. Focus rests on the cart's region, so a scanner and the keys always have somewhere to go.
 */
import { useLingui } from '@lingui/react/macro';
import { memo, Suspense, useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { priceNow } from '../commands/price-now.ts';
import type { Product } from '../../core/product.ts';
import { useCatalogueTick, useCounter, useHand, usePreference, useView } from '../counter-context.tsx';
import { Header } from '../header.tsx';
import { ActionBar } from './action-bar.tsx';
import { CartBar, CloseCart } from './cart-bar.tsx';
import { CartPanel } from './cart-panel.tsx';
import { CategoryBar } from './category-bar.tsx';
import { addProduct } from './filling.ts';
import { HeldBar } from './held-bar.tsx';
import { NoticeList } from './notice-list.tsx';
import { ProductGrid } from './product-grid.tsx';
import { takeScan } from './scanning.ts';
import { SearchBox } from './search-box.tsx';
import css from './sell-screen.module.css';
import { SellSheets } from './sell-sheets.tsx';
import { useSellKeys } from './sell-keys.ts';
import { fetchRest, PaidPanel, PaymentPanel } from '../views.ts';

export function SellScreen() {
  const { t } = useLingui();
  const counter = useCounter();
  const isMirrored = usePreference((chosen) => chosen.mirrored);
  const [category, setCategory] = useState<string | null>(null);
  const [isCartOpen, setCartOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const column = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const found = useFound(query);
  const restFocus = useCallback(() => column.current?.focus({ preventScroll: true }), []);
  const focusSearch = useCallback(() => search.current?.focus(), []);
  // The same functions at every letter of a search: what it does not change is not drawn again.
  const openCart = useCallback(() => setCartOpen(true), []);
  const closeCart = useCallback(() => setCartOpen(false), []);
  const choose = useCallback((chosen: string | null) => {
    setQuery('');
    setCategory(chosen);
  }, []);
  useEffect(restFocus, [restFocus]);
  useEffect(fetchRest, []);
  useSellKeys(focusSearch, openCart);
  const takeFirst = () => {
    const first = found?.[0];
    if (first !== undefined) addProduct(counter, first, 'tap');
    else if (/^\d{6,}$/.test(query)) void takeScan(counter, { text: query });
    setQuery('');
    restFocus();
  };
  // A finger's touch leaves no key focused, so the next Enter, a person's or a scanner's, presses nothing by accident.
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const { target, currentTarget, detail } = event;
    // by key, or in a sheet
    if (detail === 0 || !(target instanceof Element) || !currentTarget.contains(target)) return;
    if (target.closest('input') === null) restFocus();
  };
  return (
    <div className={css.screen} data-mirrored={isMirrored || undefined} onClick={onClick}>
      <Header>
        <SearchBox inputRef={search} query={query} onQuery={setQuery} onEnter={takeFirst} onLeave={restFocus} />
      </Header>
      <main className={css.counter}>
        <h1 data-unseen="">{t`Sell`}</h1>
        <section className={css.goods} aria-label={t`Products`}>
          <CategoryBar chosen={found === null ? category : undefined} onChoose={choose} />
          <ProductGrid category={category} query={query.trim()} found={found} />
          <HeldBar />
          <ActionBar />
        </section>
        <section
          ref={column}
          className={css.column}
          aria-label={t`Cart`}
          tabIndex={-1}
          data-open={isCartOpen || undefined}
        >
          <CartColumn onClose={closeCart} />
        </section>
        <div className={css.told}>
          <NoticeList newestOnly />
        </div>
        <CartBar onOpen={openCart} />
      </main>
      <SellSheets />
    </div>
  );
}

/** What the search finds for `query`; null: nothing is searched. An answer that comes late is passed over. */
function useFound(query: string): readonly Product[] | null {
  const { tools } = useCounter();
  const { catalogue } = tools.device;
  const tick = useCatalogueTick();
  const [found, setFound] = useState<{ query: string; products: readonly Product[] } | null>(null);
  const wanted = query.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    let isLate = false;
    void catalogue.search(wanted).then((products) => {
      if (!isLate) setFound({ query: wanted, products });
    });
    return () => {
      isLate = true;
    };
  }, [catalogue, wanted, tick]);
  return wanted === '' || found === null ? null : found.products;
}

/** The column: what was refused on top, then the cart, the payment, or the change. */
const CartColumn = memo(function CartColumn({ onClose }: { readonly onClose: () => void }) {
  const counter = useCounter();
  const cart = useHand((state) => state.cart);
  const isPaidShown = useView((state) => state.sold?.isShown === true);
  const isQuick = useView((state) => state.atOneTouch && state.work === 'saving');
  const { catalogue } = counter.tools.device;
  const tick = useCatalogueTick();
  const { lines, discount, coupons, memberTier, taxFree, payingMs } = cart;
  const priced = useMemo(
    () => priceNow(counter.tools, { lines, discount, coupons, memberTier, taxFree, payingMs }),
    // `tick` stands for the rows, which change without the catalogue's identity changing
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [lines, discount, coupons, memberTier, taxFree, payingMs, counter.tools, catalogue, tick],
  );
  const isPaying = cart.saleEntryId !== null && cart.lines.length > 0 && !isQuick;
  const isPaid = isPaidShown && cart.lines.length === 0;
  return (
    <>
      <CloseCart onClose={onClose} />
      <NoticeList newestOnly={isPaying || cart.selected !== null} />
      <Suspense fallback={null}>
        {isPaying ? <PaymentPanel priced={priced} /> : isPaid ? <PaidPanel /> : <CartPanel priced={priced} />}
      </Suspense>
    </>
  );
});
