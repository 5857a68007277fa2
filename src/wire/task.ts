/**
 * What became of an entry, why one was kept aside, and what the server asks a person to look at. Every code is listed
 * here, so that the server cannot make one without words: the office's are complete by type.
 *
 * Not here: where tasks are kept and closed (src/server/db/), what a till is told of its push (sync.ts).
 */

/** `parked`: understood, its effect waits; `quarantined`: kept, not interpreted; `set_aside`: a person's last word. */
export const EFFECTS = ['applied', 'parked', 'quarantined', 'set_aside'] as const;
export type EffectStatus = (typeof EFFECTS)[number];

/** Why an entry has no effect. */
export const KEPT_FOR = [
  'awaiting_reference',
  'device_revoked',
  'entry_id_reused',
  'projection_failed',
  'sums_differ',
  'unknown_kind',
] as const;
export type KeptFor = (typeof KEPT_FOR)[number];

/** What waits for another entry is nobody's task, neither at the till nor in the office. */
export const settlesByItself = (reason: string): boolean => reason === 'awaiting_reference';

export const TASK_CODES = [
  // a sale or a return that is booked as it came, and doubted
  'age_not_checked',
  'duplicate_cart',
  'exchange_doubted',
  'not_approved',
  'offers_doubted',
  'old_prices',
  'over_refund',
  'over_return',
  'points_doubted',
  'points_overdrawn',
  'receipt_doubted',
  'receipt_number_twice',
  'sums_differ',
  'tender_doubted',
  'voucher_over_redeemed',
  'value_doubted',
  'value_over_limit',
  'value_overdrawn',
  'void_too_late',
  'wrong_currency',
  // goods, booked as they came
  'stock_doubted',
  'transfer_differs',
  // cash and shifts, booked as they came
  'not_permitted',
  'z_chain_broken',
  'z_differs',
  // a journal that does not fit
  'broken_chain',
  'entries_missing',
  'server_lost_entries',
  'till_cloned',
  'till_forked',
  // an entry kept aside; `reason` among its facts is one of KEPT_FOR
  'entry_parked',
  'entry_quarantined',
] as const;
export type TaskCode = (typeof TASK_CODES)[number];
