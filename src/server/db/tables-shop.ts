/** Rows of migration 0002: org, stores, devices, keys, staff, catalogue, stock. */
export interface ShopTables {
  org: {
    org_id: string;
    org_no: number;
    names: string;
    currency: string;
    tax_mode: string;
    pricing: string | null;
    tenders: string | null;
    shop_origin: string;
    receipt_footer: string | null;
    lang: string;
    shop_catalogue_max: number;
    server_epoch: string;
    made_ms: number;
  };
  counter: { org_id: string; name: string; value: number };
  store: {
    org_id: string;
    store_id: string;
    store_no: number;
    code: string;
    names: string;
    tz: string;
    address: string | null;
    walk_in: number;
    foreign_cash: string | null;
    scale_rules: string | null; // JSON
  };
  device: {
    org_id: string;
    device_id: string;
    store_id: string;
    kind: 'till' | 'register';
    till_no: number;
    till_code: string;
    name: string;
    kid: string;
    key_jwk: string;
    thumbprint: string;
    state: 'waiting' | 'open' | 'revoked';
    incarnation_no: number;
    incarnation: string;
    enrolled_ms: number;
    revoked_ms: number | null;
    last_seen_ms: number | null;
    head_seq: number;
    clock_offset_ms: number | null;
    app: string;
    storage: string | null;
  };
  enrol_code: {
    org_id: string;
    code_hash: string;
    store_id: string;
    origin: 'demo' | 'command' | 'office';
    made_ms: number;
    expires_ms: number | null;
    used_ms: number | null;
    device_id: string | null;
  };
  signing_key: {
    org_id: string;
    kid: string;
    purpose: 'server' | 'order' | 'device';
    key_jwk: string;
    types: string;
    device_id: string | null;
    revoked: number;
    made_ms: number;
  };
  staff: {
    org_id: string;
    staff_id: string;
    names: string;
    role: string;
    store_ids: string;
    pin: string | null;
    active: number;
    changed_ms: number;
  };
  category: { org_id: string; category_id: string; names: string; sort_order: number; hue: number };
  product: {
    org_id: string;
    sku_id: string;
    sku_no: number;
    code: string | null;
    name_zh: string | null;
    name_en: string | null;
    spec: string | null;
    brand: string | null;
    category_id: string | null;
    unit: string;
    price_minor: number;
    floor_minor: number | null;
    tax_bp: number;
    picture: string | null;
    story: string | null;
    search: string;
    rank: number;
    hot: number;
    status: string;
    options: string | null;
    made_ms: number;
    changed_ms: number;
  };
  product_gtin: { org_id: string; gtin: string; sku_id: string };
  media: { org_id: string; hash: string; mime: string; body: Uint8Array; made_ms: number };
  stock: { org_id: string; store_id: string; sku_no: number; on_hand_milli: number };
  stock_move: {
    org_id: string;
    store_id: string;
    sku_no: number;
    entry_id: string;
    line_no: number;
    delta_milli: number;
    reason: string;
    ref: string;
    at_ms: number;
    happened_ms: number;
    lot: string | null;
    expiry: string | null;
  };
}
