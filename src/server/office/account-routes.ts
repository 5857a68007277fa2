/**
 * Customers' accounts over HTTP: who owes what, the sales behind it, payments and their taking back.
 *
 * Invariants: sales are never touched; a payment is at most what is owed at that moment (`changed_meanwhile` with
 * `owedMinor` otherwise: the page had asked for no more than it knew); the same id pays once.
 */
import * as z from 'zod/mini';
import { accountKey, mostToPay, openCharges, type OpenCharge } from '../../core/account.ts';
import { type Minor, sumMinor, toMinor } from '../../core/money.ts';
import type { Names } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  paidBy,
  paymentAdd,
  paymentUndo,
  type AccountDetail,
  type AccountList,
  type AccountListed,
} from '../../wire/office-accounts.ts';
import type { Refusal } from '../../wire/refusal.ts';
import * as table from '../db/accounts.ts';
import type { Tx } from '../db/door.ts';
import { officeUserOf } from '../db/office-user.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';

export function accountRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId, clock } = deps;

  routes.get('/accounts', () =>
    door.read(orgId, async (tx) => {
      const rows = [...(await accounts(tx)).values()].map(listed).sort(mostFirst);
      const list: AccountList = {
        rows,
        owedMinor: sumMinor(rows.map((row) => mostToPay(row.owedMinor))),
        creditMinor: sumMinor(rows.map((row) => mostToPay(toMinor(0 - row.owedMinor)))),
        asOfMs: clock(),
      };
      return ok(list);
    }),
  );

  routes.get('/accounts/one', ({ query }) => door.read(orgId, (tx) => detailOf(tx, query['key'] ?? '')));

  routes.write('POST', '/accounts/payments', 'change', paymentAdd, ({ body, user }) =>
    door.write(orgId, async (tx) => {
      await table.claimAccount(tx, body.key);
      const known = await table.paymentById(tx, body.paymentId);
      if (known !== undefined) return isSame(known, body) ? detailOf(tx, body.key) : err({ code: 'bad_request' });
      const account = (await accounts(tx)).get(body.key);
      if (account === undefined) return notFound;
      const { owedMinor } = account.state;
      if (body.amountMinor > mostToPay(owedMinor)) return err({ code: 'changed_meanwhile', facts: { owedMinor } });
      await table.addPayment(tx, {
        payment_id: body.paymentId,
        account_key: body.key,
        who: account.who,
        amount_minor: body.amountMinor,
        method: body.method,
        note: body.note.trim(),
        undoes: null,
        user_id: user.userId,
        made_ms: clock(),
      });
      return detailOf(tx, body.key);
    }),
  );

  routes.write('POST', '/accounts/payments/undo', 'change', paymentUndo, ({ body, user }) =>
    door.write(orgId, async (tx) => {
      const payment = await table.paymentById(tx, body.undoes);
      if (payment === undefined || payment.undoes !== null) return notFound;
      await table.claimAccount(tx, payment.account_key);
      const undone = await table.undoingOf(tx, body.undoes);
      if (undone !== undefined) {
        const isRepeat = undone.payment_id === body.paymentId;
        return isRepeat ? detailOf(tx, payment.account_key) : err({ code: 'changed_meanwhile' });
      }
      if ((await table.paymentById(tx, body.paymentId)) !== undefined) return err({ code: 'bad_request' });
      await table.addPayment(tx, {
        payment_id: body.paymentId,
        account_key: payment.account_key,
        who: payment.who,
        amount_minor: 0 - payment.amount_minor,
        method: payment.method,
        note: body.note.trim(),
        undoes: payment.payment_id,
        user_id: user.userId,
        made_ms: clock(),
      });
      return detailOf(tx, payment.account_key);
    }),
  );
}

type PaymentRow = NonNullable<Awaited<ReturnType<typeof table.paymentById>>>;

const isSame = (row: PaymentRow, asked: z.infer<typeof paymentAdd>): boolean =>
  row.account_key === asked.key &&
  row.amount_minor === asked.amountMinor &&
  row.method === asked.method &&
  row.note === asked.note.trim() &&
  row.undoes === null;

const mostFirst = (a: AccountListed, b: AccountListed): number => b.owedMinor - a.owedMinor || (a.key < b.key ? -1 : 1);

