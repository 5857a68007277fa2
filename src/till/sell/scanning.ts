/** What a scan does at the counter. Every scan is answered: a line, a cart, or a row that says why not. */
import { readScanText, type Scan, type ScanMeaning } from '../../core/scan-text.ts';
import { expiredSince, type Gs1Data, tracedBy } from '../../core/gs1.ts';
import type { Product } from '../../core/product.ts';
import { businessDateOf } from '../../core/business-date.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { ScaleCode } from '../../core/scale-code.ts';
import { gs1Line, type Labelled, scaleLine } from '../../core/scale-line.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { takeCoupon } from './discounting.ts';
import { addProduct, isSaving, untilSaved } from './filling.ts';
import { takeVoucherScan } from './tendering.ts';

const SHOWN_DIGITS = 40;

/** How this till reads a text now. Also shown, word for word, by the scanner test. */
export function meaningOf({ tools, hand }: Pick<Counter, 'tools' | 'hand'>, scan: Scan): ScanMeaning {
  const { device } = tools;
  const { settings, store } = device.state.getState();
  return readScanText(scan, {
    screen: hand.getState().cart.saleEntryId === null ? 'items' : 'payment',
    shopOrigin: settings?.shopOrigin ?? null,
    isOwnCode: (code) => device.catalogue.byCode(code) !== undefined,
    scaleRules: store?.scaleRules ?? [],
    thisYear: new Date(tools.nowMs()).getFullYear(),
  });
}

/**
 * Takes a scan, from whichever source. Resolves when its effect is on the counter. What phones hand over is fetched by
 * the first of them: the first sale must not wait for it.
 */
export async function takeScan(counter: Counter, scan: Scan, wants: 'goods' | 'receipts' = 'goods'): Promise<void> {
  if (counter.view.getState().tracing !== null) {
    counter.view.setState(({ tracing }) => ({ tracing: tracing === null ? null : { ...tracing, scanned: scan.text } }));
    return; // it is what the sheet asks for
  }
  if (isSaving(counter) && !(await untilSaved(counter, shownDigits(scan.text)))) return;
  if (wants === 'goods' && takeVoucherScan(counter, scan.text)) return;
  const meaning = meaningOf(counter, scan);
  if (namesNoProduct(counter, meaning, scan.text)) {
    if (takeCoupon(counter, scan.text)) return;
    if (wants === 'goods' && (await takeCard(counter, scan.text))) return;
  }
  if (meaning.kind === 'our_qr') {
    const { takeOurQr } = await import('./our-qr.ts');
    await takeOurQr(counter, meaning.text);
  } else if (meaning.kind === 'handoff_code') {
    const { takeCode } = await import('./handing-over.ts');
    await takeCode(counter, meaning.code);
  } else if (meaning.kind === 'receipt') {
    const { openReceipt } = await import('../returns/open-receipt.ts');
    await openReceipt(counter, meaning.base32);
  } else if (wants === 'receipts') {
    refuse(counter, { code: 'not_a_receipt' });
  } else {
    await takeGoods(counter, meaning, scan.text);
  }
}

/** A line with all that the code says of the very pack. Goods past their date are refused. */
async function takeGoods(counter: Counter, meaning: Goods, text: string): Promise<void> {
  const product = answerOf(counter, meaning, text);
  if (!('skuNo' in product)) {
    // Old cards carry numbers like products'.
    const isLikeCard = meaning.kind === 'gtin' || meaning.kind === 'wrong_check_digit';
    if (!isLikeCard || !(await takeCard(counter, text))) refuse(counter, product);
    return;
  }
  const data = dataOf(meaning);
  const expiry = data === null ? null : expiredSince(data, todayAt(counter));
  const labelled: Result<Labelled | null, Refusal> =
    expiry === null ? labelOf(counter, product, meaning) : err({ code: 'goods_expired', facts: { expiry } });
  if (!labelled.ok) refuse(counter, labelled.error);
  else addProduct(counter, product, 'scan', { labelled: labelled.value, traced: data === null ? {} : tracedBy(data) });
}

/** What GS1's elements say beside the number, from whichever form they came in. */
const dataOf = (meaning: ScanMeaning): Gs1Data | null =>
  meaning.kind === 'gs1' || meaning.kind === 'shelf' ? meaning.data : null;

