/** Returns and voids as the server books them, on both engines: found by id or by receipt, looked at, never refused. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../../src/core/permission.ts';
import { saleRefOf } from '../../../src/core/sale.ts';
import type { Tables } from '../../../src/server/db/schema.ts';
import { verifyEffects } from '../../../src/server/journal/verify-effects.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { uuidOf } from '../../support/builders.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import type { TestTill } from '../test-till.ts';

const [CASHIER, MANAGER] = [uuidOf(11), uuidOf(12)];

onBothEngines('returns', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine);
    await world.door.write(world.deps.orgId, async (tx) => {
      const person = (staffId: string, role: Role) => ({
        org_id: tx.orgId, staff_id: staffId, names: '{"zh":"李","en":"Li"}', role,
        store_ids: JSON.stringify([STORE]), pin: null, active: 1, changed_ms: 0,
      }); // prettier-ignore
      await tx.db
        .insertInto('staff')
        .values([person(CASHIER, 'cashier'), person(MANAGER, 'manager')])
        .execute();
    });
  });
  afterAll(() => world.close());

  const rows = <T extends keyof Tables>(table: T, where: Partial<Tables[T]> = {}) =>
    world.door.read(world.deps.orgId, async (tx) => {
      const all = (await tx.db.selectFrom(table).selectAll().execute()) as unknown as Tables[T][];
      return all.filter((row) => Object.entries(where).every(([key, value]) => row[key as keyof Tables[T]] === value));
    });
  const tasksOf = async (subject: string) =>
    (await rows('task', { subject })).map(({ code }) => code).sort((a, b) => (a < b ? -1 : 1));
  const onHand = async (skuNo: number) => (await rows('stock', { sku_no: skuNo }))[0]?.on_hand_milli;
  /** As somebody's act: the server asks who it was. */
  const act = (
    till: TestTill,
    kind: 'return.completed' | 'sale.voided',
    body: object,
    staffId: string | null = CASHIER,
  ) => till.raw({ kind, body, staffId });
  /** The receipt of the till's last entry. */
  const receiptOf = (till: TestTill, sale: EntryBody<'sale.completed'>) => ({
    saleRef: saleRefOf(sale.saleId),
    tillNo: 1,
    incarnationNo: 1,
    seq: till.lines.length,
    hash8: till.headHash.slice(0, 16),
  });
  const statuses = async (till: TestTill) => {
    const { body } = await till.push();
    return 'results' in body ? body.results.map(({ status }) => status) : [];
  };

  test('a receipt names the sale of another till, whichever of both comes first', async () => {
    const [seller, taker] = [await world.till(), await world.till()];
    const sale = saleOf([{ skuNo: 501, qtyMilli: 2000 }]);
    seller.fact('sale.completed', sale);
    const receipt = receiptOf(seller, sale);
    const first = { ...returnOf(sale, 1000), saleId: null, receipt };
    const second = { ...returnOf(sale, 1000), saleId: null, receipt };
    act(taker, 'return.completed', first);
    expect(await statuses(taker)).toEqual(['applied', 'parked']);
    await seller.push();
    act(taker, 'return.completed', second);
    expect((await statuses(taker)).at(-1)).toBe('applied');
    expect(await onHand(501)).toBe(0);
    expect([await tasksOf(first.returnId), await tasksOf(second.returnId)]).toEqual([[], []]);
    expect(await rows('goods_return', { receipt_ref: receipt.saleRef })).toHaveLength(2);
  });

  test('in a journal begun anew a return may stand before its sale, copied later: both are booked', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 509, qtyMilli: 2000 }]);
    act(till, 'return.completed', returnOf(sale, 1000));
    till.fact('sale.completed', sale);
    expect(await statuses(till)).toEqual(['applied', 'applied', 'applied']);
    expect(await onHand(509)).toBe(-1000);
  });

  test('too much back over two tills: by receipt at one, by id at the other, a person is told', async () => {
    const [seller, taker] = [await world.till(), await world.till()];
    const sale = saleOf([{ skuNo: 502, qtyMilli: 2000 }]);
    seller.fact('sale.completed', sale);
    const receipt = receiptOf(seller, sale);
    const here = returnOf(sale);
    act(seller, 'return.completed', here);
    await seller.push();
    const there = { ...returnOf(sale, 1000), saleId: null, receipt };
    act(taker, 'return.completed', there);
    expect((await statuses(taker)).at(-1)).toBe('applied');
    expect(await tasksOf(here.returnId)).toEqual([]);
    expect(await tasksOf(there.returnId)).toEqual(['over_return']);
    expect(await onHand(502)).toBe(1000);
  });

  test('a receipt with the mark of another entry is booked and told', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 503 }]);
    till.fact('sale.completed', sale);
    const back = { ...returnOf(sale), saleId: null, receipt: { ...receiptOf(till, sale), hash8: 'f'.repeat(16) } };
    act(till, 'return.completed', back);
    expect((await statuses(till)).at(-1)).toBe('applied');
    expect(await tasksOf(back.returnId)).toEqual(['receipt_doubted']);
  });

  test('who may: alone within the limit, beyond it and blind with another person, checked again here', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 504, qtyMilli: 40_000 }]); // 140.00
    till.fact('sale.completed', sale);
    const small = returnOf(sale, 1000);
    const large = returnOf(sale, 20_000); // 70.00
    const agreed = { ...returnOf(sale, 15_000), approverId: MANAGER };
    const forged = { ...returnOf(sale, 1000), saleId: null, approverId: CASHIER };
    for (const body of [small, large, agreed, forged]) act(till, 'return.completed', body);
    await till.push();
    expect(await Promise.all([small, large, agreed, forged].map((body) => tasksOf(body.returnId)))).toEqual([
      [],
      ['not_approved'],
      [],
      ['not_approved'],
    ]);
  });

  test('a void undoes its sale once, in its shift, and is told apart from returns', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 505, qtyMilli: 3000 }]);
    till.fact('sale.completed', sale);
    const undone = { ...returnOf(sale), approverId: MANAGER };
    act(till, 'sale.voided', undone);
    const again = { ...returnOf(sale), shiftId: STORE, approverId: MANAGER };
    act(till, 'sale.voided', again);
    expect(await statuses(till)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(await tasksOf(undone.returnId)).toEqual([]);
    expect(await tasksOf(again.returnId)).toEqual(['over_return', 'void_too_late']);
    expect((await rows('goods_return', { sale_id: sale.saleId })).map(({ kind }) => kind)).toEqual(['void', 'void']);
    const breaks = await world.door.read(world.deps.orgId, (tx) =>
      verifyEffects(
        tx,
        { deviceId: till.deviceId, storeId: STORE, kind: 'till', state: 'open', keyJwk: '' },
        { incarnation: till.incarnation, upTo: till.lines.length, most: 10 },
      ),
    );
    expect(breaks).toEqual([]);
  });

  test('a copy of a receipt is kept for people to read', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 506 }]);
    till.fact('sale.completed', sale);
    till.fact('receipt.reprinted', { saleId: sale.saleId, no: sale.no, medium: 'print', copyNo: 1 });
    expect(await statuses(till)).toEqual(['applied', 'applied', 'applied']);
    expect(await rows('audit_note', { kind: 'receipt.reprinted' })).toHaveLength(1);
  });
});
