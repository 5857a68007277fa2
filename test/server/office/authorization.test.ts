import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteOptions } from 'fastify';
import fastify from 'fastify';
import { officeApi } from '../../../src/server/office/routes.ts';
import { OFFICE_API } from '../../../src/wire/office.ts';
import { uuidOf } from '../../support/builders.ts';
import { aPromotion, aTax, each, of, percent } from '../../support/pricing.ts';
import { officeServer, type OfficeServer, type Person } from './office-fixture.ts';

type Route = { readonly method: string; readonly url: string };

/** Every route the office's plugin makes, found by asking Fastify and not by a list that can be forgotten. */
async function routesOf(server: OfficeServer): Promise<readonly Route[]> {
  const found: Route[] = [];
  const app = fastify();
  app.addHook('onRoute', (route: RouteOptions) => {
    for (const method of [route.method].flat()) if (method !== 'HEAD') found.push({ method, url: route.url });
  });
  await app.register(officeApi(server.deps));
  await app.close();
  return found;
}

describe('who may call what', () => {
  let server: OfficeServer;
  let routes: readonly Route[];
  const addressOf = (route: Route) => route.url.slice(OFFICE_API.length).replaceAll(/:\w+/g, uuidOf(77));
  const ask = (person: Person, route: Route, headers = {}) =>
    person.call(route.method as 'GET', addressOf(route), route.method === 'GET' ? undefined : {}, headers);

  beforeAll(async () => {
    server = await officeServer('sqlite');
    routes = await routesOf(server);
  });
  afterAll(async () => {
    await server.close();
  });

  test('there are routes to judge', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.every(({ url }) => url.startsWith(OFFICE_API))).toBe(true);
  });

  test('without a session every route but sign-in says signed_out', async () => {
    for (const route of routes.filter(({ url }) => !url.endsWith('/login'))) {
      const answer = await ask(server.stranger(), route);
      expect([route.method, route.url, answer.statusCode, answer.json()]).toEqual([
        route.method,
        route.url,
        401,
        { code: 'signed_out' },
      ]);
    }
  });

  test('a made-up token opens nothing', async () => {
    for (const route of routes.filter(({ url }) => !url.endsWith('/login'))) {
      expect((await ask(server.stranger(), route, { cookie: `sid=${'A'.repeat(43)}` })).statusCode).toBe(401);
    }
  });

  test('a call that writes is refused when another page sent it, session or not', async () => {
    const owner = await server.signIn('owner');
    const foreign = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': null },
      { 'sec-fetch-site': null, origin: 'https://evil.example' },
      { 'sec-fetch-site': null, origin: 'null' },
    ];
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      for (const headers of foreign) {
        const answer = await ask(owner, route, headers);
        expect([route.url, answer.statusCode, answer.json()]).toEqual([route.url, 403, { code: 'not_allowed' }]);
      }
    }
    expect((await owner.call('GET', '/session')).statusCode).toBe(200);
  });

  test('a browser without Sec-Fetch-Site is known by its Origin', async () => {
    const headers = { 'sec-fetch-site': null, origin: 'http://localhost:80', host: 'localhost:80' };
    const answer = await server.stranger().call('POST', '/login', { login: 'x', password: 'y' }, headers);
    expect(answer.json()).toEqual({ code: 'wrong_password' });
  });

  test('an auditor looks and changes nothing; settings are the owner’s', async () => {
    const auditor = await server.signIn('auditor');
    const manager = await server.signIn('manager');
    const own = new Set([
      '/settings',
      '/stores/:storeId',
      '/taxes',
      '/taxes/:taxId',
      '/taxes/:taxId/follow',
      '/printers',
      '/printers/:printerId/removal',
    ]);
    const harmless = new Set(['/login', '/logout', '/labels/count', '/journal/:deviceId/:incarnation/verify']);
    for (const route of routes) {
      const path = route.url.slice(OFFICE_API.length);
      if (route.method === 'GET' || harmless.has(path)) continue;
      const answer = await auditor.call(route.method as 'GET', addressOf(route), bodyThatParses(path));
      expect([path, answer.statusCode, answer.json()]).toEqual([path, 403, { code: 'not_allowed' }]);
      if (own.has(path))
        expect((await manager.call(route.method as 'GET', addressOf(route), bodyThatParses(path))).statusCode).toBe(
          403,
        );
    }
  });
});

/** A body the route's schema takes, so that the answer is about who asks. */
function bodyThatParses(path: string): object {
  const id = uuidOf(5);
  const { promotionId: _id, rev: _rev, state: _state, ...promotion } = aPromotion(1, each(of(1), percent(1000)));
  const { taxId: _taxId, state: _taxState, ...tax } = aTax(1);
  const bodies: Readonly<Record<string, object>> = {
    '/tasks/done': { taskId: 'a b' },
    '/inbox/settle': { key: 'a b', decision: 'set_aside', reason: 'x' },
    '/rescue': { section: 'x' },
    '/vouchers': { code: 'V-1', faceMinor: 100, note: '' },
    '/accounts/payments': { paymentId: id, key: 'x', amountMinor: 1, method: 'bank', note: '' },
    '/accounts/payments/undo': { paymentId: id, undoes: uuidOf(6), note: 'x' },
    '/promotions': promotion,
    '/promotions/:promotionId': { ...promotion, rev: 1 },
    '/promotions/:promotionId/end': { rev: 1 },
    '/printers': { printerId: id, storeId: id, name: 'Counter', host: '192.168.1.50', port: 9100 },
    '/taxes': tax,
    '/taxes/:taxId': { ...tax, state: 'active' },
    '/taxes/:taxId/follow': { fromDate: '2030-01-01', ratePpm: tax.ratePpm, perUnitMinor: tax.perUnitMinor },
    '/products': {
      code: null,
      gtins: [],
      names: { en: 'x' },
      spec: null,
      brand: null,
      category: null,
      unit: 'pcs',
      taxBp: 0,
      hot: false,
      status: 'active',
      priceMinor: 1,
    },
    '/products/:skuId/stock': { storeId: id, onHandMilli: 0, entryId: id },
    '/labels': { storeId: id, paper: 'a4-24', choice: { by: 'changed' } },
    '/devices/codes': { storeId: id },
    '/devices/:deviceId/confirm': { thumbprint: 'x' },
    '/staff': { names: { en: 'x' }, role: 'cashier', storeIds: [id] },
    '/staff/:staffId/pin': { pin: '493027' },
    '/members': { cardNo: '77770000', name: '', phone: '', tier: null },
    '/members/:memberId/write-off': { grantId: id },
  };
  return bodies[path] ?? {};
}
