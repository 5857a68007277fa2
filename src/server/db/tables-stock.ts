/** Rows of migrations 0065 and 0066: counts, both ends of transfers, discounts persons gave. */
export interface StockTables {
  manual_discount: {
    org_id: string;
    entry_id: string;
    offer_no: number;
    sale_id: string;
    no: string;
    store_id: string;
    staff_id: string | null;
    approver_id: string | null;
    action: 'discount_line' | 'discount_cart';
    amount_minor: number;
    percent_bp: number | null;
    wall_ms: number;
    received_ms: number;
  };
  stock_count: {
    org_id: string;
    entry_id: string;
    store_id: string;
    sku_no: number;
    device_id: string;
    incarnation: string;
    counted_milli: number;
    as_of_seq: number;
    happened_ms: number;
    staff_id: string | null;
    count_id: string;
    received_ms: number;
  };
  stock_transfer: {
    org_id: string;
    entry_id: string;
    transfer_id: string;
    direction: 'out' | 'in';
    store_id: string;
    other_store_id: string;
    device_id: string;
    staff_id: string | null;
    note: string;
    lines: string;
    happened_ms: number;
    received_ms: number;
  };
}
