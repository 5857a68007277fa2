/** What the phone's screens are made with, and the hooks by which they read it. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Shopper, ShopperState } from '../client/shopper/shopper-state.ts';
import type { Announcer } from '../ui/live-region.tsx';
import type { ShopPage } from '../wire/shop.ts';
import type { Sounds } from '../ui/sound.ts';
import type { NoteStore } from './frame/notes.ts';
import type { OffersShown } from './offers/offer-store.ts';

export type Shop = {
  readonly shopper: Shopper;
  readonly offers: StoreApi<OffersShown>;
  readonly page: ShopPage | null; // what the server wrote into the page that was opened
  readonly announcer: Announcer;
  readonly notes: NoteStore;
  readonly sounds: Sounds;
  readonly origin: string;
  readonly clock: () => number;
};

export const ShopContext = createContext<Shop | null>(null);

export function useShop(): Shop {
  const shop = use(ShopContext);
  if (shop === null) throw new Error('a screen of the shop outside the shop');
  return shop;
}

/** One selected part of the phone's state; the screen draws again only when it changes. */
export function useShopper<T>(select: (state: ShopperState) => T): T {
  return useStore(useShop().shopper.state, select);
}

/** The same of what offers take off. */
export function useOffers<T>(select: (offers: OffersShown) => T): T {
  return useStore(useShop().offers, select);
}
