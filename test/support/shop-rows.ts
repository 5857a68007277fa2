/** Rows of a small shop as the streams carry them, for the server in memory. */
import { toMinor } from '../../src/core/money.ts';
import { stretchPin } from '../../src/client/auth/stretch-pin.ts';
import type { ProductRow, StaffRow, StreamRow } from '../../src/wire/catalogue.ts';
import { pinVerifierOf } from '../../src/wire/pin-verifier.ts';
import { newId } from './till-facts.ts';
import { uuidOf } from './builders.ts';
import type { FakeServer } from './fake-server.ts';

export const aProductRow = (skuNo: number, over: Partial<ProductRow> = {}): ProductRow => ({
  skuId: uuidOf(skuNo),
  skuNo,
  code: `SKU-${skuNo}`,
  gtins: [String(skuNo).padStart(14, '0')],
  names: { zh: `货品${skuNo}`, en: `Product ${skuNo}` },
  spec: null,
  brand: null,
  category: 'drinks',
  unit: 'pcs',
  priceMinor: toMinor(100 + skuNo),
  floorMinor: null,
  taxBp: 0,
  picture: null,
  story: null,
  search: `\tproduct ${skuNo}\rsku-${skuNo}\r`,
  rank: skuNo % 50,
  hot: skuNo <= 3,
  status: 'active',
  ...over,
});

const CHEAP = { salt: 'AAECAwQFBgcICQoLDA0ODw', mKib: 64, t: 1, p: 1 };

async function aStaffRow(storeId: string, pin: string, over: Partial<StaffRow> = {}): Promise<StaffRow> {
  const verifier = pinVerifierOf(await stretchPin(pin, CHEAP));
  return {
    staffId: newId(),
    names: { en: 'Ann' },
    role: 'cashier',
    storeIds: [storeId],
    pin: { ...CHEAP, verifier },
    active: true,
    ...over,
  };
}

/** A shop with `products` products, one cashier (PIN 246810), 100 of each in stock. */
export async function fillShop(server: FakeServer, products: number): Promise<{ ann: StaffRow }> {
  const ann = await aStaffRow(server.storeId, '246810');
  const settings: StreamRow<'settings'> = {
    orgId: server.orgId,
    orgNo: 1,
    names: { en: 'Corner shop' },
    currency: 'GBP',
    taxMode: 'included',
    shopOrigin: 'http://shop.test',
    receiptFooter: null,
    lang: 'en',
    shopCatalogueMax: 5000,
  };
  const store: StreamRow<'store'> = {
    storeId: server.storeId,
    storeNo: 1,
    code: 'A',
    names: { en: 'High Street' },
    tz: 'Europe/London',
    address: null,
    walkIn: true,
  };
  const numbers = Array.from({ length: products }, (_, at) => at + 1);
  server.put('org', [
    { t: 'settings', id: 'org', r: settings },
    { t: 'store', id: store.storeId, r: store },
    { t: 'category', id: 'drinks', r: { categoryId: 'drinks', names: { en: 'Drinks' }, order: 1, hue: 200 } },
    { t: 'staff', id: ann.staffId, r: ann },
    ...numbers.map((skuNo) => ({ t: 'product', id: uuidOf(skuNo), r: aProductRow(skuNo) })),
  ]);
  server.put(
    server.store,
    numbers.map((skuNo) => ({ t: 'stock', id: String(skuNo), r: { skuNo, onHandMilli: 100_000 } })),
  );
  return { ann };
}
