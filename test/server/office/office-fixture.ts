/**
 * A shop with two stores, three people at the office and a few products, and the server over it with a clock the test
 * moves.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { toMinor } from '../../../src/core/money.ts';
import { buildApp } from '../../../src/server/app.ts';
import { freshSigningKey } from '../../../src/server/auth/keys.ts';
import { hashPassword } from '../../../src/server/auth/password.ts';
import { saveProducts } from '../../../src/server/catalogue/save-product.ts';
import type { Door, Engine } from '../../../src/server/db/door.ts';
import { addStore } from '../../../src/server/db/new-shop.ts';
import { saveStaff } from '../../../src/server/db/office-shop.ts';
import { saveOfficeUser } from '../../../src/server/db/office-user.ts';
import type { ServerDeps } from '../../../src/server/deps.ts';
import { LIMITS } from '../../../src/server/http/limits.ts';
import type { Role } from '../../../src/wire/catalogue.ts';
import { OFFICE_API } from '../../../src/wire/office.ts';
import { addShop } from '../../support/added-shop.ts';
import { uuidOf } from '../../support/builders.ts';
import { testPlace } from '../engines.ts';

export const ORG = uuidOf(1);
export const STORE = uuidOf(11);
export const OTHER_STORE = uuidOf(12);
export const OWNER_STAFF = uuidOf(31);
export const CASHIER = uuidOf(32);
export const PASSWORD = 'correct horse battery';

export type Person = {
  readonly call: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | null>>,
  ) => Promise<LightMyRequestResponse>;
  readonly cookie: () => string;
};

export type OfficeServer = {
  readonly app: FastifyInstance;
  readonly door: Door;
  readonly deps: ServerDeps;
  readonly now: { ms: number };
  readonly skuIds: readonly string[];
  readonly ownerUrl: string | null; // PostgreSQL, as the owner of the tables
  /** Somebody not signed in. */
  stranger(): Person;
  signIn(login: string): Promise<Person>;
  close(): Promise<void>;
};

let hashed: Promise<string> | undefined; // a tenth of a second, once

export async function officeServer(engine: Engine): Promise<OfficeServer> {
  const now = { ms: Date.UTC(2026, 10, 21, 6) }; // 14:00 in Shanghai
  const place = await testPlace(engine, { clock: () => now.ms });
  const door = await place.open();
  hashed ??= hashPassword(PASSWORD);
  const skuIds = await fill(door, now.ms, await hashed);
  const deps: ServerDeps = {
    door,
    place: place.place,
    orgId: ORG,
    clock: () => now.ms,
    ids: () => randomUUID(),
    randomBytes: (size) => randomBytes(size),
    keys: { server: await freshSigningKey(), order: await freshSigningKey() },
    limits: LIMITS,
    dataDir: place.place.dataDir,
    webDir: null,
    log: pino({ level: 'silent' }),
  };
  const app = await buildApp(deps);
  const stranger = (): Person => personOf(app, { value: '' });
  return {
    app,
    door,
    deps,
    now,
    skuIds,
    stranger,
    ownerUrl: place.place.ownerUrl,
    signIn: async (login) => {
      const person = stranger();
      const answer = await person.call('POST', '/login', { login, password: PASSWORD });
      if (answer.statusCode !== 200) throw new Error(`sign-in: ${answer.body}`);
      return person;
    },
    close: async () => {
      await app.close();
      await place.remove();
    },
  };
}

function personOf(app: FastifyInstance, jar: { value: string }): Person {
  return {
    cookie: () => jar.value,
    call: async (method, path, body, headers = {}) => {
      const answer = await app.inject({
        method,
        url: OFFICE_API + path,
        headers: sent({ 'sec-fetch-site': 'same-origin', cookie: jar.value, ...headers }),
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const set = answer.headers['set-cookie'];
      if (typeof set === 'string') jar.value = set.slice(0, set.indexOf(';'));
      return answer;
    },
  };
}

/** Headers without those set to null. */
const sent = (headers: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

async function fill(door: Door, nowMs: number, passwordHash: string): Promise<readonly string[]> {
  return door.write(ORG, async (tx) => {
    await addShop(tx, {
      storeId: STORE,
      org: {
        names: { zh: '街角小店', en: 'Corner Shop' },
        shopOrigin: 'https://shop.example',
        lang: 'zh',
        serverEpoch: 'e0e0e0e0-0000-4000-8000-000000000000',
        madeMs: nowMs,
      },
    });
    await addStore(tx, {
      storeId: OTHER_STORE,
      storeNo: 2,
      code: 'S2',
      names: { zh: '二店', en: 'Two' },
      tz: 'Asia/Shanghai',
      address: null,
      walkIn: true,
    });
    const staff = (staffId: string, role: Role, zh: string) =>
      saveStaff(tx, { staffId, role, names: { zh }, storeIds: [STORE], pin: null, active: true }, nowMs);
    await staff(OWNER_STAFF, 'owner', '王丽');
    await staff(CASHIER, 'cashier', '李娜');
    for (const [n, role] of (['owner', 'manager', 'auditor', 'cashier'] as const).entries()) {
      await saveOfficeUser(
        tx,
        { userId: uuidOf(40 + n), login: role, names: { zh: role }, role, passwordHash, active: true },
        nowMs,
      );
    }
    const goods = [
      {
        names: { zh: '农夫山泉', en: 'Spring water' },
        spec: '550ml',
        code: 'W1',
        gtins: ['06901234567892'],
        priceMinor: toMinor(200),
      },
      { names: { zh: '薯片' }, code: 'C1', gtins: ['00000096385074'], priceMinor: toMinor(750), category: 'snacks' },
      { names: { en: 'Pen' }, code: 'P1', priceMinor: toMinor(300) },
    ];
    const saved = await saveProducts(
      tx,
      goods.map((fields) => ({ skuId: null, fields })),
      { newId: randomUUID, nowMs },
    );
    return saved.products.map((each) => (each.what === 'refused' ? '' : each.product.skuId));
  });
}
