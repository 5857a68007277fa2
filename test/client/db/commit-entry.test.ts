import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { commitEntry } from '../../../src/client/db/commit-entry.ts';
import { openCarts, saveCart } from '../../../src/client/db/cart-shelf.ts';
import { readMeta, type JournalDb } from '../../../src/client/db/journal-db.ts';
import type { DatabasePlace } from '../../../src/client/db/open-database.ts';
import { MAX_ENTRY_BYTES } from '../../../src/core/journal.ts';
import { withFault, type FaultKind } from '../../support/faulty-indexeddb.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';
import { aReturn, aSale, aShift, aShiftClose, newId } from '../../support/till-facts.ts';
import { commit, expectSound, factOf, openShop, sale } from './journal-kit.ts';

let place: DatabasePlace;
let db: JournalDb;

beforeEach(async () => {
  place = memoryPlace();
  db = await openJournal(place);
});

test('a sale, its row, its number and the head are there together, and the cart is away', async () => {
  const { shiftId } = await openShop(db);
  const cartId = randomUUID();
  await saveCart(db, { cartId }, 1);
  const done = await commit(db, { kind: 'sale.completed', body: aSale(shiftId, { cartId }) }, { closesCart: cartId });
  expect(done.repeated).toBe(false);
  expect(await db.sales.toArray()).toMatchObject([{ no: 'T3-000001', seq: 2, hash: done.row.hash, kind: 'sale' }]);
  expect(JSON.parse(done.row.bytes)).toMatchObject({ seq: 2, businessDate: '2026-11-21', body: { no: 'T3-000001' } });
  expect(await openCarts(db)).toEqual([]);
  await saveCart(db, { cartId }, 2); // a tab that had not heard
  expect(await openCarts(db)).toEqual([]);
  await expectSound(db);
});

test('the same entry id twice is one sale', async () => {
  const { shiftId } = await openShop(db);
  const fact = factOf(db, sale(shiftId));
  const [first, second] = await Promise.all([commitEntry(db, fact), commitEntry(db, fact)]);
  expect([first.repeated, second.repeated]).toEqual([false, true]);
  expect(second.row).toEqual(first.row);
  await expectSound(db);
});

test('two tabs that sell at once get two numbers and one chain', async () => {
  const { shiftId } = await openShop(db);
  const other = await openJournal(place);
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => commit(n % 2 === 0 ? db : other, sale(shiftId), { wallMs: 1_000_000 + n })),
  );
  expect(await db.sales.count()).toBe(40);
  await expectSound(db);
});

test('receipts, shifts and Z reports number on', async () => {
  const { shiftId } = await openShop(db);
  await commit(db, { kind: 'return.completed', body: aReturn(shiftId) });
  const early = commit(db, { kind: 'shift.closed', body: aShiftClose(shiftId, { lastSeq: 1 }) });
  await expect(early).rejects.toMatchObject({ code: 'try_later' }); // its sums would miss the return
  await commit(db, { kind: 'shift.closed', body: aShiftClose(shiftId, { lastSeq: 2 }) });
  const next = aShift();
  await commit(db, { kind: 'shift.opened', body: next });
  await commit(db, sale(next.shiftId));
  expect(await readMeta(db, 'register')).toMatchObject({ receiptNo: 2, shiftNo: 2, zNo: 1, shift: { shiftNo: 2 } });
  await expectSound(db);
});

test('without the shift that is open now nothing is sold', async () => {
  const { shiftId } = await openShop(db);
  await expect(commit(db, sale(randomUUID()))).rejects.toMatchObject({ code: 'no_open_shift' });
  await expect(commit(db, { kind: 'shift.opened', body: aShift() })).rejects.toMatchObject({
    code: 'shift_open_already',
  });
  await commit(db, { kind: 'shift.closed', body: aShiftClose(shiftId) });
  await expect(commit(db, sale(shiftId))).rejects.toMatchObject({ code: 'no_open_shift' });
  await expectSound(db);
});

test('a cart too large for one entry is refused and leaves no trace', async () => {
  const { shiftId } = await openShop(db);
  const [line] = aSale(shiftId).lines;
  const lines = Array.from({ length: 700 }, (_, n) => ({ ...line!, lineId: n + 1, name: 'ab'.repeat(10) }));
  const body = aSale(shiftId, { lines });
  expect(JSON.stringify(body).length).toBeGreaterThan(MAX_ENTRY_BYTES);
  await expect(commit(db, { kind: 'sale.completed', body })).rejects.toMatchObject({ code: 'cart_too_large' });
  await expectSound(db);
});

test('a step back of the clock keeps the times in order', async () => {
  const { shiftId } = await openShop(db);
  const first = await commit(db, sale(shiftId), { wallMs: 2_000_000 });
  const second = await commit(db, sale(shiftId), { wallMs: 1_950_000 });
  expect([first.entry.wallMs, second.entry.wallMs]).toEqual([2_000_000, 2_000_001]);
});

// Awaiting WebCrypto in the transaction ends it: in Chromium silently, here loudly. `commitEntry` must never do it.
test('a foreign await between the braces stores nothing', async () => {
  const { shiftId } = await openShop(db);
  const fact = factOf(db, sale(shiftId));
  const hashing = commitEntry(db, {
    ...fact,
    touch: async (entry, row) => {
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(row.bytes));
      return fact.touch(entry, row);
    },
  });
  await expect(hashing).rejects.toThrow();
  await expectSound(db);
});

describe.each<FaultKind>(['throws', 'aborts', 'quota'])('a database that %s at the n-th request', (kind) => {
  // One fault per request of the transaction, from the first read to the last write: all or nothing, each time.
  test('leaves all of the sale or none of it', async () => {
    const { shiftId } = await openShop(db);
    let struckAll = false;
    let faults = 0;
    for (let at = 1; !struckAll; at += 1) {
      const before = await db.entries.count();
      const cartId = randomUUID();
      const entryId = newId();
      await saveCart(db, { cartId }, 1);
      const body = aSale(shiftId, { cartId });
      const selling = () => commit(db, { kind: 'sale.completed', body }, { entryId, closesCart: cartId });
      const { result, struck } = await withFault({ at, kind }, selling);
      struckAll = !struck;
      if (struck) {
        faults += 1;
        expect(result.status).toBe('rejected');
        expect(await db.entries.count()).toBe(before);
        expect((await openCarts(db)).length).toBe(1);
        await expectSound(db);
        await selling();
      }
      expect(await db.entries.count()).toBe(before + 1);
      expect(await openCarts(db)).toEqual([]);
      await expectSound(db);
    }
    expect(faults).toBeGreaterThanOrEqual(8); // 3 reads, entry, sale, cart, register, head
  });
});
