/** Which store the office looks at: kept on this device, and always one that exists. */
import { createStore, type StoreApi } from 'zustand/vanilla';

const KEPT_UNDER = 'halfloop-office-store';

export type StoreChoice = StoreApi<{ readonly storeId: string | null; readonly choose: (storeId: string) => void }>;

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** Starts from the choice kept in `kept` (local storage), or none. */
export function createStoreChoice(kept: Kept | null): StoreChoice {
  return createStore((set) => ({
    storeId: read(kept),
    choose: (storeId) => {
      set({ storeId });
      try {
        kept?.setItem(KEPT_UNDER, storeId);
      } catch {
        // The choice then holds until the page is closed: nothing is lost that a person must know of.
      }
    },
  }));
}

function read(kept: Kept | null): string | null {
  try {
    return kept?.getItem(KEPT_UNDER) ?? null;
  } catch {
    return null; // storage is switched off
  }
}

/** The chosen store when it is one of `stores`, else the first. */
export const chosenOf = <S extends { readonly storeId: string }>(
  stores: readonly S[],
  storeId: string | null,
): S | undefined => stores.find((store) => store.storeId === storeId) ?? stores[0];
