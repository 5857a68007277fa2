/**
 * The phone's object while its code is still on the way: screens draw and take touches at once, each call waits for the
 * real one. When the code does not arrive, calls answer as without network, and the next call tries again.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Shopper, ShopperState } from '../client/shopper/shopper-state.ts';
import { err } from '../core/result.ts';

const AWAY = err({ code: 'server_unreachable' } as const);

/** `load` fetches the code, makes the object and opens it. */
export function lazyShopper(state: StoreApi<ShopperState>, load: () => Promise<Shopper>): Shopper {
  let loading: Promise<Shopper | null> | null = null;
  const real = async (): Promise<Shopper | null> => {
    loading ??= load().catch(() => null);
    const loaded = await loading;
    if (loaded === null) loading = null;
    return loaded;
  };
  return {
    state,
    open: async () => {
      await real();
    },
    chooseStore: async (...at) => (await real())?.chooseStore(...at),
    goods: async () => (await real())?.goods() ?? null,
    find: async (asked) => (await real())?.find(asked) ?? 'offline',
    step: async (step) => (await real())?.step(step) ?? AWAY,
    add: async (what) => (await real())?.add(what) ?? AWAY,
    askCode: async () => (await real())?.askCode() ?? AWAY,
    lookAfterCart: async () => (await real())?.lookAfterCart() ?? 'unknown',
    claim: async (receipt) => (await real())?.claim(receipt) ?? AWAY,
    closeHandedOff: async () => (await real())?.closeHandedOff(),
    forgetReceipt: async (receipt) => (await real())?.forgetReceipt(receipt),
    dismissPaid: () => state.setState({ paid: null }),
    wake: async () => (await real())?.wake(),
    close: () => void loading?.then((loaded) => loaded?.close()),
  };
}
