/**
 * The shapes of what has happened: a sale, a return, a shift's ends. Bodies of journal entries (src/wire/entry.ts holds
 * the schemas; a type test holds them equal).
 */
import type { AgeCheck } from './age-check.ts';
import type { CashRounding } from './cash-rounding.ts';
import type { TaxMode } from './line-tax.ts';
import type { SaleMember } from './loyalty.ts';
import type { TenderPoints, TenderValue } from './value.ts';
import { type Minor, toMinor } from './money.ts';

/** `foreign_cash`: notes of another currency, at the store's rate. `custom`: a way the shop has named itself. */
export type TenderMethod =
  'cash' | 'foreign_cash' | 'card_external' | 'voucher' | 'on_account' | 'custom' | 'stored_value' | 'points';

/** What was handed over in another currency. `amountMinor` of the tender is what it counted for. */
type ForeignAmount = {
  readonly currency: string;
  readonly amountMinor: Minor; // of that currency
  readonly ratePpm: number; // own units for a million of its units
  readonly rateDate: string; // of which day the rate was
};

/** What a person wrote down of it, to be compared later. Which of them a method asks for: tender.ts. */
export type TenderEvidence = {
  readonly code?: string | undefined; // a card's approval number, a voucher's code
  readonly who?: string | undefined; // on account: the customer
  readonly ref?: string | undefined; // an order number, a card's last four digits
  readonly approverId?: string | undefined; // who agreed, when the cashier may not alone
};

export type Tender = {
  readonly tenderId: number;
  readonly method: TenderMethod;
  readonly amountMinor: Minor; // in the currency of the sale
  readonly typeId?: string | undefined; // custom: which of the shop's ways
  readonly name?: string | undefined; // custom: what it was called then
  readonly foreign?: ForeignAmount | undefined;
  readonly evidence?: TenderEvidence | undefined;
  readonly value?: TenderValue | undefined; // of a member's stored value
  readonly points?: TenderPoints | undefined; // of a member's points
};

/** A sold line carries its own snapshot, so the sale reads the same when the product is gone. */
export type SaleLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly name: string; // in the till's language at the time
  readonly qtyMilli: number;
  readonly unitMinor: Minor; // charged per unit
  readonly listMinor: Minor; // the price book's, equal unless overridden
  readonly grossMinor: Minor; // unit × quantity, tax included
  readonly discountMinor: Minor;
  readonly taxBp: number; // of several taxes: their percentages together, to the next basis point
  readonly taxMinor: Minor; // contained in gross - discount; on top of it when the sale's tax is added
  readonly applied?: readonly { readonly offerNo: number; readonly amountMinor: Minor }[] | undefined; // the discount
  readonly taxes?: readonly { readonly taxNo: number; readonly taxMinor: Minor }[] | undefined; // the tax, by rate
  readonly options?: readonly { readonly name: string; readonly deltaMinor: Minor }[] | undefined; // in listMinor
  readonly note?: string | undefined;
  readonly lot?: string | undefined; // of the pack that was sold, as its code said or a person
  readonly serial?: string | undefined;
  readonly expiry?: string | undefined; // yyyy-mm-dd
  readonly parts?: readonly SoldPart[] | undefined; // of a bundle; its taxes stand with them
};

/** A product in a bundle that was sold: it left the shelf, and its share of what was paid is taxed by its own rates. */
export type SoldPart = {
  readonly skuNo: number;
  readonly name: string;
  readonly qtyMilli: number; // of the whole line
  readonly shareMinor: Minor; // of the line's gross - discount
  readonly taxBp: number;
  readonly taxMinor: Minor; // contained in the share, or on top of it
  readonly taxes?: SaleLine['taxes'];
};

/** The same of a bundle that came back. */
export type ReturnedPart = {
  readonly skuNo: number;
  readonly name: string;
  readonly qtyMilli: number;
  readonly refundMinor: Minor;
  readonly taxBp: number;
  readonly taxMinor: Minor; // contained in the refund
  readonly taxes?: SaleLine['taxes'];
};

export type SaleTotals = {
  readonly grossMinor: Minor;
  readonly discountMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor; // gross - discount, tax where it is added, and the rounding
  readonly roundingMinor?: Minor | undefined; // to coins that exist
};

/** What took something off a sale, as it was then: a promotion, a person, an exemption from tax. */
export type SaleOffer = {
  readonly offerNo: number; // 1 on, in the order they applied
  readonly kind: 'promotion' | 'line_discount' | 'cart_discount' | 'tax_free';
  readonly promotionId: string | null;
  readonly rev: number | null; // of the promotion
  readonly name: string; // in the till's language; a person's reason; the paper of an exemption
  readonly coupon: string | null;
  readonly times: number;
  readonly amountMinor: Minor; // Σ of its lines
  readonly approverId: string | null; // who approved what was beyond the cashier's limit
};

