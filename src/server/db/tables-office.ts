/** Rows of migration 0030: sessions of the back office, tries to sign in, shelf labels. */
export interface OfficeTables {
  office_session: {
    org_id: string;
    token_hash: string;
    user_id: string;
    made_ms: number;
    seen_ms: number;
    ends_ms: number;
    client: string;
  };
  login_try: { org_id: string; bucket: string; at_ms: number; try_id: string };
  label_sheet: {
    org_id: string;
    sheet_id: string;
    store_id: string;
    paper: string;
    user_id: string;
    made_ms: number;
  };
  shelf_label: {
    org_id: string;
    label_no: number;
    sheet_id: string;
    place: number;
    store_id: string;
    sku_no: number;
    price_minor: number;
  };
}
