/** A paid cart stays paid: whichever tab saves it late, and however far the clock has jumped meanwhile. */
import { beforeEach, expect, test } from 'vitest';
import { forgetClosedCarts, openCarts, saveCart } from '../../../src/client/db/cart-shelf.ts';
import { putMeta, readMeta, type JournalDb } from '../../../src/client/db/journal-db.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';
import { aSale, newId } from '../../support/till-facts.ts';
import { commit, openShop } from './journal-kit.ts';

const DECADE = 3e11;
let db: JournalDb;
let cartId: string;

beforeEach(async () => {
  db = await openJournal(memoryPlace());
  const { shiftId } = await openShop(db);
  cartId = newId();
  await saveCart(db, { cartId }, 1_000_000);
  await commit(db, { kind: 'sale.completed', body: aSale(shiftId, { cartId }) }, { closesCart: cartId });
});

test('a late save does not bring a paid cart back, nor after a tidying ten years on', async () => {
  await saveCart(db, { cartId }, 1_000_001);
  await forgetClosedCarts(db);
  await saveCart(db, { cartId }, 1_000_000 + DECADE);
  expect(await openCarts(db)).toEqual([]);
});

test('its mark goes when two thousand entries have followed', async () => {
  const head = (await readMeta(db, 'head'))!;
  await putMeta(db, 'head', { ...head, seq: 2_002 });
  await forgetClosedCarts(db);
  expect(await db.carts.count()).toBe(1);
  await putMeta(db, 'head', { ...head, seq: 2_003 });
  await forgetClosedCarts(db);
  expect(await db.carts.count()).toBe(0);
});
