/**
 * One way of paying taken for what is still owed: what a shop takes, what each way asks a person to write down, what
 * another currency counts for.
 *
 * Invariants: only cash, of either currency, may be more than what is owed; its change is given in the shop's own
 * currency. A rate counts from its day and for `RATE_DAYS` days, so that nobody sells by one that was forgotten.
 * Not here: who may (permission.ts), whether a voucher is still worth anything (the server compares all tills).
 */
import { minorDigits } from './currency.ts';
import type { TenderPoints, TenderValue } from './value.ts';
import { type Minor, mulDivHalfUp, toMinor, ZERO } from './money.ts';
import { type Lang, nameIn, type Names } from './product.ts';
import { err, ok, type Result } from './result.ts';
import type { Tender, TenderEvidence, TenderMethod } from './sale.ts';
import { isCash } from './tender.ts';

/** Ways that every shop has and may switch off. */
export const SWITCHED_WAYS = ['card_external', 'voucher', 'on_account'] as const;
type SwitchedWay = (typeof SWITCHED_WAYS)[number];

/** A way of paying the shop has named itself. */
type TenderType = {
  readonly typeId: string;
  readonly names: Names;
  readonly opensDrawer: boolean; // paper that is put into it
  readonly isRefundable: boolean; // money may go back this way
  readonly state: 'active' | 'ended';
};

/** Own units for a million units of another currency, as of a day. */
type ForeignRate = { readonly currency: string; readonly ratePpm: number; readonly date: string };

export type TenderRules = {
  readonly off: readonly SwitchedWay[];
  readonly custom: readonly TenderType[];
  readonly foreign: readonly ForeignRate[];
};

export const ALL_WAYS: TenderRules = { off: [], custom: [], foreign: [] };

export type TenderAsked = {
  readonly method: TenderMethod;
  readonly amountMinor: Minor; // of `currency` where one is named
  readonly typeId?: string;
  readonly currency?: string;
  readonly evidence?: TenderEvidence;
  readonly value?: TenderValue; // of a member, from a grant of this till
  readonly points?: TenderPoints; // the same
};

type TakeRefusal =
  | { readonly code: 'tender_not_taken' | 'amount_missing' | 'too_many_tenders' | 'rate_too_old' }
  | { readonly code: 'change_without_cash'; readonly overMinor: Minor }
  | {
      readonly code: 'approval_code_missing' | 'voucher_code_missing' | 'voucher_twice' | 'customer_missing';
    };

type Paying = {
  readonly remainingMinor: Minor;
  readonly taken: readonly Tender[];
  readonly rules: TenderRules;
  readonly currency: string; // the shop's
  readonly today: string;
  readonly lang: Lang;
};

/** More would not be one payment any more, and a sale has to fit into one entry. */
const MOST_TENDERS = 12;
/** So long a rate serves. */
export const RATE_DAYS = 31;

/**
 * The tender, to stand beside those taken before.
 * Refuses: `tender_not_taken` - this shop does not take it (any more); `rate_too_old` - of another currency;
 * `amount_missing`; `change_without_cash` - more than is owed, and only cash gives change; `approval_code_missing`,
 * `voucher_code_missing`, `customer_missing` - what the way has to be compared by; `voucher_twice` - in this sale;
 * `too_many_tenders`.
 */
export function takeTender(asked: TenderAsked, paying: Paying): Result<Tender, TakeRefusal> {
  const { taken, rules, remainingMinor, lang } = paying;
  const { method } = asked;
  if (taken.length >= MOST_TENDERS) return err({ code: 'too_many_tenders' });
  if (rules.off.some((way) => way === method)) return err({ code: 'tender_not_taken' });
  const amount = amountOf(asked, paying);
  if (!amount.ok) return amount;
  const { amountMinor, foreign } = amount.value;
  if (amountMinor <= 0) return err({ code: 'amount_missing' });
  const overMinor = toMinor(amountMinor - remainingMinor);
  if (overMinor > 0 && !isCash(asked)) return err({ code: 'change_without_cash', overMinor });
  if (method === 'stored_value' && asked.value === undefined) return err({ code: 'tender_not_taken' });
  if (method === 'points' && asked.points === undefined) return err({ code: 'tender_not_taken' });
  const evidence = tidy(asked.evidence ?? {});
  const missing = missingOf(method, evidence, taken);
  if (missing !== null) return err({ code: missing });
  const type = rules.custom.find((one) => one.typeId === asked.typeId && one.state === 'active');
  if (method === 'custom' && type === undefined) return err({ code: 'tender_not_taken' });
  return ok({
    tenderId: 1 + Math.max(0, ...taken.map((tender) => tender.tenderId)),
    method,
    amountMinor,
    ...(method === 'custom' && type !== undefined ? { typeId: type.typeId, name: shortName(type, lang) } : {}),
    ...(foreign === undefined ? {} : { foreign }),
    ...(asked.value === undefined ? {} : { value: asked.value }),
    ...(asked.points === undefined ? {} : { points: asked.points }),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
  });
}

