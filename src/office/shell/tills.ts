/** The tills of the org as every screen may need them: asked once for the whole office, kept fresh. */
import { createContext, useCallback, useContext } from 'react';
import { assert } from '../../core/assert.ts';
import { devices, type DeviceListed, type Devices } from '../../wire/office-shop.ts';
import type { RemoteState } from '../data/remote.ts';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';

/** Longer than a till is silent while it is well (it says hello every 30 s). */
export const SILENT_MS = 90_000;
const EVERY_MS = 20_000;

export const TillsContext = createContext<RemoteState<Devices> | null>(null);

/** Asks for the tills, and again when stores' streams move and every 20 s: last seen and pending move no stream. */
export function useTillsRemote(): RemoteState<Devices> {
  const { api } = useOffice();
  const { stores } = useSigned();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/devices', { schema: devices, unattended }),
    [api],
  );
  return useRemote(load, { streams: stores.map((store) => `store:${store.storeId}`).join(' '), everyMs: EVERY_MS });
}

export function useTills(): RemoteState<Devices> {
  const tills = useContext(TillsContext);
  assert(tills !== null, 'the shell gives the tills');
  return tills;
}

/** How a till stands, from what the server heard of it. */
export type TillStanding = 'waiting' | 'revoked' | 'silent' | 'here' | 'never';

export function standingOf(till: Pick<DeviceListed, 'state' | 'lastSeenMs'>, asOfMs: number): TillStanding {
  if (till.state !== 'open') return till.state;
  if (till.lastSeenMs === null) return 'never';
  return asOfMs - till.lastSeenMs > SILENT_MS ? 'silent' : 'here';
}
