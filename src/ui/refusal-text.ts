/**
 * The words for every refusal: what happened, then what to do. Complete by type: a code without words does not compile.
 * Facts come from the refusal; a fact whose name ends in `Minor` is shown as money, in `AtMs` as a time of day.
 */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Refusal, RefusalCode } from '../wire/refusal.ts';
import { formatMoney, formatTime } from './format.ts';
import { langOf } from './lang.ts';

const WORDS: Readonly<Record<RefusalCode, MessageDescriptor>> = {
  unknown_code: msg({ message: 'Barcode not found: {digits}' }),
  wrong_check_digit: msg({ message: 'Misread, scan again: {digits}' }),
  pay_code_here: msg({ message: 'Scan pay codes on the payment screen' }),
  not_loaded_yet: msg({ message: 'Products are still loading ({done} of {total}). Scan again in a moment: {digits}' }),
  goods_expired: msg({ message: 'Past its date ({expiry}): not for sale. Put it aside.' }),
  wallets_not_set_up: msg({ message: 'Wallet payments are not set up in this shop. Take cash.' }),
  not_a_receipt: msg({ message: 'This is no receipt of this shop.' }),
  product_stopped: msg({ message: 'This product is no longer sold: {digits}' }),
  camera_refused: msg({ message: 'The browser keeps the camera off for this page. Allow the camera in its settings.' }),
  no_camera: msg({ message: 'No camera was found. Type the code instead.' }),
  camera_busy: msg({ message: 'Another program uses the camera. Close it and try again.' }),

  empty_cart: msg({ message: 'The cart is empty. Scan or tap a product first.' }),
  no_open_shift: msg({ message: 'No shift is open. Open a shift to sell.' }),
  shift_open_already: msg({ message: 'A shift is open on this till already.' }),
  short_tender: msg({ message: 'Not enough. {missingMinor} is still owed.' }),
  change_without_cash: msg({ message: 'Change is given for cash only. Take the exact amount.' }),
  amount_missing: msg({ message: 'Enter an amount above zero.' }),
  tender_not_taken: msg({ message: 'This shop does not take this way of paying now. Choose another.' }),
  rate_too_old: msg({ message: 'The rate of this currency is too old to sell by. Ask the office for a new one.' }),
  approval_code_missing: msg({ message: 'Enter the approval code from the card terminal.' }),
  voucher_code_missing: msg({ message: 'Scan or enter the code of the voucher.' }),
  voucher_twice: msg({ message: 'This voucher is in this payment already.' }),
  member_unknown: msg({ message: 'No member found.' }),
  value_short: msg({ message: 'Stored value left: {leftMinor}' }),
  points_short: msg({ message: 'Points left: {points}, worth {worthMinor}' }),
  points_too_few: msg({ message: 'Points pay from {least} on, so not this little.' }),
  value_over_limit: msg({ message: 'A card holds at most {maxMinor}.' }),
  card_taken: msg({ message: 'This card is taken.' }),
  customer_missing: msg({ message: 'Enter the name of the customer who pays later.' }),
  too_many_tenders: msg({ message: 'This payment has too many parts. Take one back, or split the sale.' }),
  note_missing: msg({ message: 'Say in a few words what it was for.' }),
  age_not_checked: msg({ message: 'Only for customers of {age} years or more. Check the age, or take it out.' }),
  trace_missing: msg({ message: 'The lot or serial number of a product is missing. Enter it, or take it out.' }),
  serial_in_cart: msg({ message: 'Serial number {serial} is in this cart already.' }),
  serial_sold: msg({ message: 'Serial number {serial} was sold before, on receipt {no}. Look at the piece.' }),
  one_of_a_kind: msg({ message: 'Each piece has its own serial number: scan or add the next one by itself.' }),
  over_return: msg({ message: 'This is more than is left of this line to bring back.' }),
  refund_beyond_cash: msg({ message: 'At most {leftMinor} in cash here.' }),
  sale_of_other_shift: msg({ message: 'Made in another shift: return it.' }),
  came_back: msg({ message: 'Goods of this sale have come back. Return what is left of it.' }),
  receipt_of_return: msg({ message: 'This paper is of goods brought back.' }),
  receipt_without_lines: msg({ message: 'Find this sale at its own till.' }),
  cart_too_large: msg({ message: 'This cart is too long for one sale. Split the sale: pay for a part first.' }),
  price_missing: msg({ message: 'A product in the cart has no price. Set a price or take it out.' }),
  amount_too_large: msg({ message: 'This amount is too large to sell. Check the quantity and the price.' }),
  bad_quantity: msg({
    message: 'This quantity does not work for this product. It is above zero and at most a million; pieces are whole.',
  }),
  not_allowed: msg({ message: 'This needs manager approval.' }),
  money_counted: msg({ message: 'Money was counted for this cart. Finish the payment, or go back and return it.' }),
  cart_elsewhere: msg({ message: 'This cart is no longer held: another till has it, or it is done.' }),

  not_our_code: msg({ message: 'Not a valid code. Ask for the cart code of this shop.' }),
  damaged_code: msg({ message: 'The code was not read completely. Scan it again.' }),
  bad_signature: msg({ message: 'Not a valid code: its signature is wrong. Nothing was added.' }),
  unknown_key: msg({ message: 'This code cannot be checked here yet. Connect this till once, then scan again.' }),
  other_shop: msg({ message: 'This code belongs to another shop.' }),
  other_store: msg({ message: 'This code is not valid in this store.' }),
  code_expired: msg({ message: 'This code has expired. Ask for a new one.' }),
  code_not_yet_valid: msg({ message: 'This code is not valid yet.' }),
  storage_missing: msg({
    message: 'This browser window keeps nothing, so there is no cart. Open the page in another browser.',
  }),
  cart_closed: msg({ message: 'This cart is closed. Start a new one.' }),
  cart_already_paid: msg({ message: 'This cart was paid at {paidAtMs}' }),
  handoff_code_unknown: msg({
    message: 'This six-digit code is unknown or used. Ask for a new one, or scan the cart QR.',
  }),
  receipt_already_claimed: msg({ message: 'This receipt was claimed already.' }),
  receipt_not_here_yet: msg({ message: 'This receipt has not arrived yet. Try again in a minute; it is not lost.' }),

  wrong_pin: msg({ message: 'Wrong PIN' }),
  too_many_tries: msg({ message: 'Too many tries. Wait {seconds} seconds.' }),
  pin_locked: msg({ message: 'Locked after ten wrong PINs. Ask a manager to sign in here once.' }),
  wrong_password: msg({ message: 'Wrong password' }),
  signed_out: msg({ message: 'You are signed out. Sign in again.' }),
  pin_not_acceptable: msg({ message: 'This PIN cannot be used. Choose another.' }),
  enrol_code_unknown: msg({ message: 'This enrolment code is not known. Check it and type it again.' }),
  enrol_code_expired: msg({ message: 'This enrolment code has expired. Make a new one in the office, under Devices.' }),
  enrol_code_other_store: msg({
    message: 'This code is for another store. Ask for one of the store this till belongs to.',
  }),
  enrol_code_used: msg({
    message: 'This enrolment code was used already. Make a new one in the office, under Devices.',
  }),
  awaiting_confirmation: msg({ message: 'Waiting for the office to confirm this device.' }),
  device_unknown: msg({ message: 'The server does not know this device. Enrol it again; its entries are kept.' }),
  device_revoked: msg({ message: 'This device was removed from the shop. It cannot sell. Ask the office.' }),
  insecure_page: msg({
    message: 'This address is not secure, so the browser keeps the camera and offline work locked.',
  }),

  printer_not_allowed: msg({ message: 'Not an address of a shop network.' }),

  server_unreachable: msg({ message: 'The server cannot be reached. Selling goes on; this needs the network.' }),
  server_disk_full: msg({
    message: "The server's disk is full. Keep selling: sales wait on this till. Tell the office.",
  }),
  storage_broken: msg({
    message: "This till's storage is damaged. Save what can be read to a file, then ask the office.",
  }),
  facts_unsent: msg({
    message: 'Not yet: {pending} entries are only on this till. Wait for the network, or save them to a file first.',
  }),
  storage_locked: msg({
    message: 'The browser gives this page no storage. Allow it, or leave private mode, then reload.',
  }),
  journal_full: msg({ message: 'Storage is full, sync first. Nothing was sold and nothing was lost.' }),
  still_saving: msg({ message: 'The last act is still being saved. Try again in a moment.' }),
  scan_again: msg({ message: '{digits} was not added: the sale before it is not saved. Scan it again after that.' }),
  outcome_unknown: msg({ message: 'Do not take the money again. Checking whether this sale was saved.' }),
  older_app: msg({ message: 'A newer version is needed. Reload this page.' }),
  try_later: msg({ message: 'The server is busy. It tries again by itself.' }),
  not_found: msg({ message: 'Not found.' }),
  bad_request: msg({ message: 'This was not understood. Check what you entered.' }),

  changed_meanwhile: msg({
    message: 'Somebody else changed this in between. Look at what is there now and save again.',
  }),
  not_a_rescue_file: msg({ message: 'This is no rescue file of a till, or it was cut off.' }),
  rescue_code_wrong: msg({
    message: 'This code does not open the file. Check each group; if it is right, the file was changed.',
  }),
  nothing_to_label: msg({ message: 'No product matches this choice, so there is nothing to print.' }),
  too_many_labels: msg({ message: 'That is {labels} labels; {most} is the most at once. Choose fewer.' }),
  bad_address: msg({ message: 'This is not a web address. Write it like https://shop.example.com, without a path.' }),
  pin_too_short: msg({ message: 'This PIN is too short or too long. Use {least} to 8 digits for this role.' }),
  still_kept: msg({ message: 'This entry cannot be booked so: nothing was changed. Set it aside, or tell support.' }),
  not_reversible: msg({
    message: 'This cannot be taken back: others build on it. Correct it with a return or a count instead.',
  }),
  last_owner: msg({ message: 'This is the only owner. Make another owner first.' }),

  not_a_table: msg({ message: 'This file is not a table. Use CSV, TSV or XLSX.' }),
  file_too_large: msg({ message: 'This file is too large. Split it into smaller files.' }),
  no_name_column: msg({ message: 'No column holds names. Choose the column with product names.' }),
  bad_check_digit: msg({ message: 'The check digit of this barcode is wrong.' }),
  bad_gtin_length: msg({ message: 'A barcode has 8, 12, 13 or 14 digits.' }),
  duplicate_code: msg({ message: 'This code is used by another product.' }),
  bad_number: msg({ message: 'This is not a number we can use.' }),
  nothing_chosen: msg({ message: 'Nothing is chosen yet. Choose at least one.' }),
  name_missing: msg({ message: 'There is no name yet.' }),
  key_missing: msg({ message: 'This row has neither barcode nor code.' }),
  text_too_long: msg({ message: 'This text is too long.' }),
  digits_lost: msg({ message: 'The spreadsheet cut this barcode short (like 6.9E+12). Format the column as text.' }),
  bad_parts: msg({ message: 'Parts are written as 2 x W1: products of this shop, each once, and no bundles.' }),
  bad_asks: msg({ message: 'Write lot, serial, or both.' }),
  bad_yes_no: msg({ message: 'Write yes or no.' }),
  bad_options: msg({ message: 'Options are written as: Sugar 1-1: full, half, none +0.50' }),
  unknown_unit: msg({ message: 'This unit is not known. Use pcs, g, kg, ml, l, m or hour.' }),
  broken_row: msg({ message: 'This row cannot be read: a quotation mark is not closed or columns are missing.' }),
  no_key_column: msg({ message: 'No column holds barcodes or codes. Choose one, or rows cannot be told apart.' }),
  field_twice: msg({ message: 'Two columns are set to the same field. Choose one of them.' }),
  import_running: msg({ message: 'An import is running. Wait until it is done.' }),
  import_failed: msg({
    message: 'The import stopped. What was written so far stays. Run it again: nothing is doubled.',
  }),
  no_price_column: msg({ message: 'No column holds prices. Choose the column with prices.' }),
};

/** The words of one refusal in the page's language. `currency` is needed where a fact is money. */
export function refusalText(i18n: I18n, refusal: Refusal, currency = 'CNY'): string {
  const lang = langOf(i18n.locale);
  const values: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(refusal.facts ?? {})) {
    if (typeof fact === 'number' && name.endsWith('Minor'))
      values[name] = formatMoney({ amountMinor: fact, currency, lang });
    else if (typeof fact === 'number' && name.endsWith('AtMs')) values[name] = formatTime({ ms: fact, lang });
    else values[name] = fact;
  }
  const { id, message } = WORDS[refusal.code];
  return i18n._(id, values, message === undefined ? {} : { message });
}
