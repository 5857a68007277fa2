/** Ways of paying, and cash that moves without a sale, in words. One of the shop's own ways is called by its name. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { CashMoved } from '../core/drawer.ts';
import { decimalText } from '../core/currency.ts';
import type { Tender, TenderMethod } from '../core/sale.ts';
import type { MethodRow } from '../core/shift.ts';

const METHODS: Readonly<Record<TenderMethod, MessageDescriptor>> = {
  cash: msg({ message: 'Cash' }),
  foreign_cash: msg({ message: 'Foreign cash' }),
  card_external: msg({ message: 'Card' }),
  voucher: msg({ message: 'Voucher' }),
  on_account: msg({ message: 'On account' }),
  custom: msg({ message: 'Other' }),
  stored_value: msg({ message: 'Stored value' }),
  points: msg({ message: 'Points' }),
};
const MOVES: Readonly<Record<`${CashMoved['reason']} ${CashMoved['direction']}`, MessageDescriptor | null>> = {
  'pay_in in': msg({ message: 'Paid in' }),
  'pay_in out': null,
  'pay_out out': msg({ message: 'Paid out' }),
  'pay_out in': null,
  'skim out': msg({ message: 'To safe' }),
  'skim in': null,
  'float in': msg({ message: 'Change fetched' }),
  'float out': msg({ message: 'Change brought back' }),
};

const say = (i18n: I18n, { id, message }: MessageDescriptor): string =>
  i18n._(id, {}, message === undefined ? {} : { message });

/** All of them, as receipts take them. */
export const methodNames = (i18n: I18n): Readonly<Record<TenderMethod, string>> => ({
  cash: say(i18n, METHODS.cash),
  foreign_cash: say(i18n, METHODS.foreign_cash),
  card_external: say(i18n, METHODS.card_external),
  voucher: say(i18n, METHODS.voucher),
  on_account: say(i18n, METHODS.on_account),
  custom: say(i18n, METHODS.custom),
  stored_value: say(i18n, METHODS.stored_value),
  points: say(i18n, METHODS.points),
});

/** "Cash", "Foreign cash USD", or the shop's own name of it. */
export const methodName = (
  i18n: I18n,
  { method, name, currency }: Pick<MethodRow, 'method' | 'name' | 'currency'>,
): string => [name ?? say(i18n, METHODS[method]), currency ?? ''].filter((part) => part !== '').join(' ');

/** The same of a tender, with what it was in another currency. */
export function tenderName(i18n: I18n, { foreign, ...tender }: Tender): string {
  const name = methodName(i18n, tender);
  return foreign === undefined
    ? name
    : `${name} ${foreign.currency} ${decimalText(foreign.amountMinor, foreign.currency)}`;
}

/** What cash was moved for. A direction its reason does not know is said by the direction. */
export const moveName = (i18n: I18n, { reason, direction }: Pick<CashMoved, 'reason' | 'direction'>): string =>
  say(i18n, MOVES[`${reason} ${direction}`] ?? (direction === 'in' ? PAID_IN : PAID_OUT));

const PAID_IN = msg({ message: 'Paid in' });
const PAID_OUT = msg({ message: 'Paid out' });
