/** Customers' accounts: what is owed follows from sales and returns, payments are only ever added. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import type { Tender } from '../../../src/core/sale.ts';
import { accountDetail, accountList, type AccountDetail } from '../../../src/wire/office-accounts.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, ORG, OWNER_STAFF, type OfficeServer, type Person } from './office-fixture.ts';
import { saleOf, testTill, type TestTill } from './test-till.ts';

onBothEngines("customers' accounts", (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let till: TestTill;
  let sold = 0;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    till = await testTill(server);
  });
  afterEach(() => server.close());

  const sell = async (who: string, amount: number, cash = 0) => {
    sold += 1;
    server.now.ms += 60_000;
    const saleId = randomUUID();
    const no = `T1-${String(sold).padStart(6, '0')}`;
    const evidence = { who, ref: `order ${String(sold)}`, approverId: OWNER_STAFF };
    const tenders: Tender[] = [{ tenderId: 1, method: 'on_account', amountMinor: toMinor(amount), evidence }];
    if (cash > 0) tenders.push({ tenderId: 2, method: 'cash', amountMinor: toMinor(cash) });
    const body = { ...saleOf(saleId, no, amount + cash), tenders };
    await till.journal('sale.completed', body);
    return body;
  };
  const list = async () => accountList.parse((await owner.call('GET', '/accounts')).json());
  const one = async (key: string): Promise<AccountDetail> =>
    accountDetail.parse((await owner.call('GET', `/accounts/one?key=${encodeURIComponent(key)}`)).json());
  const pay = (over: object = {}, person = owner) =>
    person.call('POST', '/accounts/payments', {
      paymentId: randomUUID(),
      key: '王丽',
      amountMinor: 100,
      method: 'bank',
      note: '',
      ...over,
    });

  test('who owes what: names folded, cash left out, who owes most first', async () => {
    await sell('王丽', 3000, 500);
    await sell(' 王丽 ', 2000);
    await sell('ACME  Ltd', 9000);
    await sell('acme ltd', 100);
    const { rows, owedMinor, creditMinor } = await list();
    expect(rows.map((row) => [row.key, row.who, row.owedMinor, row.openSales])).toEqual([
      ['acme ltd', 'acme ltd', 9100, 2],
      ['王丽', '王丽', 5000, 2],
    ]);
    expect([owedMinor, creditMinor]).toEqual([14_100, 0]);
  });

  test('a part is paid, then the rest; the oldest sale first; sales stay as they were', async () => {
    await sell('王丽', 3000);
    await sell('王丽', 2000);
    const first = accountDetail.parse((await pay({ amountMinor: 3500, note: ' by transfer ' })).json());
    expect(first.sales.map((sale) => [sale.amountMinor, sale.paidMinor, sale.openMinor])).toEqual([
      [3000, 3000, 0],
      [2000, 500, 1500],
    ]);
    expect(first.sales.map((sale) => sale.ref.slice(0, 5))).toEqual(['order', 'order']);
    expect(first.payments).toMatchObject([{ amountMinor: 3500, method: 'bank', note: 'by transfer', isUndone: false }]);
    expect(first.payments[0]?.by).toEqual({ zh: 'owner' });
    await pay({ amountMinor: 1500, method: 'cash' });
    expect((await one('王丽')).row).toMatchObject({ owedMinor: 0, openSales: 0, lastPaidMs: server.now.ms });
    const tenders = await server.door.read(ORG, ({ db }) =>
      db.selectFrom('sale_tender').select('amount_minor').execute(),
    );
    expect(tenders.map((row) => row.amount_minor).sort((a, b) => a - b)).toEqual([2000, 3000]);
  });

  test('more than is owed is refused, also when two pay at once, and one id pays once', async () => {
    await sell('王丽', 3000);
    const over = await pay({ amountMinor: 3001 });
    expect([over.statusCode, over.json()]).toEqual([409, { code: 'changed_meanwhile', facts: { owedMinor: 3000 } }]);
    const codes = (await Promise.all([pay({ amountMinor: 2000 }), pay({ amountMinor: 2000 })])).map(
      (a) => a.statusCode,
    );
    expect(codes.sort((a, b) => a - b)).toEqual([200, 409]);
    const paymentId = randomUUID();
    expect((await pay({ paymentId, amountMinor: 400 })).statusCode).toBe(200);
    expect((await pay({ paymentId, amountMinor: 400 })).statusCode).toBe(200);
    expect((await pay({ paymentId, amountMinor: 300 })).json()).toMatchObject({ code: 'bad_request' });
    expect((await one('王丽')).row.owedMinor).toBe(600);
  });

  test('a payment is taken back by a row of its own, once, with its reason', async () => {
    await sell('王丽', 3000);
    const paid = accountDetail.parse((await pay({ amountMinor: 3000 })).json());
    const undoes = paid.payments[0]?.paymentId;
    const undo = (over: object = {}) =>
      owner.call('POST', '/accounts/payments/undo', {
        paymentId: randomUUID(),
        undoes,
        note: 'wrong customer',
        ...over,
      });
    expect((await undo({ note: ' ' })).statusCode).toBe(400);
    const paymentId = randomUUID();
    expect((await undo({ paymentId })).statusCode).toBe(200);
    expect((await undo({ paymentId })).statusCode).toBe(200); // sent twice
    expect((await undo()).json()).toEqual({ code: 'changed_meanwhile' });
    const after = await one('王丽');
    expect([after.row.owedMinor, after.row.lastPaidMs]).toEqual([3000, null]);
    expect(after.payments.map((row) => [row.amountMinor, row.isUndone])).toEqual(
      expect.arrayContaining([[-3000, false], [3000, true]]), // prettier-ignore
    );
    expect((await undo({ undoes: paymentId })).statusCode).toBe(404); // a taking back is not taken back
  });

  test('what was brought back is owed no more; what had been paid for is in credit', async () => {
    const sale = await sell('王丽', 3000, 1000);
    const give = (amount: number, qtyMilli: number) =>
      till.journal('return.completed', {
        returnId: randomUUID(),
        no: `T1-R${String(qtyMilli)}`,
        saleId: sale.saleId,
        shiftId: sale.shiftId,
        currency: 'CNY',
        reason: 'changed mind',
        approverId: OWNER_STAFF,
        lines: [
          {
            lineId: 1,
            skuNo: 1,
            name: '农夫山泉',
            qtyMilli,
            refundMinor: toMinor(amount),
            taxBp: 0,
            taxMinor: toMinor(0),
            condition: 'resalable',
          },
        ],
        plan: [{ tenderId: 1, method: 'on_account', amountMinor: toMinor(amount), evidence: { who: '王丽' } }],
        totalMinor: toMinor(amount),
      });
    await give(1200, 600);
    expect((await one('王丽')).sales).toMatchObject([{ amountMinor: 3000, backMinor: 1200, openMinor: 1800 }]);
    await pay({ amountMinor: 1800 });
    await give(800, 400);
    const { rows, owedMinor, creditMinor } = await list();
    expect(rows).toMatchObject([{ owedMinor: -800, openSales: 0 }]);
    expect([owedMinor, creditMinor]).toEqual([0, 800]);
    expect((await pay({ amountMinor: 1 })).statusCode).toBe(409);
  });

  test('managers take payments, auditors look; rows are kept by the database itself', async () => {
    await sell('王丽', 3000);
    const manager = await server.signIn('manager');
    const auditor = await server.signIn('auditor');
    expect((await pay({}, manager)).statusCode).toBe(200);
    expect((await pay({}, auditor)).json()).toEqual({ code: 'not_allowed' });
    expect((await auditor.call('GET', '/accounts')).statusCode).toBe(200);
    for (const change of [sql`update account_payment set amount_minor = 1`, sql`delete from account_payment`])
      await expect(server.door.write(ORG, ({ db }) => change.execute(db))).rejects.toThrow(/append.only|permission/i);
  });
});
