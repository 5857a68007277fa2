/** The signed address at the foot of a receipt: made on this till, offline too, with the device's own key. */
import type { LocalSale } from '../../client/till-device.ts';
import { sumMinor, toMinor, type Minor } from '../../core/money.ts';
import { paidForLine, saleRefOf, type Return, type Sale } from '../../core/sale.ts';
import { isCash } from '../../core/tender.ts';
import type { QrReceipt } from '../../wire/qr-claims.ts';
import { receiptAddress } from '../../wire/qr.ts';
import { settingsOf, type TillTools } from '../commands/tools.ts';

/** How long a receipt may be claimed, from its sale on. */
export const CLAIM_S = 365 * 86_400;
const HASH8 = 16;

/** The address, or null when this till has no identity to sign with. */
export async function receiptCode(tools: TillTools, row: LocalSale): Promise<string | null> {
  const { device } = tools;
  const { identity } = device.state.getState();
  if (identity === null) return null;
  const { orgNo, shopOrigin } = settingsOf(tools);
  const { storeNo, tillNo, incarnationNo, kid } = identity;
  const receipt: QrReceipt = {
    orgNo,
    storeNo,
    saleRef: saleRefOf(row.saleId),
    tillNo,
    incarnationNo,
    totalMinor: toMinor(row.totalMinor),
    exp: Math.floor(row.wallMs / 1000) + CLAIM_S,
    hash8: row.hash.slice(0, HASH8),
    seq: row.seq,
    ...(row.kind === 'sale' ? soldPart(row.body) : { cashMinor: cashBack(row.body), lines: null, isReturn: true }),
  };
  const origin = shopOrigin === '' ? location.origin : shopOrigin;
  return receiptAddress(receipt, origin, { kid, sign: (bytes) => device.sign(bytes) });
}

/** What another till needs to take a part of the goods back: what was paid for each, with its tax. */
const soldPart = (sale: Sale): Pick<QrReceipt, 'cashMinor' | 'lines'> => ({
  cashMinor: toMinor(sumMinor(sale.tenders.filter(isCash)) - sale.changeMinor),
  lines: sale.lines.map((line) => ({
    skuNo: line.skuNo,
    qtyMilli: line.qtyMilli,
    paidMinor: paidForLine(line, sale.taxMode),
  })),
});

const cashBack = (back: Return): Minor => sumMinor(back.plan.filter(isCash));
