/**
 * A receipt at the counter, scanned or typed: the return of its goods begins. A sale this till holds is opened whole;
 * another till's is taken at the word of its signature, with the lines it carries.
 */
import { navigate } from 'wouter/use-browser-location';
import { qrContext } from '../../client/auth/verify-token.ts';
import type { LocalSale } from '../../client/till-device.ts';
import { parseReceiptNo } from '../../core/receipt-no.ts';
import { saleRefOf } from '../../core/sale.ts';
import type { QrReceipt } from '../../wire/qr-claims.ts';
import { readReceiptCode } from '../../wire/qr.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter, ReturnSource } from '../counter.ts';
import { refuse } from '../notices.ts';
import { paperOf } from './paper-of.ts';

const RETURNS_AT = '/till/return';

/** Opens what the base32 of a receipt's address tells. Refuses in words what the first failing check says. */
export async function openReceipt(counter: Counter, base32: string): Promise<void> {
  const { tools } = counter;
  const { device } = tools;
  const { offsetMs } = device.state.getState();
  const { orgNo } = settingsOf(tools);
  const context = qrContext({ ring: device.catalogue, orgNo, storeNo: null, nowMs: tools.nowMs(), offsetMs });
  const read = await readReceiptCode(base32, context);
  if (!read.ok) refuse(counter, { code: read.error.code });
  else if (read.value.type !== 'receipt') refuse(counter, { code: 'not_our_code' });
  else await openRead(counter, read.value.receipt);
}

/** Opens a receipt whose signature was checked. */
export async function openRead(counter: Counter, receipt: QrReceipt): Promise<void> {
  if (receipt.isReturn === true) {
    refuse(counter, { code: 'receipt_of_return' });
    return;
  }
  const [held] = await counter.tools.device.heldSales((row) => isOf(row, receipt), 1);
  if (held?.kind === 'sale') {
    openHeld(counter, held);
    return;
  }
  const paper = paperOf(counter.tools, receipt);
  if (paper === null) {
    refuse(counter, { code: 'receipt_without_lines' });
    return;
  }
  open(counter, { from: 'receipt', paper, no: `${String(receipt.tillNo)} · ${String(receipt.seq)}` });
}

/** Begins the return of a sale this till holds. */
export const openHeld = (counter: Counter, row: LocalSale & { readonly kind: 'sale' }): void =>
  open(counter, { from: 'sale', sale: row.body, no: row.no });

/** Goods without a receipt. */
export const openBlind = (counter: Counter): void => open(counter, { from: 'blind' });

/**
 * The number on a receipt, typed as people type it, or a serial number that stands on it. Refuses: `not_found` - this
 * till holds no such sale.
 */
export async function openByNo(counter: Counter, typed: string): Promise<void> {
  const no = typed.trim();
  const digits = /^[0-9]{1,12}$/.test(no) ? no.padStart(6, '0') : null;
  const isIt = (row: LocalSale): boolean =>
    row.kind === 'sale' && (digits === null ? row.no.toLowerCase() === no.toLowerCase() : endsIn(row.no, digits));
  const isOfPiece = (row: LocalSale): boolean =>
    row.kind === 'sale' && row.body.lines.some(({ serial }) => serial === no);
  const { device } = counter.tools;
  const [row] = [...(await device.heldSales(isIt, 1)), ...(await device.heldSales(isOfPiece, 1))];
  if (row?.kind === 'sale') openHeld(counter, row);
  else refuse(counter, { code: 'not_found' });
}

const endsIn = (no: string, digits: string): boolean => parseReceiptNo(no) !== null && no.endsWith(`-${digits}`);

function open(counter: Counter, returning: ReturnSource): void {
  counter.view.setState({ returning, sheet: null, notices: [] });
  counter.sounds.play('hit');
  navigate(RETURNS_AT);
}

const isOf = (row: LocalSale, receipt: QrReceipt): boolean =>
  row.kind === 'sale' && saleRefOf(row.saleId) === receipt.saleRef && row.hash.startsWith(receipt.hash8);
