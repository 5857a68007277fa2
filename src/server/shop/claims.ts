/**
 * Claiming a receipt: its QR is checked as the till signed it, matched to the sale in the till's journal, and bound
 * to the first phone that shows it. Asked again by the same phone it answers the same.
 *
 * Not here: who the phone is (routes.ts), the QR's own rules (wire/qr.ts).
 */
import { err, ok, type Result } from '../../core/result.ts';
import type { QrReceipt } from '../../wire/qr-claims.ts';
import { readReceiptCode } from '../../wire/qr.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { publicJwk } from '../../wire/scalars.ts';
import type { Purchase } from '../../wire/shop.ts';
import { verifySignature } from '../auth/keys.ts';
import type { Tx } from '../db/door.ts';
import { knownOrg } from '../db/orgs.ts';
import { claimSale, purchasesById, saleOfReceipt, tillKeys, type TillKey } from '../db/shop-claims.ts';

/** What the checks need of the database; read before, because checking a signature is no database work. */
type ReceiptRing = { readonly orgNo: number; readonly keys: ReadonlyMap<string, TillKey> };

export const receiptRing = async (tx: Tx): Promise<ReceiptRing> => ({
  orgNo: (await knownOrg(tx)).org_no,
  keys: await tillKeys(tx),
});

type CheckedReceipt = { readonly receipt: QrReceipt; readonly deviceId: string };

/**
 * Only a till of ours can have written this. Refuses as wire/qr.ts does; a till speaking for another: `bad_signature`.
 */
export async function checkReceipt(
  text: string,
  { orgNo, keys }: ReceiptRing,
  nowMs: number,
): Promise<Result<CheckedReceipt, Refusal>> {
  const base32 = /\/R\/([A-Z2-7]+)$/i.exec(text)?.[1]?.toUpperCase();
  if (base32 === undefined) return err({ code: 'not_our_code' });
  let signer: TillKey | undefined;
  const content = await readReceiptCode(base32, {
    orgNo,
    storeNo: null,
    nowS: Math.floor(nowMs / 1000),
    keyOf: (kid) => {
      signer = keys.get(kid);
      return signer && { types: JSON.parse(signer.types) as number[], revoked: false };
    },
    verify: async (kid, bytes, signature) => {
      const key = keys.get(kid);
      return key !== undefined && verifySignature(publicJwk.parse(JSON.parse(key.jwk)), signature, bytes);
    },
  });
  if (!content.ok) return err({ code: content.error.code });
  if (content.value.type !== 'receipt') return err({ code: 'not_our_code' });
  const { receipt } = content.value;
  if (receipt.isReturn === true) return err({ code: 'receipt_of_return' });
  if (signer?.tillNo !== receipt.tillNo || signer.storeNo !== receipt.storeNo) return err({ code: 'bad_signature' });
  return ok({ receipt, deviceId: signer.deviceId });
}

/**
 * Binds the receipt's sale to the phone. Refuses: `receipt_not_here_yet` - the till has not told of it;
 * `receipt_already_claimed` - another phone has it; `bad_signature` - it does not say what was sold.
 */
export async function claimReceipt(
  tx: Tx,
  { receipt, deviceId }: CheckedReceipt,
  by: { readonly shopper: string; readonly nowMs: number },
): Promise<Result<Purchase, Refusal>> {
  const sale = await saleOfReceipt(tx, { deviceId, seq: receipt.seq, hash8: receipt.hash8 });
  if (sale === undefined) return err({ code: 'receipt_not_here_yet' });
  const isThisSale =
    sale.saleId.replaceAll('-', '').endsWith(receipt.saleRef) && sale.totalMinor === receipt.totalMinor;
  if (!isThisSale) return err({ code: 'bad_signature' });
  if (!(await claimSale(tx, sale.saleId, by.shopper, by.nowMs))) return err({ code: 'receipt_already_claimed' });
  const purchase = (await purchasesById(tx, [sale.saleId]))[0];
  return purchase === undefined ? err({ code: 'receipt_not_here_yet' }) : ok(purchase);
}
