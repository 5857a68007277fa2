/** How components reach the counter: one context, and a hook per thing they may look at. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { TillState } from '../client/till-device.ts';
import { assert } from '../core/assert.ts';
import type { StreamRow } from '../wire/catalogue.ts';
import type { CartActions, CartHand } from './cart-store.ts';
import type { Counter, CounterView } from './counter.ts';
import type { Preferences } from './preferences.ts';

const CounterContext = createContext<Counter | null>(null);

export const CounterProvider = CounterContext.Provider;

export function useCounter(): Counter {
  const counter = useContext(CounterContext);
  assert(counter !== null, 'a till component stands inside CounterProvider');
  return counter;
}

export const useHand = <T,>(select: (hand: CartHand & CartActions) => T): T => useStore(useCounter().hand, select);
export const useView = <T,>(select: (view: CounterView) => T): T => useStore(useCounter().view, select);
export const useTill = <T,>(select: (state: TillState) => T): T => useStore(useCounter().tools.device.state, select);
export const usePreference = <T,>(select: (chosen: Preferences) => T): T => useStore(useCounter().preferences, select);

/** The shop's settings: there whenever somebody is signed in. */
export function useSettings(): StreamRow<'settings'> {
  const settings = useTill((state) => state.settings);
  assert(settings !== null, 'this screen is shown only when the settings have arrived');
  return settings;
}

/** Redraws whoever calls it when rows of the catalogue change; the figure itself means nothing. */
export function useCatalogueTick(): number {
  const { catalogueTick } = useCounter();
  return useSyncExternalStore(catalogueTick.subscribe, catalogueTick.read);
}
