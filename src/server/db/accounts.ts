/** Sales on account, what came back of them, and payments. Payments are only ever added. */
import { claimNames } from './meetings.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

/** Every part of a sale that was put on an account. `detail` tells whose. */
export const soldOnAccount = (tx: Tx) =>
  tx.db
    .selectFrom('sale_tender as t')
    .innerJoin('sale as s', (on) => on.onRef('s.org_id', '=', 't.org_id').onRef('s.sale_id', '=', 't.sale_id'))
    .select(['s.sale_id', 's.no', 's.store_id', 's.wall_ms', 't.tender_id', 't.amount_minor', 't.detail'])
    .where('t.org_id', '=', tx.orgId)
    .where('t.method', '=', 'on_account')
    .execute();

/** Every part of a return that was taken off an account. */
export const backOnAccount = (tx: Tx) =>
  tx.db
    .selectFrom('return_tender as t')
    .innerJoin('goods_return as r', (on) =>
      on.onRef('r.org_id', '=', 't.org_id').onRef('r.return_id', '=', 't.return_id'),
    )
    .select(['r.sale_id', 't.tender_id', 't.amount_minor', 't.detail'])
    .where('t.org_id', '=', tx.orgId)
    .where('t.method', '=', 'on_account')
    .execute();

/** All payments, oldest first. */
export const accountPayments = (tx: Tx) =>
  tx.db
    .selectFrom('account_payment')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .orderBy('made_ms')
    .orderBy('payment_id')
    .execute();

/** Two people who take money for one account at the same time take it one after the other. */
export const claimAccount = (tx: Tx, key: string): Promise<void> => claimNames(tx, [`account ${key}`]);

export const paymentById = (tx: Tx, paymentId: string) =>
  tx.db
    .selectFrom('account_payment')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('payment_id', '=', paymentId)
    .executeTakeFirst();

export const undoingOf = (tx: Tx, paymentId: string) =>
  tx.db
    .selectFrom('account_payment')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('undoes', '=', paymentId)
    .executeTakeFirst();

export async function addPayment(tx: Tx, payment: Omit<Tables['account_payment'], 'org_id'>): Promise<void> {
  await tx.db
    .insertInto('account_payment')
    .values({ org_id: tx.orgId, ...payment })
    .execute();
}
