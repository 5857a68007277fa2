/** The phone's own addresses. They carry the store, so a link that is passed on opens in the same place. */

const withStore = (path: string, storeNo: number | null): string => (storeNo === null ? path : `${path}?s=${storeNo}`);

export const links = {
  home: (storeNo: number | null) => withStore('/shop', storeNo),
  product: (skuNo: number, storeNo: number | null) => withStore(`/p/${skuNo}`, storeNo),
  cart: '/shop/cart',
  scan: '/shop/scan',
  till: '/shop/till',
  me: '/shop/me',
  purchase: (saleId: string) => `/shop/me/${saleId}`,
} as const;

export type Place =
  | { readonly at: 'home' | 'cart' | 'scan' | 'till' | 'me' }
  | { readonly at: 'product'; readonly skuNo: number }
  | { readonly at: 'link'; readonly digits: string } // a GS1 Digital Link, as opened by a camera app
  | { readonly at: 'receipt' } // an address of a receipt's QR
  | { readonly at: 'purchase'; readonly saleId: string }
  | { readonly at: 'nowhere' };

/** Which screen a path opens. */
export function placeOf(path: string): Place {
  const [, first = '', second = ''] = path.split('/');
  if (first === '01') return { at: 'link', digits: second };
  if (first === 'p')
    return /^[1-9]\d{0,8}$/.test(second) ? { at: 'product', skuNo: Number(second) } : { at: 'nowhere' };
  if (first === 'R' || first === 'r') return { at: 'receipt' };
  const third = path.split('/')[3] ?? '';
  switch (second) {
    case '':
      return { at: 'home' };
    case 'cart':
    case 'scan':
    case 'till':
      return { at: second };
    case 'me':
      return third === '' ? { at: 'me' } : { at: 'purchase', saleId: third };
    default:
      return { at: 'nowhere' };
  }
}

/** The store an address names by `s=`, as a shelf code does. */
export function storeNoIn(search: string): number | null {
  const text = new URLSearchParams(search).get('s') ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
