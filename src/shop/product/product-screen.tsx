/**
 * The product page in the app. It opens on what the server wrote into the page, else on what the phone knows, else it
 * asks; each way of not finding the product says what to do next.
 */
import { useEffect, useState } from 'react';
import { useSearch } from 'wouter';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import type { Asked } from '../../client/shopper/goods-shelf.ts';
import { toGtin14 } from '../../core/gtin.ts';
import { useDocumentTitle } from '../frame/document-title.ts';
import { ShopHeader } from '../frame/shop-header.tsx';
import { useShop, useShopper } from '../shop-context.ts';
import { AddBar } from './add-bar.tsx';
import { ProductNotice, type NoticeKind } from './product-notice.tsx';
import { ProductView } from './product-view.tsx';
import { useProductTitle } from './product-title.ts';

/** The product a path asks for; `digits` are those of the path, for saying what was not found. */
export function ProductScreen({ digits, isGtin }: { readonly digits: string; readonly isGtin: boolean }) {
  const found = useFoundProduct(digits, isGtin);
  const currency = useCurrency();
  const label = new URLSearchParams(useSearch()).get('q');
  const isProduct = typeof found === 'object';
  return (
    <>
      <ShopHeader />
      {isProduct && currency !== null ? (
        <Product product={found} currency={currency} label={label} />
      ) : (
        <ProductNotice kind={isProduct ? 'looking' : found} digits={digits} />
      )}
    </>
  );
}

type ProductProps = { readonly product: KnownProduct; readonly currency: string; readonly label: string | null };

function Product({ product, currency, label }: ProductProps) {
  useDocumentTitle(useProductTitle(product));
  return (
    <>
      <ProductView product={product} currency={currency} />
      <AddBar product={product} label={label} />
    </>
  );
}

/** The store's currency: known from the page before the goods are read from the disk. */
function useCurrency(): string | null {
  const { page } = useShop();
  const known = useShopper((state) => state.goods?.store.currency);
  return known ?? (page !== null && 'store' in page ? page.store.currency : null);
}

type Answer = KnownProduct | NoticeKind;

function useFoundProduct(digits: string, isGtin: boolean): Answer {
  const { page, shopper } = useShop();
  const gtin = isGtin ? toGtin14(digits) : null;
  const known = useShopper((state) =>
    gtin === null ? state.goods?.bySkuNo.get(Number(digits)) : state.goods?.byGtin.get(gtin),
  );
  const [asked, setAsked] = useState<{ readonly digits: string; readonly answer: Answer } | null>(null);
  const isWrong = isGtin && gtin === null;
  const written = writtenAnswer(page, digits, gtin);
  const mustAsk = known === undefined && written === null && !isWrong;
  useEffect(() => {
    if (!mustAsk) return undefined;
    let isShown = true;
    const what: Asked = gtin === null ? { skuNo: Number(digits) } : { gtin };
    void shopper.find(what).then((answer) => {
      if (isShown) setAsked({ digits, answer: noticeOf(answer) });
    });
    return () => {
      isShown = false;
    };
  }, [mustAsk, shopper, digits, gtin]);

  if (known !== undefined) return known;
  if (isWrong) return 'wrong_check_digit';
  return written ?? (asked?.digits === digits ? asked.answer : 'looking');
}

function noticeOf(answer: KnownProduct | 'unknown' | 'offline'): Answer {
  if (answer === 'unknown') return 'unknown_product';
  return answer;
}

/** What the server's page says, if it is the page of this product. */
function writtenAnswer(page: ReturnType<typeof useShop>['page'], digits: string, gtin: string | null): Answer | null {
  switch (page?.kind) {
    case 'product': {
      const { product } = page;
      const isThis = gtin === null ? product.skuNo === Number(digits) : product.gtins.includes(gtin);
      return isThis ? product : null;
    }
    case 'unknown_product':
      return page.digits === digits ? 'unknown_product' : null;
    case 'unknown_store':
      return 'unknown_store';
    case 'wrong_check_digit':
    case undefined:
      return null;
  }
}
