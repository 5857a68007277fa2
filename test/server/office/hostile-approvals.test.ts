/**
 * A till that lies about who agreed, with entries it signs itself. An approval stands in the entry it is for, so what
 * can be forged is a name; each such fact is booked as it came and shown to a person, and its honest twin is not.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor, ZERO } from '../../../src/core/money.ts';
import { saveStaff } from '../../../src/server/db/office-shop.ts';
import type { Role } from '../../../src/wire/catalogue.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { onBothEngines } from '../engines.ts';
import { CASHIER, officeServer, ORG, OTHER_STORE, STORE, type OfficeServer, type Person } from './office-fixture.ts';
import { SHIFT, testTill, type TestTill } from './test-till.ts';

const WHILE_MS = 10 * 60_000;

onBothEngines('approvals a till makes up', (engine) => {
  let server: OfficeServer;
  let till: TestTill;
  let owner: Person;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    till = await testTill(server);
  });
  afterEach(() => server.close());

  const hire = async (role: Role, storeIds = [STORE]): Promise<string> => {
    const staffId = randomUUID();
    const person = { staffId, role, names: { en: role }, storeIds, pin: null, active: true };
    await server.door.write(ORG, (tx) => saveStaff(tx, person, server.now.ms));
    return staffId;
  };
  const dismiss = async (staffId: string, role: Role): Promise<void> => {
    const person = { staffId, role, names: { en: role }, storeIds: [STORE], pin: null, active: false };
    await server.door.write(ORG, (tx) => saveStaff(tx, person, server.now.ms));
  };
  const openDrawer = (approverId: string, more: { wallMs?: number; staffId?: string } = {}) =>
    till.journal('drawer.opened', { shiftId: SHIFT, reason: 'change', approverId }, more);
  const blindReturn = (approverId: string, wallMs = server.now.ms) => {
    const amountMinor = toMinor(500);
    const goods = {
      lineId: 1,
      skuNo: 1,
      name: 'x',
      qtyMilli: 1000,
      refundMinor: amountMinor,
      taxBp: 0,
      taxMinor: ZERO,
    };
    const body: EntryBody<'return.completed'> = {
      returnId: randomUUID(), no: `T1-${String(wallMs).slice(-6)}`, saleId: null, shiftId: SHIFT, currency: 'CNY',
      lines: [{ ...goods, condition: 'resalable' }], plan: [{ tenderId: 1, method: 'cash', amountMinor }],
      totalMinor: amountMinor, reason: 'x', approverId,
    }; // prettier-ignore
    return till.journal('return.completed', body, { wallMs });
  };
  /** What the office is shown to look at. */
  const shown = async (): Promise<string[]> => {
    const { tasks } = (await owner.call('GET', `/today?storeId=${STORE}`)).json<{ tasks: { code: string }[] }>();
    return tasks.map(({ code }) => code).sort();
  };
  const kept = () =>
    server.door.read(ORG, async ({ db }) => {
      const rows = await db.selectFrom('entry_effect').select('status').execute();
      return rows.map(({ status }) => status);
    });

  test('by a manager who has left: doubted from then on, also in a return; what came before stands', async () => {
    const manager = await hire('manager');
    await openDrawer(manager);
    const beforeMs = server.now.ms;
    server.now.ms += WHILE_MS;
    await dismiss(manager, 'manager');
    await openDrawer(manager, { wallMs: beforeMs + 1000 }); // made while they worked here, heard of now
    await blindReturn(manager, beforeMs + 2000);
    expect(await shown()).toEqual([]);
    await openDrawer(manager);
    await blindReturn(manager);
    expect(await shown()).toEqual(['not_approved', 'not_permitted']);
    expect(new Set(await kept())).toEqual(new Set(['applied']));
  });

  test('by a manager of another store only', async () => {
    const [both, elsewhere] = [await hire('manager', [OTHER_STORE, STORE]), await hire('manager', [OTHER_STORE])];
    await openDrawer(both);
    await blindReturn(both);
    expect(await shown()).toEqual([]);
    await openDrawer(elsewhere);
    await blindReturn(elsewhere, server.now.ms + 1000);
    expect(await shown()).toEqual(['not_approved', 'not_permitted']);
  });

  test('an act of somebody who has left is doubted though nobody had to agree', async () => {
    const senior = await hire('senior');
    await till.journal('drawer.opened', { shiftId: SHIFT, reason: 'x', approverId: null }, { staffId: senior });
    expect(await shown()).toEqual([]);
    server.now.ms += WHILE_MS;
    await dismiss(senior, 'senior');
    server.now.ms += WHILE_MS;
    await till.journal('drawer.opened', { shiftId: SHIFT, reason: 'x', approverId: null }, { staffId: senior });
    expect(await shown()).toEqual(['not_permitted']);
  });

  test.each([
    ['nobody', () => null, ['not_permitted']],
    ['the cashier herself', () => CASHIER, ['not_permitted']],
    ['another cashier', () => hire('cashier'), ['not_permitted']],
    ['somebody unknown', () => randomUUID(), ['not_permitted']],
    ['a manager', () => hire('manager'), []],
  ])('practice ended with %s who agreed', async (_who, approver, codes) => {
    const approverId = await approver();
    const body: EntryBody<'practice.ended'> = {
      practiceId: randomUUID(), startedMs: server.now.ms - WHILE_MS, staffId: CASHIER, approverId, sales: 1, returns: 0,
      salesMinor: toMinor(500), papers: 0, kinds: 1, goods: [{ skuNo: 1, qtyMilli: 1000 }],
    }; // prettier-ignore
    await till.journal('practice.ended', body);
    expect(await shown()).toEqual(codes);
  });
});
