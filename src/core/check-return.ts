/**
 * What the server looks at in a return or void beyond its own sums (check-sale.ts): whether it fits its sale and who
 * allowed it. Nothing is refused and nothing altered: what does not fit becomes a matter for a person.
 */
import { may, mayApprove, type Action, type Extent, type Role } from './permission.ts';
import type { Return } from './sale.ts';

type ReturnDoubt =
  | { readonly code: 'over_return'; readonly skuNo: number }
  | { readonly code: 'over_refund' | 'void_too_late' | 'receipt_doubted' | 'not_approved' };

/** The sale as the books have it, before this return. */
export type BookedSale = {
  readonly sold: ReadonlyMap<number, number>; // thousandths by product
  readonly returned: ReadonlyMap<number, number>;
  readonly shiftId: string;
  readonly hash: string;
  readonly totalMinor: number;
  readonly refundedMinor: number;
};

type Act = { readonly back: Return; readonly isVoid: boolean };

/** Where a return and its sale do not fit. */
export function doubtReturn({ back, isVoid }: Act, sale: BookedSale): ReturnDoubt[] {
  const doubts: ReturnDoubt[] = [];
  for (const [skuNo, qtyMilli] of broughtBack(back)) {
    if ((sale.returned.get(skuNo) ?? 0) + qtyMilli > (sale.sold.get(skuNo) ?? 0)) {
      doubts.push({ code: 'over_return', skuNo });
    }
  }
  // More goods explain more money: one matter is told once.
  const isTooMuch = sale.refundedMinor + back.totalMinor > sale.totalMinor;
  if (isTooMuch && doubts.length === 0) doubts.push({ code: 'over_refund' });
  if (isVoid && sale.shiftId !== back.shiftId) doubts.push({ code: 'void_too_late' });
  if (back.receipt !== undefined && !sale.hash.startsWith(back.receipt.hash8)) doubts.push({ code: 'receipt_doubted' });
  return doubts;
}

/** The sale after a return of it. */
export function afterReturn(sale: BookedSale, back: Return): BookedSale {
  const returned = new Map(sale.returned);
  for (const [skuNo, qtyMilli] of broughtBack(back)) returned.set(skuNo, (returned.get(skuNo) ?? 0) + qtyMilli);
  return { ...sale, returned, refundedMinor: sale.refundedMinor + back.totalMinor };
}

function broughtBack({ lines }: Return): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { skuNo, qtyMilli } of lines) sums.set(skuNo, (sums.get(skuNo) ?? 0) + qtyMilli);
  return sums;
}

/** What a return asks of whoever makes it: asked on the till before, and by the server again. */
export function returnNeeds({ back, isVoid }: Act): { readonly action: Action; readonly extent: Extent } {
  if (isVoid) return { action: 'void_sale', extent: {} };
  const isBlind = back.saleId === null && back.receipt === undefined;
  return isBlind
    ? { action: 'refund_blind', extent: {} }
    : { action: 'refund_receipt', extent: { amountMinor: back.totalMinor } };
}

/** May this be, by the roles people have: by whoever did it alone, or with the approver named? */
export function isApproved(act: Act, staffId: string | null, roleOf: (staffId: string) => Role | undefined): boolean {
  const role = staffId === null ? undefined : roleOf(staffId);
  if (staffId === null || role === undefined) return false;
  const { action, extent } = returnNeeds(act);
  if (may(role, action, extent) === 'yes') return true;
  const { approverId } = act.back;
  const approver = approverId === null ? undefined : roleOf(approverId);
  if (approverId === null || approver === undefined) return false;
  return mayApprove({ staffId: approverId, role: approver }, { staffId, role }, action, extent);
}
