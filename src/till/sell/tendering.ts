/** Acts of the payment beside cash at one touch: which way is chosen, what was typed for it, and taking it. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { type Minor, toMinor } from '../../core/money.ts';
import { foreignFor, isUsable, SWITCHED_WAYS } from '../../core/take-tender.ts';
import { formatMoney, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { withApproval } from '../approving.ts';
import { dueBy, takeTender, tenderRules, todayOf } from '../commands/take-tender.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { isBusy } from './filling.ts';
import { CASH, NO_FIELDS, type PayFields, type PayWay } from './pay-way.ts';
import { finishSale, owed, takeCash } from './paying.ts';

/** What a member may pay with. */
const memberWays = (tools: Counter['tools']): readonly PayWay[] => [
  { method: 'stored_value' },
  ...(settingsOf(tools).loyalty?.pay == null ? [] : [{ method: 'points' } as const]),
];

/** The ways this shop takes today, cash first. */
export function waysOf({ tools, hand }: Pick<Counter, 'tools' | 'hand'>): readonly PayWay[] {
  const { off, custom, foreign } = tenderRules(tools);
  const today = todayOf(tools);
  return [
    CASH,
    ...(hand.getState().cart.member === undefined ? [] : memberWays(tools)),
    ...SWITCHED_WAYS.filter((way) => !off.includes(way)).map((method): PayWay => ({ method })),
    ...custom.flatMap(({ typeId, state }): PayWay[] => (state === 'active' ? [{ method: 'custom', typeId }] : [])),
    ...foreign
      .filter((rate) => isUsable(rate, today))
      .map(({ currency }): PayWay => ({ method: 'foreign_cash', currency })),
  ];
}

export const isSameWay = (a: PayWay, b: PayWay): boolean =>
  a.method === b.method && a.typeId === b.typeId && a.currency === b.currency;

/** Another way; what was typed for the one before is no amount of this one. */
export const chooseWay = ({ view }: Counter, payWay: PayWay): void =>
  view.setState({ payWay, payFields: NO_FIELDS, padText: '' });

export const writeField = ({ view }: Counter, field: Partial<PayFields>): void =>
  view.setState(({ payFields }) => ({ payFields: { ...payFields, ...field } }));

/** All that is owed, or all there is by this way, in its own currency: what the key takes when nothing was typed. */
export function wholeBy({ hand, tools }: Pick<Counter, 'hand' | 'tools'>, way: PayWay): Minor {
  const owedMinor = dueBy(tools, hand.getState(), way);
  const dueMinor = toMinor(Math.min(owedMinor, way.mostMinor ?? owedMinor));
  const rate = tenderRules(tools).foreign.find((one) => one.currency === way.currency);
  return rate === undefined ? dueMinor : foreignFor(dueMinor, rate, settingsOf(tools).currency);
}

/** The amount typed in the payment, or else the whole; null while what is typed is no amount. */
export function typedBy(counter: Pick<Counter, 'hand' | 'tools' | 'view'>): Minor | null {
  const { padText, payWay } = counter.view.getState();
  if (padText === '') return wholeBy(counter, payWay);
  return readAmount(padText, payWay.currency ?? settingsOf(counter.tools).currency);
}

/** Takes what was typed by the way that is chosen. Enough of it makes the sale. */
export function takeTyped(counter: Counter): void {
  const { view, tools } = counter;
  const { payWay, payFields, work } = view.getState();
  if (work !== 'idle' || isBusy(counter)) return;
  if (owed(counter).remainingMinor === 0) return void finishSale(counter);
  const amountMinor = typedBy(counter);
  if (amountMinor === null || amountMinor === 0) return;
  if (payWay.method === 'cash') {
    view.setState({ padText: '' });
    void takeCash(counter, toMinor(amountMinor));
    return;
  }
  const { method } = payWay;
  if (method === 'stored_value' || method === 'points') {
    void import('../members/take-member.ts').then(({ payByMember }) => payByMember(counter, method, amountMinor));
    return;
  }
  const take = (approverId: string | null) => void takeBy(counter, payWay, { ...payFields, amountMinor, approverId });
  if (payWay.method !== 'on_account' || payFields.who.trim() === '') {
    take(null);
    return;
  }
  const amount = formatMoney({ amountMinor, currency: settingsOf(tools).currency, lang: langOf(i18n.locale) });
  const who = payFields.who.trim();
  withApproval(counter, { asked: { action: 'sell_on_account' }, words: t`${amount} on account of ${who}` }, take);
}

type Typed = PayFields & { readonly amountMinor: Minor; readonly approverId: string | null };

async function takeBy(counter: Counter, way: PayWay, typed: Typed): Promise<void> {
  const { hand, view, tools } = counter;
  if (isBusy(counter)) return;
  const { amountMinor, approverId, ...fields } = typed;
  const evidence = { ...fields, ...(approverId === null ? {} : { approverId }) };
  const taken = takeTender(tools, hand.getState(), { ...way, amountMinor, evidence });
  if (!taken.ok) {
    refuse(counter, taken.error);
    return;
  }
  hand.getState().addTender(taken.value);
  view.setState({ padText: '', payFields: NO_FIELDS, payWay: CASH });
  if (owed(counter).remainingMinor === 0) await finishSale(counter);
}

/** A scan while a voucher is being taken is its code. */
export function takeVoucherScan(counter: Counter, text: string): boolean {
  const { view, hand } = counter;
  if (hand.getState().cart.saleEntryId === null || view.getState().payWay.method !== 'voucher') return false;
  writeField(counter, { code: text.trim().slice(0, 40) });
  counter.sounds.play('hit');
  return true;
}
