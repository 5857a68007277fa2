/**
 * A till that does not ask: every act by every role with every approver is journalled all the same. The server keeps
 * each as it came, and tells a person of exactly those that were not theirs to do.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMinor, ZERO } from '../../../src/core/money.ts';
import type { Role } from '../../../src/core/permission.ts';
import { saveStaff } from '../../../src/server/db/office-shop.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { uuidOf } from '../../support/builders.ts';
import { ACTS, CELLS, ROLES, type PermissionCell } from '../../support/permission-cells.ts';
import { officeServer, ORG, STORE, type OfficeServer } from './office-fixture.ts';
import { SHIFT, saleOf, testTill, type TestTill } from './test-till.ts';

const ASKER = (role: Role): string => uuidOf(700 + ROLES.indexOf(role));
const APPROVER = (role: Role): string => uuidOf(800 + ROLES.indexOf(role));
const WHOLE = 100_000; // of a sale that things happen to

let server: OfficeServer;
let till: TestTill;
beforeAll(async () => {
  server = await officeServer('sqlite');
  till = await testTill(server);
  await server.door.write(ORG, async (tx) => {
    for (const role of ROLES)
      for (const staffId of [ASKER(role), APPROVER(role)])
        await saveStaff(tx, { staffId, role, names: { en: role }, storeIds: [STORE], pin: null, active: true }, 0);
  });
});
afterAll(() => server.close());

let number = 0;
const nextNo = (): string => `T1-${String((number += 1)).padStart(6, '0')}`;

function discounted(
  kind: 'line_discount' | 'cart_discount' | 'tax_free',
  percentBp: number,
  approverId: string | null,
) {
  const sale = saleOf(randomUUID(), nextNo(), WHOLE);
  const amountMinor = toMinor((WHOLE * percentBp) / 10_000);
  const totalMinor = toMinor(WHOLE - amountMinor);
  const offer = {
    offerNo: 1,
    kind,
    promotionId: null,
    rev: null,
    name: '',
    coupon: null,
    times: 1,
    amountMinor,
    approverId,
  };
  return {
    ...sale,
    offers: [offer],
    lines: sale.lines.map((line) => ({ ...line, discountMinor: amountMinor, applied: [{ offerNo: 1, amountMinor }] })),
    tenders: [{ tenderId: 1, method: 'cash' as const, amountMinor: totalMinor }],
    totals: { grossMinor: toMinor(WHOLE), discountMinor: amountMinor, taxMinor: ZERO, totalMinor },
  };
}

function backOf(saleId: string | null, amount: number, approverId: string | null): EntryBody<'return.completed'> {
  const amountMinor = toMinor(amount);
  const line = { lineId: 1, skuNo: 1, name: 'x', qtyMilli: 1000, refundMinor: amountMinor, taxBp: 0, taxMinor: ZERO };
  return {
    returnId: randomUUID(), no: nextNo(), saleId, shiftId: SHIFT, currency: 'CNY',
    lines: [{ ...line, condition: 'resalable' }], plan: [{ tenderId: 1, method: 'cash', amountMinor }],
    totalMinor: amountMinor, reason: 'x', approverId,
  }; // prettier-ignore
}

/** Journals the act; gives what a task about it would be of. */
async function forge({ action, extent }: PermissionCell, staffId: string, approverId: string | null): Promise<string> {
  const by = { staffId };
  const { percentBp = 0, amountMinor = 0 } = extent;
  switch (action) {
    case 'discount_line':
      return till.journal('sale.completed', discounted('line_discount', percentBp, approverId), by);
    case 'discount_cart':
      return till.journal('sale.completed', discounted('cart_discount', percentBp, approverId), by);
    case 'exempt_tax':
      return till.journal('sale.completed', discounted('tax_free', 1000, approverId), by);
    case 'override_price': {
      const prices = { fromMinor: toMinor(1), listMinor: toMinor(10_000), toMinor: toMinor(10_000 - percentBp) };
      const body = { cartId: randomUUID(), lineId: 1, skuNo: 1, ...prices, reason: '', approverId };
      return till.journal('price.overridden', body, by);
    }
    case 'open_drawer':
      return till.journal('drawer.opened', { shiftId: SHIFT, reason: 'x', approverId }, by);
    case 'move_cash': {
      const body = { direction: 'out', amountMinor: toMinor(100), reason: 'pay_out', note: 'x', approverId } as const;
      return till.journal('cash.moved', { shiftId: SHIFT, ...body }, by);
    }
    case 'sell_on_account': {
      const evidence = { who: 'Wang', ...(approverId === null ? {} : { approverId }) };
      const tenders = [{ tenderId: 1, method: 'on_account' as const, amountMinor: toMinor(WHOLE), evidence }];
      return till.journal('sale.completed', { ...saleOf(randomUUID(), nextNo(), WHOLE), tenders }, by);
    }
    case 'take_in_stock':
    case 'change_stock': {
      const reason = action === 'take_in_stock' ? ('receive' as const) : ('waste' as const);
      const deltaMilli = reason === 'receive' ? 1000 : -1000;
      return till.journal('stock.moved', { moves: [{ skuNo: 1, deltaMilli, reason, ref: '' }], approverId }, by);
    }
    case 'reprint_last':
    case 'reprint_any': {
      const [sale, next] = [saleOf(randomUUID(), nextNo(), WHOLE), saleOf(randomUUID(), nextNo(), WHOLE)];
      await till.journal('sale.completed', sale, by);
      if (action === 'reprint_any') await till.journal('sale.completed', next, by);
      const copy = { saleId: sale.saleId, no: sale.no, medium: 'print', copyNo: 1, approverId } as const;
      return till.journal('receipt.reprinted', copy, by);
    }
    case 'refund_blind': {
      const back = backOf(null, 100, approverId);
      await till.journal('return.completed', back, by);
      return back.returnId;
    }
    case 'void_sale':
    case 'refund_receipt': {
      const saleId = randomUUID();
      await till.journal('sale.completed', saleOf(saleId, nextNo(), WHOLE), by);
      const back = backOf(saleId, action === 'void_sale' ? WHOLE : amountMinor, approverId);
      if (action === 'void_sale') await till.journal('sale.voided', { ...back, saleId }, by);
      else await till.journal('return.completed', back, by);
      return back.returnId;
    }
  }
}

test.each(ACTS.map(({ action, extent }) => [action, JSON.stringify(extent)] as const))(
  '%s %s is doubted where it was not theirs to do, and only there',
  async (action, size) => {
    const wrong: string[] = [];
    for (const cell of CELLS.filter((one) => one.action === action && JSON.stringify(one.extent) === size)) {
      const { role, approver, isAllowed } = cell;
      const approverId = approver === 'none' ? null : approver === 'self' ? ASKER(role) : APPROVER(approver);
      const subject = await forge(cell, ASKER(role), approverId);
      const codes = await server.door.read(ORG, async ({ db }) => {
        const rows = await db.selectFrom('task').select('code').where('subject', '=', subject).execute();
        return rows.map((row) => row.code);
      });
      const isDoubted = codes.includes('not_permitted') || codes.includes('not_approved');
      if (isDoubted === isAllowed) wrong.push(`${role} with ${approver}: ${codes.join(' ')}`);
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);

test('every act is in the books all the same', async () => {
  const kept = await server.door.read(ORG, async ({ db }) =>
    db.selectFrom('entry_effect').select('entry_id').where('status', '<>', 'applied').execute(),
  );
  expect(kept).toEqual([]);
});
