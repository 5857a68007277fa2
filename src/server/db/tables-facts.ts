/** Rows of migration 0003: what journal entries turn into. */
export interface FactTables {
  sale: {
    org_id: string; sale_id: string; entry_id: string; device_id: string; incarnation: string; seq: number; hash: string;
    store_id: string; no: string; kind: string; shift_id: string; cart_id: string; staff_id: string | null;
    business_date: string | null; wall_ms: number; received_ms: number; currency: string; pb_version: string;
    gross_minor: number; discount_minor: number; tax_minor: number; total_minor: number; change_minor: number;
    channel: string; source_qr: string | null;
  };
  sale_line: {
    org_id: string; sale_id: string; line_id: number; sku_no: number; name: string; qty_milli: number; unit_minor: number;
    list_minor: number; gross_minor: number; discount_minor: number; tax_bp: number; tax_minor: number;
  };
  sale_tender: { org_id: string; sale_id: string; tender_id: number; method: string; amount_minor: number };
  goods_return: {
    org_id: string; return_id: string; entry_id: string; device_id: string; incarnation: string; seq: number;
    store_id: string; no: string; sale_id: string | null; shift_id: string; staff_id: string | null;
    approver_id: string | null; business_date: string | null; wall_ms: number; received_ms: number; currency: string;
    total_minor: number; tax_minor: number; reason: string;
  };
  return_line: {
    org_id: string; return_id: string; line_id: number; sku_no: number; name: string; qty_milli: number;
    refund_minor: number; tax_bp: number; tax_minor: number; condition: string;
  };
  return_tender: { org_id: string; return_id: string; tender_id: number; method: string; amount_minor: number };
  shift: {
    org_id: string; shift_id: string; device_id: string; store_id: string; shift_no: number; staff_id: string | null;
    business_date: string | null; float_minor: number; opened_ms: number; counted_minor: number | null;
    closed_ms: number | null; z_no: number | null; z_body: string | null; state: 'open' | 'counting' | 'closed';
  };
  audit_note: {
    org_id: string; entry_id: string; kind: string; device_id: string; store_id: string; staff_id: string | null;
    wall_ms: number; received_ms: number; body: string;
  };
  cart_claim: {
    org_id: string; entry_id: string; cart_ref: string; rev: number; cart_id: string; device_id: string; store_id: string;
    handoff: string; total_seen_minor: number | null; total_minor: number; wall_ms: number;
  };
  task: {
    org_id: string; code: string; subject: string; store_id: string | null; device_id: string | null; facts: string;
    opened_ms: number; closed_ms: number | null; closed_by: string | null;
  };
}
