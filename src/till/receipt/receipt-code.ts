/** The signed address at the foot of a receipt: made on this till, offline too, with the device's own key. */
import type { LocalSale } from '../../client/till-device.ts';
import { sumMinor, toMinor } from '../../core/money.ts';
import type { Sale } from '../../core/sale.ts';
import { isCash } from '../../core/tender.ts';
import type { QrReceipt } from '../../wire/qr-claims.ts';
import { receiptAddress } from '../../wire/qr.ts';
import { settingsOf, type TillTools } from '../commands/tools.ts';

/** How long a receipt may be claimed. */
const CLAIM_S = 365 * 86_400;
const HASH8 = 16;
const REF = 20;

/** The address, or null when this till has no identity to sign with. */
export async function receiptCode(
  tools: TillTools,
  row: LocalSale & { readonly kind: 'sale' },
): Promise<string | null> {
  const { device } = tools;
  const { identity } = device.state.getState();
  if (identity === null) return null;
  const { orgNo, shopOrigin } = settingsOf(tools);
  const { storeNo, tillNo, incarnationNo, kid } = identity;
  const receipt: QrReceipt = {
    orgNo,
    storeNo,
    saleRef: row.saleId.replaceAll('-', '').slice(-REF),
    tillNo,
    incarnationNo,
    totalMinor: toMinor(row.totalMinor),
    cashMinor: cashPart(row.body),
    exp: Math.floor(row.wallMs / 1000) + CLAIM_S,
    hash8: row.hash.slice(0, HASH8),
    seq: row.seq,
    lines: row.body.lines.map(({ skuNo, qtyMilli, grossMinor, discountMinor }) => ({
      skuNo,
      qtyMilli,
      paidMinor: toMinor(grossMinor - discountMinor),
    })),
  };
  const origin = shopOrigin === '' ? location.origin : shopOrigin;
  return receiptAddress(receipt, origin, { kid, sign: (bytes) => device.sign(bytes) });
}

const cashPart = (sale: Sale) => toMinor(sumMinor(sale.tenders.filter(isCash)) - sale.changeMinor);