/** What a journal entry holds of a name: thirty characters, none of them cut. */
const shortName = ({ names }: TenderType, lang: Lang): string => Array.from(nameIn(names, lang)).slice(0, 30).join('');

function amountOf(
  asked: TenderAsked,
  { rules, currency, today }: Paying,
): Result<Pick<Tender, 'amountMinor' | 'foreign'>, TakeRefusal> {
  if (asked.method !== 'foreign_cash') return ok({ amountMinor: asked.amountMinor });
  const rate = rules.foreign.find((one) => one.currency === asked.currency);
  if (rate === undefined || rate.date > today) return err({ code: 'tender_not_taken' });
  if (!isUsable(rate, today)) return err({ code: 'rate_too_old' });
  const { ratePpm, date } = rate;
  return ok({
    amountMinor: worth(asked.amountMinor, rate, currency),
    foreign: { currency: rate.currency, amountMinor: asked.amountMinor, ratePpm, rateDate: date },
  });
}

/** What an amount of another currency counts for in the shop's own, half up. 10.00 USD at 7.1234 is 71.23 CNY. */
export const worth = (
  foreignMinor: Minor,
  { currency, ratePpm }: Pick<ForeignRate, 'currency' | 'ratePpm'>,
  own: string,
): Minor =>
  toMinor(mulDivHalfUp(foreignMinor, ratePpm * 10 ** minorDigits(own), 1_000_000 * 10 ** minorDigits(currency)));

/** The least of another currency that covers an amount of the shop's own. */
export function foreignFor(dueMinor: Minor, rate: ForeignRate, own: string): Minor {
  if (dueMinor <= 0) return ZERO;
  const per = rate.ratePpm * 10 ** minorDigits(own);
  // Half a unit less is enough, because worth is rounded half up.
  const near = toMinor(mulDivHalfUp(2 * dueMinor - 1, 1_000_000 * 10 ** minorDigits(rate.currency), 2 * per));
  return worth(near, rate, own) >= dueMinor ? near : toMinor(near + 1);
}

/** Whether a rate counts on this day. */
export const isUsable = ({ date }: ForeignRate, today: string): boolean =>
  date <= today && daysBetween(date, today) <= RATE_DAYS;

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** What a way has to be compared by later, and which of it is not there. */
function missingOf(
  method: TenderMethod,
  { code, who }: TenderEvidence,
  taken: readonly Tender[],
): 'approval_code_missing' | 'voucher_code_missing' | 'voucher_twice' | 'customer_missing' | null {
  switch (method) {
    case 'card_external':
      return code === undefined ? 'approval_code_missing' : null;
    case 'voucher':
      if (code === undefined) return 'voucher_code_missing';
      return taken.some((one) => one.method === 'voucher' && one.evidence?.code === code) ? 'voucher_twice' : null;
    case 'on_account':
      return who === undefined ? 'customer_missing' : null;
    case 'cash':
    case 'foreign_cash':
    case 'custom':
    case 'stored_value':
    case 'points':
      return null;
  }
}

/** Without spaces around, and without what says nothing. A code is one whichever case it was typed in. */
function tidy({ code = '', who = '', ref = '', approverId }: TenderEvidence): TenderEvidence {
  const [plainCode, plainWho, plainRef] = [code.replace(/\s/g, '').toUpperCase(), who.trim(), ref.trim()];
  return {
    ...(plainCode === '' ? {} : { code: plainCode }),
    ...(plainWho === '' ? {} : { who: plainWho }),
    ...(plainRef === '' ? {} : { ref: plainRef }),
    ...(approverId === undefined ? {} : { approverId }),
  };
}
