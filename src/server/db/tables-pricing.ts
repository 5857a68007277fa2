/** Rows of migration 0040: promotions and taxes, each with its row of the stream as JSON. */
export interface PricingTables {
  promotion: { org_id: string; promotion_id: string; rev: number; body: string; changed_ms: number };
  tax_rate: { org_id: string; tax_id: string; body: string; changed_ms: number };
}
