/**
 * A till with a cashier at it against the real server, its clock and its line in the test's hands, and the report of
 * exceptions of its store. Half price on everything ended the day before yesterday, on one product it ends tomorrow.
 */
import { expect } from 'vitest';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import type { Sale } from '../../src/core/sale.ts';
import { makePinVerifier } from '../../src/server/auth/make-pin.ts';
import { savePromotion } from '../../src/server/db/pricing.ts';
import { saveStaff } from '../../src/server/db/office-shop.ts';
import { exceptionReport } from '../../src/server/office/exception-report.ts';
import { completeSale } from '../../src/till/commands/complete-sale.ts';
import type { TillTools } from '../../src/till/commands/tools.ts';
import { promotionRow, type Role } from '../../src/wire/catalogue.ts';
import type { ExceptionReport, Script } from '../../src/wire/office-exceptions.ts';
import { STORE } from '../server/server-world.ts';
import { cartOf } from '../support/builders.ts';
import { until } from '../support/node-till.ts';
import { aPromotion, each, of, percent } from '../support/pricing.ts';
import { cash } from '../support/sales.ts';
import { newId } from '../support/till-facts.ts';
import { tillWorld } from './till-world.ts';

export const DAY_MS = 86_400_000;
export const PIN = '246810';
export const [CASHIER, OTHER, MANAGER] = [newId(), newId(), newId()] as const;
const dateIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
export const ENDED = dateIn(-2);
/** The product whose promotion is in force today, and ends tomorrow. */
export const STILL_ON = 7;

const PEOPLE: readonly (readonly [string, Role, string])[] = [
  [CASHIER, 'cashier', 'Li Na'],
  [OTHER, 'cashier', 'Zhao'],
  [MANAGER, 'manager', 'Fang'],
];

export const cartHere = (goods: readonly (readonly [number, number])[] = [[1, 1000]]): Cart => cartOf(goods, newId());
export const asked = (cart: Cart): Cart => applyStep(cart, { step: 'payment_started', saleEntryId: newId() });

export async function staffedTill() {
  /** `shiftedMs`: how far the till's clock is set off. `agoMs`: how long ago it is there, by a clock that is right. */
  const at = { shiftedMs: 0, agoMs: 0, isPushCut: false };
  const world = await tillWorld();
  const { door, deps } = world.server;
  await door.write(deps.orgId, async (tx) => {
    const pin = await makePinVerifier(PIN, new Uint8Array(16).fill(7));
    for (const [staffId, role, en] of PEOPLE)
      await saveStaff(tx, { staffId, role, names: { en }, storeIds: [STORE], pin, active: true }, Date.now());
    for (const promotion of [
      aPromotion(1, each(EVERYTHING, percent(5000)), { storeIds: null, toDate: ENDED }),
      aPromotion(2, each(of(STILL_ON), percent(5000)), { storeIds: null, toDate: dateIn(1) }),
    ])
      await savePromotion(tx, promotionRow.parse(promotion), Date.now());
  });
  world.setFault((path) => (at.isPushCut && path === '/sync/push' ? 'offline' : 'none'));
  const start = performance.now();
  const clock = () => Math.round(Date.now() + at.shiftedMs - at.agoMs);
  const { till } = await world.ready({ over: { clock, mono: () => performance.now() - start - at.agoMs } });
  await until(till, ({ staff }) => staff.some(({ staffId }) => staffId === MANAGER));
  const tools: TillTools = { device: till, newId, nowMs: clock, lang: () => 'en' };
  expect(await till.signIn(CASHIER, PIN)).toMatchObject({ ok: true });

  const report = (staffId: string | null = null): Promise<ExceptionReport> => {
    const now = Date.now();
    const span = { storeId: STORE, fromMs: now - 10 * DAY_MS, toMs: now + DAY_MS };
    return door.read(deps.orgId, (tx) => exceptionReport(tx, { ...span, staffId, tz: 'Asia/Shanghai', asOfMs: now }));
  };
  return {
    at,
    world,
    till,
    tools,
    report,
    rowsOf: async (script: Script) => (await report()).rows.filter((row) => row.script === script),
    sell: async (cart: Cart = cartHere()): Promise<Sale> => {
      const done = await completeSale(tools, { cart: asked(cart), tenders: [cash(100_000)] });
      if (!done.ok) throw new Error(done.error.code);
      return done.value.sale;
    },
  };
}