const todayAt = ({ tools }: Counter): string =>
  businessDateOf(tools.nowMs(), tools.device.state.getState().store?.tz ?? 'UTC');

/** A product's code is a product's code, whatever coupons are called. */
const namesNoProduct = ({ tools }: Counter, { kind }: ScanMeaning, text: string): boolean =>
  (kind === 'unknown' || kind === 'own_code' || kind === 'handoff_code') &&
  tools.device.catalogue.byCode(text) === undefined;

/** When the shop has members and the text is one's card: onto the cart with it. */
async function takeCard(counter: Counter, text: string): Promise<boolean> {
  if (settingsOf(counter.tools).memberKey === undefined) return false;
  const { takeMemberScan } = await import('../members/take-member.ts');
  return takeMemberScan(counter, text);
}

type Goods = Exclude<ScanMeaning, { readonly kind: 'our_qr' | 'handoff_code' | 'receipt' }>;

/** The product a scan names, wherever goods are gathered that are no cart: what is past its date may be thrown away. */
export function productOf(counter: Counter, scan: Scan): Product | Refusal {
  const meaning = meaningOf(counter, scan);
  const isGoods = meaning.kind !== 'our_qr' && meaning.kind !== 'handoff_code' && meaning.kind !== 'receipt';
  return isGoods ? answerOf(counter, meaning, scan.text) : unknownCode(counter, scan.text);
}

/** The product a text names, or why there is none. */
function answerOf(counter: Counter, meaning: Goods, text: string): Product | Refusal {
  const { catalogue } = counter.tools.device;
  const known = (product: Product | undefined) => product ?? unknownCode(counter, text);
  switch (meaning.kind) {
    case 'gtin':
      return known(
        catalogue.byGtin(meaning.gtin14) ?? (meaning.other === null ? undefined : catalogue.byGtin(meaning.other)),
      );
    case 'own_code':
      return known(catalogue.byCode(meaning.code));
    case 'shelf':
      return known(shelfProduct(counter, meaning));
    case 'gs1':
      return catalogue.byGtin(meaning.gtin14) ?? unknownCode(counter, meaning.gtin14);
    case 'pay_code':
      return { code: meaning.code === null ? 'pay_code_here' : 'wallets_not_set_up' };
    case 'wrong_check_digit':
      return { code: 'wrong_check_digit', facts: { digits: meaning.digits } };
    case 'scale':
      return known(scaleProduct(counter, meaning));
    case 'our_page':
    case 'unknown':
      return unknownCode(counter, text);
  }
}

function shelfProduct({ tools }: Counter, meaning: { readonly gtin14: string | null; readonly skuNo: number | null }) {
  const { catalogue } = tools.device;
  if (meaning.gtin14 !== null) return catalogue.byGtin(meaning.gtin14);
  return meaning.skuNo === null ? undefined : catalogue.product(meaning.skuNo);
}

/** By the shop's own code, with the scale's zeros in front or without, or as the number is listed. */
function scaleProduct({ tools }: Counter, { article, gtin14 }: ScaleCode): Product | undefined {
  const { catalogue } = tools.device;
  const named = catalogue.byCode(article) ?? catalogue.byCode(article.replace(/^0+/, ''));
  return named ?? (gtin14 === null ? undefined : catalogue.byGtin(gtin14));
}

/** What a label says of quantity and price; null where it says nothing. */
function labelOf({ tools }: Counter, product: Product, meaning: Goods): Result<Labelled | null, Refusal> {
  if (meaning.kind === 'scale') return scaleLine(product, meaning);
  const data = dataOf(meaning);
  return data === null ? ok(null) : gs1Line(product, data, settingsOf(tools).currency);
}

const shownDigits = (text: string): string => (text.length > SHOWN_DIGITS ? `${text.slice(0, SHOWN_DIGITS)}…` : text);

/** While the first catalogue is on its way, an unknown code may be known in a minute. */
function unknownCode({ tools }: Counter, text: string): Refusal {
  const digits = shownDigits(text);
  const { loading } = tools.device.state.getState();
  return loading === null
    ? { code: 'unknown_code', facts: { digits } }
    : { code: 'not_loaded_yet', facts: { digits, done: loading.done, total: loading.total } };
}
