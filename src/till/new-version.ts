/**
 * When a new version of the app may take this till over: never under a cart in the hand, but at once where a screen has
 * stopped working. The cart is on disk, and the new version may be the one that mends it.
 */
import { t } from '@lingui/core/macro';
import { note } from '../ui/toast.tsx';
import type { Counter } from './counter.ts';

/** True while this page must not be reloaded. */
export const isBusyTill = ({ hand, view }: Pick<Counter, 'hand' | 'view'>): boolean =>
  hand.getState().cart.lines.length > 0 && !view.getState().isBroken;

/** A new version waits; `apply` lets it take over. Says so, and applies it as soon as a screen breaks. */
export function onNewVersion({ view, toasts }: Pick<Counter, 'view' | 'toasts'>, apply: () => void): void {
  note(toasts, t`A new version is ready. It starts when this till is idle.`);
  if (view.getState().isBroken) apply();
  view.subscribe(({ isBroken }, before) => {
    if (isBroken && !before.isBroken) apply();
  });
}
