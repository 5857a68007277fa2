/** What screens show of carts that are put aside: which, where, and whether this till may take them. */
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { HeldCart } from '../../core/held-cart.ts';
import { heldState } from '../../core/held-cart.ts';
import { takeable } from '../commands/hold-cart.ts';
import { useCatalogueTick, useCounter, useHand, useTill } from '../counter-context.tsx';

export type ShownHold = { readonly held: HeldCart; readonly may: 'yes' | 'copy' | 'no' };

/** Those that are not over, the newest first, but for the one in the hand. */
export function useHeldCarts(): readonly ShownHold[] {
  const { tools } = useCounter();
  const tick = useCatalogueTick();
  const inHand = useHand((state) => state.cart.hold?.heldId);
  return useMemo(
    () =>
      tools.device.catalogue
        .heldCarts()
        .filter((held) => heldState(held) !== 'over' && held.heldId !== inHand)
        .map((held) => ({ held, may: takeable(tools, held) }))
        .toReversed(),
    // `tick` stands for the rows, which change without the catalogue's identity changing
    [tools, tick, inHand],
  );
}

/** A till by what people call it; this till has no need of a name. */
export function useTillName(): (deviceId: string) => string | null {
  const { t } = useLingui();
  const { tools } = useCounter();
  const own = useTill((state) => state.identity?.deviceId);
  return (deviceId) => {
    if (deviceId === own) return null;
    const code = tools.device.catalogue.tills().find((till) => till.deviceId === deviceId)?.tillCode;
    return code === undefined ? t`Another till` : t`Till ${code}`;
  };
}
