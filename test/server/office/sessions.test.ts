import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ABSOLUTE_MS,
  IDLE_MS,
  TRIES_PER_ACCOUNT,
  TRIES_PER_ADDRESS,
  TRY_WINDOW_MS,
} from '../../../src/server/office/sessions.ts';
import { UNATTENDED_HEADER } from '../../../src/wire/office.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, ORG, PASSWORD, STORE, type OfficeServer } from './office-fixture.ts';

onBothEngines('sessions of the office', (engine) => {
  let server: OfficeServer;
  beforeEach(async () => {
    server = await officeServer(engine);
  });
  afterEach(async () => {
    await server.close();
  });

  const right = { login: 'owner', password: PASSWORD };
  const wrong = { login: 'owner', password: 'not this one' };
  const signedIn = async (person: { call: (method: 'GET', path: string) => Promise<{ statusCode: number }> }) =>
    (await person.call('GET', '/session')).statusCode === 200;

  test('the right password opens a session that knows the shop', async () => {
    const owner = server.stranger();
    const answer = await owner.call('POST', '/login', { ...right, login: ' Owner ' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      user: { login: 'owner', role: 'owner' },
      currency: 'CNY',
      stores: [{ storeNo: 1 }, { storeNo: 2 }],
    });
    expect(answer.headers['set-cookie']).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await signedIn(owner)).toBe(true);
  });

  test('over https the cookie is host-bound and secure; in clear from elsewhere nobody signs in', async () => {
    const inject = (more: object) =>
      server.app.inject({
        method: 'POST',
        url: '/office/api/login',
        payload: right,
        headers: { 'sec-fetch-site': 'same-origin' },
        ...more,
      });
    const elsewhere = await inject({ remoteAddress: '192.168.1.20' });
    expect([elsewhere.statusCode, elsewhere.json()]).toEqual([403, { code: 'insecure_page' }]);
    expect((await inject({ remoteAddress: '::ffff:127.0.0.1' })).statusCode).toBe(200);
  });

  test('behind a proxy on this machine its word counts; nobody else is believed', async () => {
    const from = (remoteAddress: string, payload: object, said: Record<string, string>) =>
      server.app.inject({
        method: 'POST',
        url: '/office/api/login',
        payload,
        remoteAddress,
        headers: { 'sec-fetch-site': 'same-origin', ...said },
      });
    const https = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
    const answer = await from('127.0.0.1', right, https);
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([
      200,
      expect.stringMatching(/^__Host-sid=.*; Secure/) as string,
    ]);
    expect((await from('127.0.0.1', right, { ...https, 'x-forwarded-proto': 'http' })).statusCode).toBe(403);
    expect((await from('192.168.1.20', right, https)).statusCode).toBe(403);

    // One address that guesses does not shut out another behind the same proxy.
    for (let n = 0; n <= TRIES_PER_ADDRESS; n += 1)
      await from('127.0.0.1', { ...wrong, login: `x${String(n)}` }, https);
    expect((await from('127.0.0.1', right, https)).json()).toMatchObject({ code: 'too_many_tries' });
    const other = { ...https, 'x-forwarded-for': '198.51.100.7' };
    expect((await from('127.0.0.1', right, other)).statusCode).toBe(200);
  });

  test('no hash of ours is the token, and no row holds it', async () => {
    const owner = await server.signIn('owner');
    const token = owner.cookie().slice('sid='.length);
    const rows = await server.door.read(ORG, (tx) => tx.db.selectFrom('office_session').selectAll().execute());
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('signing in again makes a new token and the old one dies', async () => {
    const owner = await server.signIn('owner');
    const old = owner.cookie();
    await owner.call('POST', '/login', right);
    expect(owner.cookie()).not.toBe(old);
    expect((await server.stranger().call('GET', '/session', undefined, { cookie: old })).statusCode).toBe(401);
    expect(await signedIn(owner)).toBe(true);
  });

  test('signing out ends it everywhere', async () => {
    const owner = await server.signIn('owner');
    const cookie = owner.cookie();
    expect((await owner.call('POST', '/logout', {})).statusCode).toBe(200);
    expect((await server.stranger().call('GET', '/session', undefined, { cookie })).statusCode).toBe(401);
  });

  test('it ends after half an hour without a person, however often the page asks by itself', async () => {
    const owner = await server.signIn('owner');
    for (let spent = 0; spent < IDLE_MS; spent += 60_000) {
      server.now.ms += 60_000;
      await owner.call('GET', `/today?storeId=${STORE}`, undefined, { [UNATTENDED_HEADER]: '1' });
    }
    expect(await signedIn(owner)).toBe(false);
  });

  test('use keeps it alive, but never past twelve hours', async () => {
    const owner = await server.signIn('owner');
    const started = server.now.ms;
    while (server.now.ms - started < ABSOLUTE_MS - IDLE_MS) {
      server.now.ms += IDLE_MS - 1000;
      expect(await signedIn(owner)).toBe(true);
    }
    server.now.ms = started + ABSOLUTE_MS;
    expect(await signedIn(owner)).toBe(false);
  });

  test('a user who may not sign in any more is out at once', async () => {
    const manager = await server.signIn('manager');
    await server.door.write(ORG, (tx) =>
      tx.db
        .updateTable('office_user')
        .set({ active: 0 })
        .where('org_id', '=', ORG)
        .where('login', '=', 'manager')
        .execute(),
    );
    expect(await signedIn(manager)).toBe(false);
  });

  test('a cashier has no business here', async () => {
    expect((await server.stranger().call('POST', '/login', { login: 'cashier', password: PASSWORD })).json()).toEqual({
      code: 'wrong_password',
    });
  });

  test('an unknown name and a wrong password are told the same', async () => {
    const one = await server.stranger().call('POST', '/login', wrong);
    const other = await server.stranger().call('POST', '/login', { login: 'nobody', password: PASSWORD });
    expect([one.statusCode, one.json()]).toEqual([other.statusCode, other.json()]);
    expect(one.json()).toEqual({ code: 'wrong_password' });
  });

  test('after five wrong tries the account waits, even with the right password, then goes on', async () => {
    const person = server.stranger();
    for (let i = 0; i < TRIES_PER_ACCOUNT; i += 1) {
      expect((await person.call('POST', '/login', wrong)).statusCode).toBe(401);
      server.now.ms += 1000;
    }
    const refused = await person.call('POST', '/login', right);
    expect([refused.statusCode, refused.json()]).toEqual([
      429,
      { code: 'too_many_tries', facts: { seconds: TRY_WINDOW_MS / 1000 - 5 } },
    ]);
    expect((await person.call('POST', '/login', { ...right, login: 'manager' })).statusCode).toBe(200);
    server.now.ms += TRY_WINDOW_MS - 5000;
    expect((await person.call('POST', '/login', right)).statusCode).toBe(200);
  });

  test('many wrong tries at once do not slip through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.stranger().call('POST', '/login', wrong)),
    );
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(TRIES_PER_ACCOUNT);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(12 - TRIES_PER_ACCOUNT);
  });

  test('an address has twenty wrong tries for all accounts, right ones cost it nothing', async () => {
    for (let i = 0; i < 3; i += 1) expect((await server.stranger().call('POST', '/login', right)).statusCode).toBe(200);
    for (let i = 0; i < TRIES_PER_ADDRESS; i += 1) {
      expect((await server.stranger().call('POST', '/login', { login: `nobody-${i}`, password: 'x' })).statusCode).toBe(
        401,
      );
    }
    expect((await server.stranger().call('POST', '/login', right)).statusCode).toBe(429);
  });
});
