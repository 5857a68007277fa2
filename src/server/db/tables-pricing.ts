/** Rows of migrations 0040 and 0041: promotions and taxes, each with its row of the stream as JSON; vouchers. */
export interface PricingTables {
  promotion: { org_id: string; promotion_id: string; rev: number; body: string; changed_ms: number };
  tax_rate: { org_id: string; tax_id: string; body: string; changed_ms: number };
  voucher: { org_id: string; code: string; face_minor: number; note: string; made_ms: number };
}
