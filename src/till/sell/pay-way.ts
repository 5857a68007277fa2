/** The way of paying that is chosen in the payment, and what is written down for it. */
import type { TenderMethod } from '../../core/sale.ts';

export type PayWay = { readonly method: TenderMethod; readonly typeId?: string; readonly currency?: string };

/** What a person writes down beside the amount. */
export type PayFields = { readonly code: string; readonly who: string; readonly ref: string };

export const CASH: PayWay = { method: 'cash' };
export const NO_FIELDS: PayFields = { code: '', who: '', ref: '' };
