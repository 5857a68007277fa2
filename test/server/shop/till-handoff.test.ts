import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshSigningKey, type SigningKey } from '../../../src/server/auth/keys.ts';
import { proofInput, proofText } from '../../../src/wire/proof.ts';
import { HANDOFF_PATH, HANDOFF_WAIT_MS, SHOP_API, type HandoffOk } from '../../../src/wire/shop.ts';
import { PROOF_HEADER } from '../../../src/wire/sync.ts';
import { uuidOf } from '../../support/builders.ts';
import { onBothEngines } from '../engines.ts';
import { addTill, phone, shopServer, type ShopServer } from './shop-fixture.ts';
import { OTHER_STORE, STORE, TILL, WATER } from './shop-rows.ts';

const HARBOUR_TILL = uuidOf(22);

onBothEngines('a till takes a cart by six digits', (engine) => {
  let shop: ShopServer;
  const keys = new Map<string, SigningKey>();
  beforeAll(async () => {
    shop = await shopServer(engine);
    for (const [deviceId, storeId] of [
      [TILL, STORE],
      [HARBOUR_TILL, OTHER_STORE],
    ] as const) {
      const key = await freshSigningKey();
      keys.set(deviceId, key);
      await addTill(shop.door, { deviceId, storeId, key, tillNo: 1 });
    }
  });
  afterAll(() => shop.close());

  const codeFor = async (n: number): Promise<string> => {
    const lines = [{ skuNo: WATER.skuNo, gtin: WATER.gtin, qtyMilli: 1000, seenMinor: WATER.priceMinor }];
    const cartRef = n.toString(16).padStart(20, '0');
    const payload = { storeNo: 1, cartRef, rev: 1, totalSeenMinor: 200, lines };
    const reply = await shop.app.inject({ method: 'POST', url: `${SHOP_API}/handoffs`, headers: phone(1), payload });
    return reply.json<HandoffOk>().code;
  };
  const take = async (code: string, deviceId = TILL) => {
    const body = JSON.stringify({ code });
    const input = proofInput({
      htm: 'POST',
      htu: HANDOFF_PATH,
      bh: createHash('sha256').update(body).digest('hex'),
      iat: Math.floor(shop.now.ms / 1000),
      jti: randomBytes(16).toString('hex'),
      sub: deviceId,
    });
    const signature = await keys.get(deviceId)!.sign(Buffer.from(input));
    const headers = { [PROOF_HEADER]: proofText(input, signature), 'content-type': 'application/json' };
    return shop.app.inject({ method: 'POST', url: HANDOFF_PATH, headers, payload: body });
  };

  test('the goods come back, again after a lost reply, and only to a till with its proof', async () => {
    const code = await codeFor(1);
    const bare = await shop.app.inject({ method: 'POST', url: HANDOFF_PATH, payload: { code } });
    expect(bare.statusCode).toBe(401);
    const taken = await take(code);
    expect(taken.json()).toMatchObject({ storeNo: 1, rev: 1, totalSeenMinor: 200, lines: [{ skuNo: WATER.skuNo }] });
    expect((await take(code)).json()).toEqual(taken.json());
  });

  test('a code of one store is unknown in another', async () => {
    expect((await take(await codeFor(2), HARBOUR_TILL)).json()).toEqual({ code: 'handoff_code_unknown' });
  });

  test('after five wrong codes a till waits a minute, even with a right one; another till does not', async () => {
    const right = await codeFor(3);
    for (let i = 0; i < 5; i += 1) expect((await take(`00000${String(i)}`)).statusCode).toBe(409);
    const waiting = await take(right);
    expect([waiting.statusCode, waiting.json()]).toEqual([429, { code: 'too_many_tries', facts: { seconds: 60 } }]);
    expect((await take('000009', HARBOUR_TILL)).statusCode).toBe(409);
    shop.now.ms += HANDOFF_WAIT_MS;
    expect((await take(right)).statusCode).toBe(200);
  });

  test('a code that is none is refused before anything is looked up', async () => {
    expect((await take('12345')).json()).toEqual({ code: 'bad_request' });
  });
});
