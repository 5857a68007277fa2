/** What needs a person, in words: what happened, then what to do. */
import { useLingui } from '@lingui/react/macro';
import { refusalText } from '../../ui/refusal-text.ts';
import type { OfficeTask } from '../../wire/office.ts';
import { REFUSALS, type RefusalCode } from '../../wire/refusal.ts';

const isRefusal = (code: string): code is RefusalCode => code in REFUSALS;

/** Words for a task; a code of a newer server is named as it is. */
export function useTaskWords(): (task: OfficeTask) => string {
  const { t, i18n } = useLingui();
  return (task) => {
    const { code, facts, tillCode } = task;
    const till = tillCode ?? '?';
    const no = String(facts['no'] ?? '');
    const first = String(facts['from'] ?? facts['at'] ?? '');
    const last = String(facts['to'] ?? '');
    switch (code) {
      case 'receipt_number_twice':
        return t`Receipt ${no} of till ${till}: two sales carry this number. Both are booked; compare the papers.`;
      case 'duplicate_cart':
        return t`Receipt ${no} of till ${till}: its cart was sold before. Look whether the customer paid twice.`;
      case 'sums_differ':
        return t`Receipt ${no} of till ${till}: its sums do not add up. It is booked as it came; tell support.`;
      case 'wrong_currency':
        return t`Receipt ${no} of till ${till} is in another currency than the shop's.`;
      case 'over_return':
        return t`Return ${no} at till ${till}: more came back than was sold on that receipt.`;
      case 'entries_missing':
        return t`Till ${till} began a new journal; entries ${first} to ${last} of the old one never arrived.`;
      case 'till_forked':
      case 'broken_chain':
        return t`The journal of till ${till} does not fit what is stored from entry ${first}. What came is kept.`;
      default: {
        const why = isRefusal(code) ? code : String(facts['reason'] ?? ''); // an entry kept aside says why
        const words = isRefusal(why) ? refusalText(i18n, { code: why, facts }) : code;
        return t`Till ${till}: ${words}`;
      }
    }
  };
}
