/** What each key of the map does, in words. */
import { useLingui } from '@lingui/react/macro';
import type { Movable } from '../key-map.ts';

export function useKeyWords(): Readonly<Record<Movable, string>> {
  const { t } = useLingui();
  return {
    F2: t`Search products`,
    F3: t`Member`,
    F4: t`Hold this cart`,
    F6: t`Held carts`,
    F7: t`Receipts`,
    F8: t`Discount`,
    F9: t`Pay`,
    F10: t`Exact cash`,
    Delete: t`Remove the line`,
    '*': t`Quantity of the line`,
    '+': t`One more`,
    '-': t`One less`,
    '?': t`The map of keys`,
  };
}
