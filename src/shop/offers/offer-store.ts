/**
 * What offers take off on this phone, as screens read it: of the goods on the shelf and of the cart. Filled by
 * reckon-offers.ts, which comes when the shop has offers; until then prices stand as they are.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ZERO, type Minor } from '../../core/money.ts';
import type { Names } from '../../core/product.ts';

/** `hours`: when it runs each day, "20:00–22:00"; '' at all hours. */
export type OfferTold = { readonly names: Names; readonly isForMembers: boolean; readonly hours: string };
export type OfferOfGoods = { readonly nowMinor: Minor | null; readonly told: readonly OfferTold[] };
type OfferOfLine = { readonly offMinor: Minor; readonly names: readonly Names[] };

export type OffersShown = {
  readonly goods: ReadonlyMap<number, OfferOfGoods>; // by product number; `nowMinor`: what one costs now, if less
  readonly lines: ReadonlyMap<number, OfferOfLine>; // by line of the cart
  readonly offMinor: Minor; // off the whole cart
};

const NO_OFFERS: OffersShown = { goods: new Map(), lines: new Map(), offMinor: ZERO };

export const createOffers = (): StoreApi<OffersShown> => createStore<OffersShown>()(() => NO_OFFERS);