type Charge = {
  readonly chargeId: string;
  readonly saleId: string;
  readonly no: string;
  readonly storeId: string;
  readonly atMs: number;
  readonly ref: string;
  readonly amountMinor: Minor;
};
type Account = {
  readonly key: string;
  readonly who: string;
  readonly state: { readonly charges: readonly OpenCharge<Charge>[]; readonly owedMinor: Minor };
  readonly payments: readonly PaymentRow[];
};

const told = z.object({ who: z.optional(z.string()), ref: z.optional(z.string()) });
const readTold = (detail: string | null) => (detail === null ? {} : told.parse(JSON.parse(detail))); // a parsed entry's
const chargeIdOf = (saleId: string | null, tenderId: number): string => `${saleId ?? ''} ${String(tenderId)}`;

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** Every account that a sale or a payment names. */
async function accounts(tx: Tx): Promise<ReadonlyMap<string, Account>> {
  const sold = (await table.soldOnAccount(tx)).map((row) => ({ row, ...readTold(row.detail) }));
  const back = (await table.backOnAccount(tx)).map((row) => ({ row, ...readTold(row.detail) }));
  const charges = grouped(sold, ({ who = '' }) => accountKey(who));
  const returns = grouped(back, ({ who = '' }) => accountKey(who));
  const payments = grouped(await table.accountPayments(tx), (row) => row.account_key);
  const keys = new Set([...charges.keys(), ...returns.keys(), ...payments.keys()]);
  return new Map(
    [...keys].map((key) => {
      const own = charges.get(key) ?? [];
      const paid = payments.get(key) ?? [];
      const latest = own.reduce<(typeof own)[number] | null>(
        (last, one) => (last === null || one.row.wall_ms >= last.row.wall_ms ? one : last),
        null,
      );
      const state = openCharges(
        own.map(chargeOf),
        (returns.get(key) ?? []).map(({ row }) => ({
          chargeId: chargeIdOf(row.sale_id, row.tender_id),
          amountMinor: toMinor(row.amount_minor),
        })),
        sumMinor(paid.map((row) => row.amount_minor)),
      );
      return [key, { key, who: latest?.who?.trim() ?? paid[0]?.who ?? '', state, payments: paid }];
    }),
  );
}

type SoldRow = Awaited<ReturnType<typeof table.soldOnAccount>>[number];
type Sold = { readonly row: SoldRow; readonly ref?: string | undefined };

const chargeOf = ({ row, ref = '' }: Sold): Charge => ({
  chargeId: chargeIdOf(row.sale_id, row.tender_id),
  saleId: row.sale_id,
  no: row.no,
  storeId: row.store_id,
  atMs: row.wall_ms,
  ref,
  amountMinor: toMinor(row.amount_minor),
});

function listed({ key, who, state, payments }: Account): AccountListed {
  const open = state.charges.filter((charge) => charge.openMinor > 0);
  const undone = new Set(payments.map((row) => row.undoes));
  const kept = payments.filter((row) => row.undoes === null && !undone.has(row.payment_id));
  return {
    key,
    who,
    owedMinor: state.owedMinor,
    openSales: open.length,
    oldestMs: open[0]?.atMs ?? null,
    lastPaidMs: kept.at(-1)?.made_ms ?? null,
  };
}

async function detailOf(tx: Tx, key: string): Promise<Result<AccountDetail, Refusal>> {
  const account = (await accounts(tx)).get(key);
  if (account === undefined) return notFound;
  const { payments, state } = account;
  const undone = new Set(payments.map((row) => row.undoes));
  const names = new Map<string, Names | null>();
  for (const { user_id: id } of payments)
    if (!names.has(id)) names.set(id, (await officeUserOf(tx, id))?.names ?? null);
  return ok({
    row: listed(account),
    sales: state.charges.map(({ chargeId: _chargeId, ...sale }) => sale),
    payments: payments.toReversed().map((row) => ({
      paymentId: row.payment_id,
      atMs: row.made_ms,
      amountMinor: toMinor(row.amount_minor),
      method: paidBy.parse(row.method),
      note: row.note,
      by: names.get(row.user_id) ?? null,
      isUndone: undone.has(row.payment_id),
    })),
  });
}
