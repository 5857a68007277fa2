/** Rows of a small shop, whole and plain: what the fixture puts in the database, and what a sold cart leaves there. */
import { uuidOf } from '../../support/builders.ts';

export const ORG = uuidOf(1);
export const STORE = uuidOf(11);
export const OTHER_STORE = uuidOf(12);
export const TILL = uuidOf(21);
export const INCARNATION = uuidOf(31);
export const WATER = { skuNo: 7, gtin: '06901234567892', priceMinor: 200 } as const;
export const CRISPS = { skuNo: 8, gtin: '00000096385074', priceMinor: 750 } as const;
export const PEN = { skuNo: 9, priceMinor: 300 } as const; // no barcode
export const STOPPED = { skuNo: 10, gtin: '04006381333931' } as const;

const org_id = ORG;
const names = (zh: string, en: string) => JSON.stringify({ zh, en });

const store = (storeId: string, storeNo: number, en: string) => ({
  org_id, store_id: storeId, store_no: storeNo, code: `S00${storeNo}`, names: names('街角店', en), tz: 'Asia/Shanghai',
  address: null, walk_in: 0, foreign_cash: null, scale_rules: null,
}); // prettier-ignore

const product = (skuNo: number, more: object) => ({
  org_id, sku_id: uuidOf(100 + skuNo), sku_no: skuNo, code: null, name_zh: null, name_en: null, spec: null, brand: null,
  category_id: 'drinks', unit: 'pcs', price_minor: 100, floor_minor: null, tax_bp: 1300, picture: null, story: null,
  search: '', rank: 0, hot: 0, status: 'active', min_age: null, asks: null, parts: null,
  open_price: null, made_ms: 1, changed_ms: 1,
  ...more,
}); // prettier-ignore

const water = {
  name_zh: '农夫山泉', name_en: 'Spring water', spec: '550ml', price_minor: WATER.priceMinor, rank: 9, picture: 'a1b2',
  story: names('来自深山。', 'From deep in the hills.'), search: '农夫山泉 nongfushanquan nfsq spring water',
}; // prettier-ignore

export const SHOP_ROWS = {
  org: {
    org_id, org_no: 1, names: names('街角小店', 'Corner Shops'), currency: 'CNY', tax_mode: 'included',
    shop_origin: 'https://shop.example', receipt_footer: null, lang: 'zh', shop_catalogue_max: 3,
    server_epoch: uuidOf(3), made_ms: 1,
  }, // prettier-ignore
  stores: [store(STORE, 1, 'Corner Shop'), store(OTHER_STORE, 2, 'Harbour Shop')],
  category: { org_id, category_id: 'drinks', names: names('饮料', 'Drinks'), sort_order: 1, hue: 3 },
  products: [
    product(WATER.skuNo, water),
    product(CRISPS.skuNo, { name_zh: '薯片', price_minor: CRISPS.priceMinor, rank: 5, search: '薯片 shupian sp' }),
    product(PEN.skuNo, { name_en: 'Pen', price_minor: PEN.priceMinor, search: 'pen' }),
    product(STOPPED.skuNo, { name_en: 'Gone', status: 'stopped', rank: 99 }),
  ],
  gtins: [WATER, CRISPS, STOPPED].map(({ gtin, skuNo }) => ({ org_id, gtin, sku_id: uuidOf(100 + skuNo) })),
  stock: [
    { org_id, store_id: STORE, sku_no: WATER.skuNo, on_hand_milli: 12_000, is_counted: 0 },
    { org_id, store_id: STORE, sku_no: CRISPS.skuNo, on_hand_milli: 0, is_counted: 0 },
  ],
};

export type SoldCart = {
  readonly saleNo: number;
  readonly cartRef: string;
  readonly rev: number;
  readonly paidMs: number;
};

/** Rows as the projection of a till's `cart.claimed` and `sale.completed` leaves them. */
export function soldCartRows({ saleNo, cartRef, rev, paidMs }: SoldCart) {
  const sale_id = uuidOf(1000 + saleNo);
  const cart_id = uuidOf(2000 + saleNo);
  const hash = saleNo.toString(16).padStart(64, 'a');
  const place = { org_id, device_id: TILL, incarnation: INCARNATION, seq: saleNo, hash };
  return {
    head: {
      ...place, announced_seq: saleNo, state: 'open' as const, opened_ms: 1, again_from: null, again_to: null,
    }, // prettier-ignore
    entry: { ...place, entry_id: sale_id, kind: 'sale.completed', bytes: '{}', batch_id: 'b', received_ms: paidMs },
    claim: {
      org_id, entry_id: uuidOf(3000 + saleNo), cart_ref: cartRef, rev, cart_id, device_id: TILL, store_id: STORE,
      handoff: 'O0', total_seen_minor: 950, total_minor: 950, wall_ms: paidMs,
    }, // prettier-ignore
    sale: {
      ...place, sale_id, entry_id: sale_id, store_id: STORE, no: `T1-00000${saleNo}`, kind: 'counter',
      shift_id: uuidOf(41), cart_id, staff_id: null, business_date: '2026-11-21', wall_ms: paidMs, received_ms: paidMs,
      currency: 'CNY', pb_version: '0189:1', gross_minor: 950, discount_minor: 0, tax_minor: 109, total_minor: 950,
      change_minor: 0, channel: 'handoff', source_qr: null,
    }, // prettier-ignore
    lines: [line(sale_id, 1, WATER, '农夫山泉'), line(sale_id, 2, CRISPS, '薯片')],
  };
}

type Goods = { readonly skuNo: number; readonly priceMinor: number };

const line = (sale_id: string, line_id: number, { skuNo, priceMinor }: Goods, name: string) => ({
  org_id, sale_id, line_id, sku_no: skuNo, name, qty_milli: 1000, unit_minor: priceMinor, list_minor: priceMinor,
  gross_minor: priceMinor, discount_minor: 0, tax_bp: 1300, tax_minor: 0,
}); // prettier-ignore