/** A tax of a sale, as it was then: enough to compute the lines' parts again. */
export type SaleTax = {
  readonly taxNo: number; // 1 on, in the order they apply
  readonly taxId: string;
  readonly name: string;
  readonly ratePpm: number;
  readonly perUnitMinor: Minor;
  readonly isCompound: boolean;
};

/** What was paid for a line: after discounts, with its tax. */
export const paidForLine = (
  line: Pick<SaleLine, 'grossMinor' | 'discountMinor' | 'taxMinor'>,
  taxMode: TaxMode,
): Minor => toMinor(line.grossMinor - line.discountMinor + (taxMode === 'added' ? line.taxMinor : 0));

/** The taxes of a sold or returned line by name, from the numbers it stores; none: its product's one rate. */
export const taxParts = (
  of: { readonly taxes?: readonly SaleTax[] | undefined },
  line: Pick<SaleLine, 'taxes'>,
): (SaleTax & { readonly taxMinor: Minor })[] =>
  (line.taxes ?? []).flatMap(({ taxNo, taxMinor }) => {
    const tax = of.taxes?.find((one) => one.taxNo === taxNo);
    return tax === undefined ? [] : [{ ...tax, taxMinor }];
  });

/** The version of a price book: which server's history it is of, and how far the org's stream had come. */
export const bookVersion = (serverEpoch: string, orgSeq: number): string =>
  `${serverEpoch.slice(0, 4)}:${String(orgSeq)}`;

export type Sale = {
  readonly saleId: string; // UUIDv7
  readonly no: string; // T3-001532
  readonly kind: 'counter';
  readonly shiftId: string;
  readonly cartId: string; // the id its cart was begun under
  readonly heldId?: string | undefined; // the hold that cart was taken from
  readonly currency: string; // ISO 4217
  readonly taxMode: TaxMode;
  readonly pbVersion: string; // `bookVersion` of the prices it was made with
  readonly offers?: readonly SaleOffer[] | undefined; // absent: nothing took anything off
  readonly taxes?: readonly SaleTax[] | undefined; // absent: each line has its product's one rate
  readonly taxRounding?: 'total' | undefined; // absent: tax is rounded on each line
  readonly taxRoundsTo?: 'down' | 'up' | undefined; // absent: to the nearest
  readonly cashRounding?: CashRounding | undefined; // the policy behind `roundingMinor`
  readonly lines: readonly SaleLine[];
  readonly tenders: readonly Tender[];
  readonly changeMinor: Minor;
  readonly totals: SaleTotals;
  readonly channel: 'counter' | 'handoff';
  readonly sourceQr: string | null;
  readonly ageCheck?: AgeCheck | undefined; // absent: nobody was asked how old the customer is
  readonly exchangeOf?: string | undefined; // the return whose goods came back for these
  readonly member?: SaleMember | undefined; // who bought, where that is known
};

export type ReturnLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly name: string;
  readonly qtyMilli: number; // > 0: what came back
  readonly refundMinor: Minor;
  readonly taxBp: number;
  readonly taxMinor: Minor; // contained in the refund
  readonly taxes?: readonly { readonly taxNo: number; readonly taxMinor: Minor }[] | undefined;
  readonly condition: 'resalable' | 'waste';
  readonly lot?: string | undefined; // of the pack, as its sale told
  readonly serial?: string | undefined;
  readonly expiry?: string | undefined;
  readonly parts?: readonly ReturnedPart[] | undefined; // of a bundle
};

/** What a signed receipt says of its sale: enough for the server to find it, whichever till made it. */
export type ReceiptProof = {
  readonly saleRef: string; // the last 10 bytes of the sale's id, hex
  readonly tillNo: number;
  readonly incarnationNo: number;
  readonly seq: number;
  readonly hash8: string; // the first 8 bytes of the entry's hash, hex
};

/** The part of a sale's id that its receipt carries. */
export const saleRefOf = (saleId: string): string => saleId.replaceAll('-', '').slice(-20);

export type Return = {
  readonly returnId: string;
  readonly no: string;
  readonly saleId: string | null; // null: proved by `receipt`, else blind and with an approver
  readonly receipt?: ReceiptProof | undefined; // of a sale this till does not hold
  readonly shiftId: string;
  readonly currency: string;
  readonly lines: readonly ReturnLine[];
  readonly plan: readonly Tender[];
  readonly totalMinor: Minor;
  readonly roundingMinor?: Minor | undefined; // of the total: what coins made of the lines' refunds
  readonly taxes?: readonly SaleTax[] | undefined; // the sale's, when its lines have several
  readonly reason: string;
  readonly approverId: string | null;
};
