/** Rows of migration 0020: carts on their way to a till, claimed receipts. */
export interface ShopperTables {
  shop_handoff: {
    org_id: string;
    store_no: number;
    code: string;
    cart_ref: string;
    rev: number;
    shopper: string;
    total_seen_minor: number | null;
    lines: string;
    made_ms: number;
    expires_ms: number;
    taken_by: string | null;
    taken_ms: number | null;
  };
  shop_claim: { org_id: string; sale_id: string; shopper: string; cart_ref: string | null; claimed_ms: number };
}
