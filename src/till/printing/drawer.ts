/**
 * The cash drawer on the printer's cable. It opens once the fact that needs it is safe on disk, where this till is told
 * to open it; what fails is said, for a key opens it too.
 */
import { t } from '@lingui/core/macro';
import type { Tender } from '../../core/sale.ts';
import { note } from '../../ui/toast.tsx';
import { tenderRules } from '../commands/take-tender.ts';
import type { Counter } from '../counter.ts';

/** Where this till opens it at all. */
export async function openDrawerNow({ desk, toasts, preferences, tools }: Counter): Promise<void> {
  if (!preferences.getState().printer.opensDrawer) return;
  if (tools.device.state.getState().practice !== undefined) return; // the money in it is real
  const trouble = await desk.kick();
  if (trouble !== null) note(toasts, t`The cash drawer did not open. Open it by its key.`, 'danger');
}

/** For what is paid or given back: something of it goes into the drawer or comes out. */
export async function openDrawerFor(counter: Counter, tenders: readonly Tender[]): Promise<void> {
  const { custom } = tenderRules(counter.tools);
  const isIn = ({ method, typeId }: Tender) =>
    method === 'cash' ||
    method === 'foreign_cash' ||
    (method === 'custom' && custom.some((one) => one.typeId === typeId && one.opensDrawer));
  if (tenders.some(isIn)) await openDrawerNow(counter);
}
