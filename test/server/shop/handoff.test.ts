import { afterAll, beforeAll, expect, test } from 'vitest';
import { HANDOFF_CODE_MS, HANDOFF_CODE_REST_MS, SHOP_API, type HandoffOk } from '../../../src/wire/shop.ts';
import { takeByCode } from '../../../src/server/shop/handoffs.ts';
import { onBothEngines } from '../engines.ts';
import { phone, sellCart, shopServer, type ShopServer } from './shop-fixture.ts';
import { CRISPS, ORG, TILL, WATER } from './shop-rows.ts';

const lines = [
  { skuNo: WATER.skuNo, gtin: WATER.gtin, qtyMilli: 2000, seenMinor: WATER.priceMinor },
  { skuNo: null, gtin: CRISPS.gtin, qtyMilli: 1000, seenMinor: null },
];
const cart = (n: number, rev = 3) => ({
  storeNo: 1,
  cartRef: n.toString(16).padStart(20, '0'),
  rev,
  totalSeenMinor: 400,
  lines,
});

onBothEngines('six digits for a cart', (engine) => {
  let shop: ShopServer;
  beforeAll(async () => {
    shop = await shopServer(engine);
  });
  afterAll(() => shop.close());

  const ask = (body: object, n = 1) =>
    shop.app.inject({ method: 'POST', url: `${SHOP_API}/handoffs`, headers: phone(n), payload: body });
  const codeFor = async (body: object): Promise<HandoffOk> => (await ask(body)).json<HandoffOk>();
  const take = (code: string, till = { deviceId: TILL, storeNo: 1 }) =>
    shop.door.write(ORG, (tx) => takeByCode(tx, code, { ...till, nowMs: shop.now.ms }));

  test('the same cart and rev keep their code, another rev gets another', async () => {
    const first = await codeFor(cart(1));
    expect(first.code).toMatch(/^\d{6}$/);
    expect(first.expiresMs).toBe(shop.now.ms + HANDOFF_CODE_MS);
    expect(await codeFor(cart(1))).toEqual(first);
    expect((await codeFor(cart(1, 4))).code).not.toBe(first.code);
  });

  test('two requests of one cart that arrive together get one code', async () => {
    const [a, b] = await Promise.all([codeFor(cart(2)), codeFor(cart(2))]);
    expect(a.code).toBe(b.code);
  });

  test('one till takes it, again as often as it asks; another till or store does not', async () => {
    const { code } = await codeFor(cart(3));
    expect(await take(code, { deviceId: TILL, storeNo: 2 })).toEqual({
      ok: false,
      error: { code: 'handoff_code_unknown' },
    });
    const taken = await take(code);
    expect(taken).toEqual({
      ok: true,
      value: { storeNo: 1, cartRef: cart(3).cartRef, rev: 3, totalSeenMinor: 400, lines },
    });
    expect(await take(code)).toEqual(taken);
    expect(await take(code, { deviceId: 'another', storeNo: 1 })).toEqual({
      ok: false,
      error: { code: 'handoff_code_unknown' },
    });
    expect((await state(cart(3).cartRef)).state).toBe('taken');
  });

  test('a code dies after ten minutes, rests for a day, and the cart gets a new one', async () => {
    const before = await codeFor(cart(4));
    shop.now.ms += HANDOFF_CODE_MS;
    expect(await take(before.code)).toEqual({ ok: false, error: { code: 'handoff_code_unknown' } });
    const next = await codeFor(cart(4));
    expect(next.code).not.toBe(before.code);
    shop.now.ms += HANDOFF_CODE_REST_MS + 1;
    expect((await codeFor(cart(4))).code).toBe(before.code); // rested: its first number is free again
  });

  const state = async (cartRef: string) =>
    (
      await shop.app.inject({ method: 'POST', url: `${SHOP_API}/carts/state`, headers: phone(1), payload: { cartRef } })
    ).json<{ state: string; paidMs: number | null; rev: number | null }>();

  test('a cart that was sold is told so, to the phone and to the till', async () => {
    const { code } = await codeFor(cart(5));
    expect(await state(cart(5).cartRef)).toMatchObject({ state: 'waiting' });
    await sellCart(shop.door, { saleNo: 1, cartRef: cart(5).cartRef, rev: 3, paidMs: 1_795_000_000_000 });
    const paid = { code: 'cart_already_paid', facts: { paidAtMs: 1_795_000_000_000 } };
    expect(await take(code)).toEqual({ ok: false, error: paid });
    const again = await ask(cart(5));
    expect([again.statusCode, again.json()]).toEqual([409, paid]);
    expect(await state(cart(5).cartRef)).toMatchObject({ state: 'paid', rev: 3, paidMs: 1_795_000_000_000 });
  });

  test.each([
    ['no lines', { ...cart(6), lines: [] }],
    ['an unknown key', { ...cart(6), note: '' }],
    ['a reference that is none', { ...cart(6), cartRef: 'x' }],
    ['601 lines', { ...cart(6), lines: Array.from({ length: 601 }, () => lines[0]) }],
    ['a negative quantity', { ...cart(6), lines: [{ ...lines[0], qtyMilli: -1 }] }],
  ])('refuses %s', async (_what, body) => {
    expect((await ask(body, 9)).json()).toEqual({ code: 'bad_request' });
  });

  test('refuses a phone without a secret, a store that does not exist, and a phone that asks too often', async () => {
    const bare = await shop.app.inject({ method: 'POST', url: `${SHOP_API}/handoffs`, payload: cart(7) });
    expect(bare.statusCode).toBe(400);
    expect((await ask({ ...cart(7), storeNo: 77 }, 8)).json()).toEqual({ code: 'other_store' });
    const many = [];
    for (let i = 0; i < 31; i += 1) many.push(await ask(cart(7), 66));
    expect(many.slice(0, 30).every((reply) => reply.statusCode === 200)).toBe(true);
    expect(many[30]?.statusCode).toBe(429);
    expect(Number(many[30]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(cart(7), 67)).statusCode).toBe(200); // another phone is not held up
  });
});
