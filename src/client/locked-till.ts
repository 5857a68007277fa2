/**
 * A till whose storage is not there or is damaged: it says so, and refuses everything that would have to be kept.
 * `rescue` is what can still be read of it.
 */
import { createStore } from 'zustand/vanilla';
import { EMPTY_BOOK } from '../core/promotion-book.ts';
import { err } from '../core/result.ts';
import { NO_TAXES } from '../core/tax-book.ts';
import type { Refusal } from '../wire/refusal.ts';
import type { Catalogue, TillDevice } from './till-device.ts';
import { OPENING } from './till-state.ts';

const EMPTY: Catalogue = {
  size: 0,
  product: () => undefined,
  byGtin: () => undefined,
  byCode: () => undefined,
  onHandMilli: () => undefined,
  heldCarts: () => [],
  membersBy: () => [],
  standing: () => undefined,
  tills: () => [],
  oversold: () => [],
  stores: () => [],
  transfers: () => [],
  promotions: () => EMPTY_BOOK,
  taxes: () => NO_TAXES,
  categories: () => [],
  inCategory: () => [],
  search: () => Promise.resolve([]),
  key: () => undefined,
  version: () => ':0',
  subscribe: () => () => undefined,
};

export function lockedTill(
  phase: 'no_storage' | 'broken_storage' = 'no_storage',
  rescue: TillDevice['rescue'] | null = null,
): TillDevice {
  const code = phase === 'no_storage' ? 'storage_locked' : 'storage_broken';
  const locked = () => Promise.resolve(err<Refusal>({ code }));
  const nothing = () => Promise.resolve();
  return {
    state: createStore(() => ({ ...OPENING, phase })),
    catalogue: EMPTY,
    enrol: locked,
    signIn: locked,
    signOut: () => undefined,
    approve: locked,
    commit: locked,
    fits: () => false,
    salesOfShift: () => Promise.resolve([]),
    factsOfShift: () => Promise.resolve([]),
    recentSales: () => Promise.resolve([]),
    heldSales: () => Promise.resolve([]),
    markPrinted: nothing,
    grants: { all: () => Promise.resolve([]), keep: nothing },
    saveCart: nothing,
    openCarts: () => Promise.resolve([]),
    sign: () => Promise.reject(new TypeError('a till without storage has no key')),
    ask: locked,
    rescue: rescue ?? locked,
    leaveShop: locked,
    sync: { wake: () => undefined, start: () => undefined, stop: nothing },
    close: nothing,
  };
}
