/** What the office's screens are given: made once by office-app.tsx. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { assert } from '../../core/assert.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import type { OfficeSession } from '../../wire/office.ts';
import type { Announcer } from '../../ui/live-region.tsx';
import type { Toasts } from '../../ui/toast.tsx';
import type { OfficeApi } from '../data/api.ts';
import type { Live } from '../data/live.ts';
import type { SessionStore } from '../data/session-store.ts';
import { chosenOf, type StoreChoice } from '../data/store-choice.ts';

export type Office = {
  readonly api: OfficeApi;
  readonly session: SessionStore;
  readonly storeChoice: StoreChoice;
  readonly toasts: Toasts;
  readonly announcer: Announcer;
  readonly clock: () => number;
  readonly openLive: () => Live;
  readonly newId: () => string;
};

export const OfficeContext = createContext<Office | null>(null);
export const LiveContext = createContext<Live | null>(null);

export function useOffice(): Office {
  const office = useContext(OfficeContext);
  assert(office !== null, 'office screens live inside OfficeContext');
  return office;
}

type Signed = {
  readonly session: OfficeSession;
  readonly stores: readonly StreamRow<'store'>[];
  readonly store: StreamRow<'store'>; // the one looked at
  readonly currency: string;
  readonly mayChange: boolean;
  readonly isOwner: boolean;
};

/** Who is signed in and which store is looked at. Only below the shell. */
export function useSigned(): Signed {
  const { session, storeChoice } = useOffice();
  const signed = useStore(session.state, (state) => state.session);
  const storeId = useStore(storeChoice, (state) => state.storeId);
  assert(signed !== null, 'somebody is signed in below the shell');
  const store = chosenOf(signed.stores, storeId);
  assert(store !== undefined, 'a shop has a store');
  const { role } = signed.user;
  return {
    session: signed,
    stores: signed.stores,
    store,
    currency: signed.currency,
    mayChange: role !== 'auditor',
    isOwner: role === 'owner',
  };
}
