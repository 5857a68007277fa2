/** Rows of migration 0051: printers in the shop's networks. */
export interface PrinterTables {
  network_printer: {
    org_id: string;
    printer_id: string;
    store_id: string;
    name: string;
    host: string;
    port: number;
    changed_ms: number;
  };
}
