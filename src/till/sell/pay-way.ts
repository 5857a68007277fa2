/** The way of paying that is chosen in the payment, and what is written down for it. */
import type { Minor } from '../../core/money.ts';
import type { TenderMethod } from '../../core/sale.ts';

export type PayWay = {
  readonly method: TenderMethod;
  readonly typeId?: string;
  readonly currency?: string;
  readonly mostMinor?: Minor; // all there is to pay with by it, where that is known
};

/** What a person writes down beside the amount. */
export type PayFields = { readonly code: string; readonly who: string; readonly ref: string };

export const CASH: PayWay = { method: 'cash' };
export const NO_FIELDS: PayFields = { code: '', who: '', ref: '' };
