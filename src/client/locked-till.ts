/** A till in a browser that gives no storage: it says so, and refuses everything that would have to be kept. */
import { createStore } from 'zustand/vanilla';
import { err } from '../core/result.ts';
import type { Refusal } from '../wire/refusal.ts';
import type { Catalogue, TillDevice } from './till-device.ts';
import { OPENING } from './till-state.ts';

const EMPTY: Catalogue = {
  size: 0,
  product: () => undefined,
  byGtin: () => undefined,
  byCode: () => undefined,
  onHandMilli: () => undefined,
  categories: () => [],
  inCategory: () => [],
  search: () => Promise.resolve([]),
  key: () => undefined,
  version: () => ':0',
  subscribe: () => () => undefined,
};

export function lockedTill(): TillDevice {
  const locked = () => Promise.resolve(err<Refusal>({ code: 'storage_locked' }));
  const nothing = () => Promise.resolve();
  return {
    state: createStore(() => ({ ...OPENING, phase: 'no_storage' as const })),
    catalogue: EMPTY,
    enrol: locked,
    signIn: locked,
    signOut: () => undefined,
    approve: locked,
    commit: locked,
    nextReceiptNo: () => Promise.resolve(''),
    fits: () => false,
    salesOfShift: () => Promise.resolve([]),
    recentSales: () => Promise.resolve([]),
    saveCart: nothing,
    openCarts: () => Promise.resolve([]),
    sign: () => Promise.reject(new TypeError('a till without storage has no key')),
    ask: locked,
    sync: { wake: () => undefined, start: () => undefined, stop: nothing },
    close: nothing,
  };
}
