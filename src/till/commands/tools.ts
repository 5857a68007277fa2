/**
 * What every command of the till is given. Clock, ids and the person's language are arguments, so tests choose them.
 */
import type { TillDevice } from '../../client/till-device.ts';
import { assert } from '../../core/assert.ts';
import type { Lang } from '../../core/product.ts';
import type { StreamRow } from '../../wire/catalogue.ts';

export type TillTools = {
  readonly device: TillDevice;
  readonly newId: () => string; // UUIDv7
  readonly nowMs: () => number;
  readonly lang: () => Lang;
};

/** The shop's settings. They are there whenever somebody could sign in. */
export function settingsOf({ device }: Pick<TillTools, 'device'>): StreamRow<'settings'> {
  const { settings } = device.state.getState();
  assert(settings !== null, 'nobody sells before the settings have arrived');
  return settings;
}
