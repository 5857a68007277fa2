/**
 * What a code means to a shopper: goods for the cart, a receipt, or nothing a phone can use. The text is read by the
 * rules of core/scan-text.ts; this decides what the phone does with it.
 */
import type { KnownProduct } from '../../client/shopper/goods.ts';
import type { Asked } from '../../client/shopper/goods-shelf.ts';
import type { Shopper } from '../../client/shopper/shopper-state.ts';
import { businessDateOf } from '../../core/business-date.ts';
import { expiredSince } from '../../core/gs1.ts';
import { shownPrice } from '../../core/product.ts';
import { readScanText, type Scan, type ScanMeaning } from '../../core/scan-text.ts';
import type { ScaleCode } from '../../core/scale-code.ts';
import { gs1Line, scaleLine } from '../../core/scale-line.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Purchase } from '../../wire/shop.ts';

export type CodeRead =
  | { readonly kind: 'added'; readonly product: KnownProduct; readonly lineId: number; readonly qtyMilli: number }
  | { readonly kind: 'noted'; readonly digits: string } // not known without network: resolved later
  | { readonly kind: 'unknown_product'; readonly digits: string }
  | { readonly kind: 'wrong_check_digit'; readonly digits: string }
  | { readonly kind: 'receipt'; readonly purchase: Purchase }
  | { readonly kind: 'receipt_waits'; readonly refusal: Refusal }
  | { readonly kind: 'pay_code' }
  | { readonly kind: 'no_use'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type ReadMeans = { readonly shopper: Shopper; readonly origin: string; readonly nowMs: number };

const ONE_MILLI = 1000;

/** Reads a code and does what it stands for. Never throws; everything scanned gets an answer. */
export async function readCode(scan: Scan, { shopper, origin, nowMs }: ReadMeans): Promise<CodeRead> {
  const goods = await shopper.goods(); // what a label of the scale says is a rule of the store
  const meaning = readScanText(scan, {
    screen: 'items',
    shopOrigin: origin,
    isOwnCode: () => false, // a phone knows goods by GTIN and number; the shop's own codes stay at the till
    scaleRules: goods?.store.scaleRules ?? [],
    thisYear: new Date(nowMs).getUTCFullYear(),
  });
  const expiry = expiredBy(meaning, nowMs, goods?.store.tz ?? 'UTC');
  if (expiry !== null) return { kind: 'refused', refusal: { code: 'goods_expired', facts: { expiry } } };
  switch (meaning.kind) {
    case 'shelf':
      if (meaning.storeNo !== null && meaning.storeNo !== shopper.state.getState().storeNo) {
        await shopper.chooseStore(meaning.storeNo);
      }
      return addGoods(shopper, askedBy(meaning), meaning.label);
    case 'gs1':
      return addGs1(shopper, meaning);
    case 'gtin':
      return addGoods(shopper, { gtin: meaning.gtin14 }, null);
    case 'receipt':
      return takeReceipt(shopper, meaning.text);
    case 'wrong_check_digit':
      return { kind: 'wrong_check_digit', digits: meaning.digits };
    case 'pay_code':
      return { kind: 'pay_code' };
    case 'scale':
      return addLabelled(shopper, meaning);
    case 'own_code':
    case 'handoff_code':
    case 'our_qr':
    case 'our_page':
    case 'unknown':
      return { kind: 'no_use', text: scan.text.slice(0, 60) };
  }
}

/** The day a pack should have been sold by, when it has passed where the store is. */
function expiredBy(meaning: ScanMeaning, nowMs: number, tz: string): string | null {
  if ((meaning.kind !== 'gs1' && meaning.kind !== 'shelf') || meaning.data === null) return null;
  return expiredSince(meaning.data, businessDateOf(nowMs, tz));
}

/** Of goods sold by weight as much as the code says; what has a price of its own costs that at the till. */
async function addGs1(shopper: Shopper, { gtin14, data }: Extract<ScanMeaning, { kind: 'gs1' }>): Promise<CodeRead> {
  const product = await shopper.find({ gtin: gtin14 });
  if (product === 'unknown' || product === 'offline') return addGoods(shopper, { gtin: gtin14 }, null);
  const line = gs1Line(product, data, shopper.state.getState().goods?.store.currency ?? '');
  if (!line.ok || (line.value?.unitMinor ?? null) !== null) return { kind: 'no_use', text: gtin14 };
  return addGoods(shopper, { gtin: gtin14 }, null, line.value?.qtyMilli);
}

function askedBy({ gtin14, skuNo }: Extract<ScanMeaning, { kind: 'shelf' }>): Asked {
  return skuNo === null ? { gtin: gtin14 ?? '' } : { skuNo };
}

/** Goods weighed by the shop, as far as their number is listed; what they cost the till reads off the label. */
async function addLabelled(shopper: Shopper, label: ScaleCode & { readonly digits: string }): Promise<CodeRead> {
  const { gtin14, digits } = label;
  const product = gtin14 === null ? 'unknown' : await shopper.find({ gtin: gtin14 });
  if (product === 'unknown') return { kind: 'unknown_product', digits };
  const labelled = product === 'offline' ? null : scaleLine(product, label);
  if (labelled?.ok !== true || labelled.value.unitMinor !== null) return { kind: 'no_use', text: digits };
  return addGoods(shopper, { gtin: gtin14 ?? '' }, null, labelled.value.qtyMilli);
}

async function addGoods(
  shopper: Shopper,
  asked: Asked,
  sourceQr: string | null,
  qtyMilli = ONE_MILLI,
): Promise<CodeRead> {
  const product = await shopper.find(asked);
  const digits = 'gtin' in asked ? asked.gtin : String(asked.skuNo);
  if (product === 'unknown') return { kind: 'unknown_product', digits };
  const what = { qtyMilli, sourceQr };
  if (product === 'offline') {
    const goods = 'gtin' in asked ? { skuNo: null, gtin: asked.gtin } : { skuNo: asked.skuNo, gtin: null };
    const noted = await shopper.add({ ...what, ...goods, seenMinor: null });
    return noted.ok ? { kind: 'noted', digits } : { kind: 'refused', refusal: noted.error };
  }
  const gtin = 'gtin' in asked ? asked.gtin : (product.gtins[0] ?? null);
  const added = await shopper.add({ ...what, skuNo: product.skuNo, gtin, seenMinor: shownPrice(product) });
  if (!added.ok) return { kind: 'refused', refusal: added.error };
  const line = added.value.lines.find((each) => each.skuNo === product.skuNo);
  return { kind: 'added', product, lineId: line?.lineId ?? 0, qtyMilli: line?.qtyMilli ?? ONE_MILLI };
}

/** A receipt closes the cart that was handed off, with or without network, and is claimed or kept for later. */
async function takeReceipt(shopper: Shopper, receipt: string): Promise<CodeRead> {
  const claimed = await shopper.claim(receipt);
  if (claimed.ok) return { kind: 'receipt', purchase: claimed.value };
  const { waiting } = shopper.state.getState();
  if (!waiting.some((each) => each.receipt === receipt)) return { kind: 'refused', refusal: claimed.error };
  await shopper.closeHandedOff();
  return { kind: 'receipt_waits', refusal: claimed.error };
}
