/** What needs a person, in words: what happened, then what to do. Complete by type: no code is shown bare. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { OfficeTask } from '../../wire/office.ts';
import { TASK_CODES, type TaskCode } from '../../wire/task.ts';
import { keptWords } from '../parts/kept-words.ts';

const DOES_NOT_FIT = msg({
  message: 'The journal of till {till} does not fit what is stored from entry {first}. What came is kept.',
});
const UNKNOWN = msg({ message: 'Till {till}: something needs a person. Reload this page to read what.' });
const KEPT = msg({ message: 'Till {till}, entry {entry} is kept and not booked. {why}' });

const WORDS: Readonly<Record<TaskCode, MessageDescriptor>> = {
  age_not_checked: msg({
    message: 'Receipt {no} of till {till}: goods for ages {age} and over, and nobody confirmed the age. Ask who sold.',
  }),
  duplicate_cart: msg({
    message: 'Receipt {no} of till {till}: its cart was sold before. Look whether the customer paid twice.',
  }),
  exchange_doubted: msg({
    message: 'Receipt {no} of till {till}: sold in exchange for goods whose return is not on the books. Ask who sold.',
  }),
  over_return: msg({ message: 'Return {no} at till {till}: more came back than was sold on that receipt.' }),
  over_refund: msg({
    message: 'Return {no} at till {till}: more money went back than that sale took. Compare the papers.',
  }),
  not_approved: msg({
    message: 'Return {no} at till {till}: nobody who may has approved it. It is booked as it came; ask who did it.',
  }),
  receipt_doubted: msg({
    message: 'Return {no} at till {till} names a receipt that says something else. Look at the paper.',
  }),
  void_too_late: msg({ message: 'Void {no} at till {till} undoes a sale of another shift. Look at both Z reports.' }),
  receipt_number_twice: msg({
    message: 'Receipt {no} of till {till}: two sales carry this number. Both are booked; compare the papers.',
  }),
  offers_doubted: msg({
    message: 'Receipt {no} of till {till}: its promotions give less by the rules. It is booked as it came; look at it.',
  }),
  old_prices: msg({
    message:
      'Till {till} sold with prices more than a day old, last on receipt {no}: it had not heard of what changed since.',
  }),
  sums_differ: msg({
    message: 'Receipt {no} of till {till}: its sums do not add up. It is booked as it came; tell support.',
  }),
  tender_doubted: msg({
    message: 'Receipt {no} of till {till}: a way of paying is not as the shop takes it. It is booked as it came.',
  }),
  voucher_over_redeemed: msg({
    message: 'Voucher {voucher}: more was redeemed than it is worth, last on receipt {no} of till {till}.',
  }),
  points_doubted: msg({
    message: 'Receipt {no} of till {till} gives {points} points; by the rule it names it earns {right}.',
  }),
  points_overdrawn: msg({
    message: 'Receipt {no} of till {till} spent points that were written off. The sale stands; the member owes them.',
  }),
  value_doubted: msg({
    message:
      '{no}, till {till}: stored value or points not reserved for it, or no gift of the shop. Booked as it came.',
  }),
  value_over_limit: msg({
    message: 'Card {no}, topped up at till {till}: it holds more than the shop allows. Talk to the member.',
  }),
  value_overdrawn: msg({
    message:
      'Receipt {no} of till {till} spent stored value that was written off. The sale stands; the member owes it.',
  }),
  stock_doubted: msg({
    message: 'Till {till}, entry {entry}: goods went the other way round than its reason says. Booked as it came.',
  }),
  transfer_differs: msg({
    message:
      'Goods received at till {till}: products that differ from what was sent: {count}. Look under Stock, Transfers.',
  }),
  not_permitted: msg({
    message: 'Till {till}, entry {entry}: done by somebody who may not do it alone, and nobody who may agreed.',
  }),
  z_chain_broken: msg({
    message: 'Z report {no} of till {till} does not follow the one before it: its number or its running total.',
  }),
  z_differs: msg({ message: 'Z report {no} of till {till} differs from what its journal says. Compare both.' }),
  wrong_currency: msg({ message: "Receipt {no} of till {till} is in another currency than the shop's." }),
  broken_chain: DOES_NOT_FIT,
  till_forked: DOES_NOT_FIT,
  till_cloned: msg({
    message:
      'Till {till} is there twice: two copies of it sell. Nothing is lost; enrol one of them anew as its own till.',
  }),
  entries_missing: msg({
    message: 'Till {till} began a new journal; entries {first} to {last} of the old one never arrived.',
  }),
  server_lost_entries: msg({
    message: 'The server is an older copy: it has {stored} of {acked} entries of till {till}. Tills send theirs again.',
  }),
  entry_parked: KEPT,
  entry_quarantined: KEPT,
};

/** Both receipts are named, so that they can be compared. */
const VOUCHER_TWICE = msg({
  message: 'Voucher {voucher}: taken first on receipt {before}, then beyond its worth on receipt {no} of till {till}.',
});

const isTaskCode = (code: string): code is TaskCode => (TASK_CODES as readonly string[]).includes(code);

/** The words for a task; a code only a newer server knows is said to be so. */
export function taskWords(i18n: I18n, { code, facts, tillCode }: OfficeTask): string {
  const till = tillCode ?? '?';
  const values = {
    till,
    no: facts['no'] ?? '',
    first: facts['from'] ?? facts['at'] ?? '',
    last: facts['to'] ?? '',
    acked: facts['acked'] ?? '',
    stored: facts['stored'] ?? '',
    entry: facts['seq'] ?? '',
    voucher: facts['voucher'] ?? '',
    before: facts['firstNo'] ?? '',
    count: facts['count'] ?? '',
    age: facts['age'] ?? '',
    why: 'reason' in facts ? keptWords(i18n, String(facts['reason'])) : '',
  };
  const isTwice = code === 'voucher_over_redeemed' && 'firstNo' in facts;
  const { id, message } = isTwice ? VOUCHER_TWICE : isTaskCode(code) ? WORDS[code] : UNKNOWN;
  return i18n._(id, values, message === undefined ? {} : { message });
}
