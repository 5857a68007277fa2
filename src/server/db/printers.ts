/** Receipt printers in the networks of the stores, as the office lists them. */
import type { NetworkPrinter } from '../../wire/printing.ts';
import type { Tx } from './door.ts';
import type { PrinterTables } from './tables-printers.ts';

const asPrinter = (row: PrinterTables['network_printer']): NetworkPrinter => ({
  printerId: row.printer_id,
  storeId: row.store_id,
  name: row.name,
  host: row.host,
  port: row.port,
});

const all = (tx: Tx) => tx.db.selectFrom('network_printer').selectAll().where('org_id', '=', tx.orgId);

export const printers = async (tx: Tx): Promise<NetworkPrinter[]> =>
  (await all(tx).orderBy('name').execute()).map(asPrinter);

export const printersOf = async (tx: Tx, storeId: string): Promise<NetworkPrinter[]> =>
  (await all(tx).where('store_id', '=', storeId).orderBy('name').execute()).map(asPrinter);

export async function printerById(tx: Tx, printerId: string): Promise<NetworkPrinter | null> {
  const row = await all(tx).where('printer_id', '=', printerId).executeTakeFirst();
  return row === undefined ? null : asPrinter(row);
}

export async function savePrinter(tx: Tx, printer: NetworkPrinter, nowMs: number): Promise<void> {
  const { printerId, storeId, name, host, port } = printer;
  const columns = { store_id: storeId, name, host, port, changed_ms: nowMs };
  await tx.db
    .insertInto('network_printer')
    .values({ org_id: tx.orgId, printer_id: printerId, ...columns })
    .onConflict((on) => on.columns(['org_id', 'printer_id']).doUpdateSet(columns))
    .execute();
}

/** False: there was none. */
export async function removePrinter(tx: Tx, printerId: string): Promise<boolean> {
  const [done] = await tx.db
    .deleteFrom('network_printer')
    .where('org_id', '=', tx.orgId)
    .where('printer_id', '=', printerId)
    .execute();
  return (done?.numDeletedRows ?? 0n) > 0n;
}
