/**
 * Every code a person can meet. A code exists only where the person must act differently. The words for each are in
 * src/ui/refusal-text.ts, complete by type.
 */
type Advice = {
  readonly retry: 'never' | 'automatic' | 'by_hand';
  readonly act: 'ask_customer' | 'keep_selling' | 'stop_selling' | 'call_manager' | 'fix_input';
};

export const REFUSALS = {
  // scanning
  unknown_code: { retry: 'never', act: 'keep_selling' },
  wrong_check_digit: { retry: 'by_hand', act: 'keep_selling' },
  pay_code_here: { retry: 'never', act: 'ask_customer' },
  not_loaded_yet: { retry: 'automatic', act: 'keep_selling' },
  camera_refused: { retry: 'by_hand', act: 'fix_input' },
  no_camera: { retry: 'never', act: 'fix_input' },
  camera_busy: { retry: 'by_hand', act: 'fix_input' },
  goods_expired: { retry: 'never', act: 'ask_customer' },
  wallets_not_set_up: { retry: 'never', act: 'ask_customer' },
  not_a_receipt: { retry: 'by_hand', act: 'ask_customer' },
  product_stopped: { retry: 'never', act: 'ask_customer' },
  // the cart and money
  empty_cart: { retry: 'never', act: 'fix_input' },
  no_open_shift: { retry: 'never', act: 'fix_input' },
  shift_open_already: { retry: 'never', act: 'fix_input' },
  short_tender: { retry: 'never', act: 'ask_customer' },
  change_without_cash: { retry: 'never', act: 'ask_customer' },
  amount_missing: { retry: 'never', act: 'fix_input' },
  tender_not_taken: { retry: 'never', act: 'ask_customer' },
  rate_too_old: { retry: 'never', act: 'call_manager' },
  approval_code_missing: { retry: 'never', act: 'fix_input' },
  voucher_code_missing: { retry: 'never', act: 'fix_input' },
  voucher_twice: { retry: 'never', act: 'ask_customer' },
  // members
  member_unknown: { retry: 'never', act: 'ask_customer' },
  value_short: { retry: 'never', act: 'ask_customer' },
  value_over_limit: { retry: 'never', act: 'ask_customer' },
  card_taken: { retry: 'never', act: 'fix_input' },
  customer_missing: { retry: 'never', act: 'fix_input' },
  too_many_tenders: { retry: 'never', act: 'ask_customer' },
  note_missing: { retry: 'never', act: 'fix_input' },
  age_not_checked: { retry: 'by_hand', act: 'ask_customer' },
  trace_missing: { retry: 'by_hand', act: 'fix_input' },
  serial_in_cart: { retry: 'never', act: 'fix_input' },
  serial_sold: { retry: 'never', act: 'ask_customer' },
  one_of_a_kind: { retry: 'never', act: 'fix_input' },
  over_return: { retry: 'never', act: 'fix_input' },
  refund_beyond_cash: { retry: 'never', act: 'call_manager' },
  sale_of_other_shift: { retry: 'never', act: 'fix_input' },
  receipt_of_return: { retry: 'never', act: 'ask_customer' },
  receipt_without_lines: { retry: 'never', act: 'call_manager' },
  cart_too_large: { retry: 'never', act: 'fix_input' },
  price_missing: { retry: 'never', act: 'call_manager' },
  bad_quantity: { retry: 'never', act: 'fix_input' },
  amount_too_large: { retry: 'never', act: 'fix_input' },
  not_allowed: { retry: 'never', act: 'call_manager' },
  money_counted: { retry: 'never', act: 'fix_input' },
  cart_elsewhere: { retry: 'never', act: 'ask_customer' },
  // hand-off and signed codes, one a check
  not_our_code: { retry: 'never', act: 'ask_customer' },
  damaged_code: { retry: 'by_hand', act: 'ask_customer' },
  bad_signature: { retry: 'never', act: 'call_manager' },
  unknown_key: { retry: 'automatic', act: 'call_manager' },
  other_shop: { retry: 'never', act: 'ask_customer' },
  other_store: { retry: 'never', act: 'ask_customer' },
  code_expired: { retry: 'never', act: 'ask_customer' },
  code_not_yet_valid: { retry: 'never', act: 'ask_customer' },
  storage_missing: { retry: 'never', act: 'fix_input' },
  cart_closed: { retry: 'never', act: 'fix_input' },
  cart_already_paid: { retry: 'never', act: 'ask_customer' },
  handoff_code_unknown: { retry: 'by_hand', act: 'ask_customer' },
  receipt_already_claimed: { retry: 'never', act: 'ask_customer' },
  receipt_not_here_yet: { retry: 'automatic', act: 'ask_customer' },
  // people and devices
  wrong_pin: { retry: 'by_hand', act: 'fix_input' },
  too_many_tries: { retry: 'by_hand', act: 'fix_input' },
  pin_locked: { retry: 'never', act: 'call_manager' },
  wrong_password: { retry: 'by_hand', act: 'fix_input' },
  signed_out: { retry: 'by_hand', act: 'fix_input' },
  pin_not_acceptable: { retry: 'by_hand', act: 'fix_input' },
  enrol_code_unknown: { retry: 'by_hand', act: 'fix_input' },
  enrol_code_expired: { retry: 'by_hand', act: 'call_manager' },
  enrol_code_other_store: { retry: 'by_hand', act: 'call_manager' },
  enrol_code_used: { retry: 'by_hand', act: 'call_manager' },
  awaiting_confirmation: { retry: 'automatic', act: 'call_manager' },
  device_unknown: { retry: 'by_hand', act: 'call_manager' },
  device_revoked: { retry: 'never', act: 'stop_selling' },
  insecure_page: { retry: 'never', act: 'stop_selling' },
  // storage and network
  server_unreachable: { retry: 'automatic', act: 'keep_selling' },
  server_disk_full: { retry: 'automatic', act: 'keep_selling' },
  storage_broken: { retry: 'by_hand', act: 'stop_selling' },
  facts_unsent: { retry: 'automatic', act: 'call_manager' },
  storage_locked: { retry: 'by_hand', act: 'stop_selling' },
  journal_full: { retry: 'never', act: 'stop_selling' },
  still_saving: { retry: 'by_hand', act: 'keep_selling' },
  scan_again: { retry: 'by_hand', act: 'keep_selling' },
  outcome_unknown: { retry: 'automatic', act: 'stop_selling' },
  older_app: { retry: 'by_hand', act: 'stop_selling' },
  try_later: { retry: 'automatic', act: 'keep_selling' },
  not_found: { retry: 'never', act: 'fix_input' },
  bad_request: { retry: 'never', act: 'fix_input' },
  // printers in the shop's network
  printer_not_allowed: { retry: 'never', act: 'fix_input' },
  // the office
  changed_meanwhile: { retry: 'by_hand', act: 'fix_input' },
  nothing_to_label: { retry: 'never', act: 'fix_input' },
  too_many_labels: { retry: 'never', act: 'fix_input' },
  bad_address: { retry: 'never', act: 'fix_input' },
  pin_too_short: { retry: 'by_hand', act: 'fix_input' },
  still_kept: { retry: 'never', act: 'fix_input' },
  not_reversible: { retry: 'never', act: 'fix_input' },
  last_owner: { retry: 'never', act: 'fix_input' },
  // a till's unsent facts, carried by hand
  not_a_rescue_file: { retry: 'never', act: 'fix_input' },
  rescue_code_wrong: { retry: 'by_hand', act: 'fix_input' },
  // files of products
  not_a_table: { retry: 'never', act: 'fix_input' },
  file_too_large: { retry: 'never', act: 'fix_input' },
  no_name_column: { retry: 'never', act: 'fix_input' },
  bad_check_digit: { retry: 'never', act: 'fix_input' },
  bad_gtin_length: { retry: 'never', act: 'fix_input' },
  duplicate_code: { retry: 'never', act: 'fix_input' },
  bad_number: { retry: 'never', act: 'fix_input' },
  name_missing: { retry: 'never', act: 'fix_input' },
  key_missing: { retry: 'never', act: 'fix_input' },
  text_too_long: { retry: 'never', act: 'fix_input' },
  digits_lost: { retry: 'never', act: 'fix_input' },
  bad_options: { retry: 'never', act: 'fix_input' },
  bad_parts: { retry: 'never', act: 'fix_input' },
  bad_asks: { retry: 'never', act: 'fix_input' },
  unknown_unit: { retry: 'never', act: 'fix_input' },
  broken_row: { retry: 'never', act: 'fix_input' },
  no_price_column: { retry: 'never', act: 'fix_input' },
  no_key_column: { retry: 'never', act: 'fix_input' },
  field_twice: { retry: 'never', act: 'fix_input' },
  import_running: { retry: 'automatic', act: 'fix_input' },
  import_failed: { retry: 'by_hand', act: 'call_manager' },
} as const satisfies Record<string, Advice>;

export type RefusalCode = keyof typeof REFUSALS;

/** Whether a text is one of these codes: a newer server may say others. */
export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

/** A refusal with the facts its words need (digits scanned, amounts missing, seconds to wait). */
export type Refusal = { readonly code: RefusalCode; readonly facts?: Readonly<Record<string, string | number>> };
