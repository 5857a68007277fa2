import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { argon2id } from 'hash-wasm';
import {
  codeMade,
  devices,
  journalOf,
  journalVerdict,
  journalPage,
  labelSheet,
  officeSettings,
  staffList,
  staffListed,
} from '../../../src/wire/office-shop.ts';
import { pinVerifierOf, stretchOf } from '../../../src/wire/pin-verifier.ts';
import { SYNC_PATHS } from '../../../src/wire/sync.ts';
import type { Engine } from '../../../src/server/db/door.ts';
import { freshSigningKey } from '../../../src/server/auth/keys.ts';
import { staffRows } from '../../../src/server/db/office-shop.ts';
import { uuidOf } from '../../support/builders.ts';
import { onBothEngines } from '../engines.ts';
import {
  CASHIER,
  officeServer,
  ORG,
  OTHER_STORE,
  OWNER_STAFF,
  STORE,
  type OfficeServer,
  type Person,
} from './office-fixture.ts';
import { testTill } from './test-till.ts';

/**
 * What no path of ours can do: rows of the journal refuse change, so their guard is taken away first, as whoever owns
 * the database could.
 */
async function flipByte(server: OfficeServer, engine: Engine, deviceId: string, seq: number): Promise<void> {
  const flipped = `replace(bytes, '"sale.completed"', '"sale.completeD"')`;
  const change = `update entry set bytes = ${flipped} where device_id = '${deviceId}' and seq = ${seq}`;
  if (engine === 'postgres') {
    const client = new pg.Client({ connectionString: server.ownerUrl! });
    await client.connect();
    await client.query(`alter table entry disable trigger all; ${change}; alter table entry enable trigger all;`);
    await client.end();
    return;
  }
  const raw = new Database(join(server.deps.dataDir, 'halfloop.db'));
  raw.exec(`drop trigger entry_keeps; ${change};`);
  raw.close();
}

onBothEngines('labels, devices, journal, people and settings', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
  });
  afterEach(async () => {
    await server.close();
  });

  const makeSheet = (choice: object) => owner.call('POST', '/labels', { storeId: STORE, paper: 'a4-24', choice });

  test('a sheet gives each label a number of its own and can be opened again', async () => {
    const sheet = labelSheet.parse((await makeSheet({ by: 'selected', skuNos: [1, 3] })).json());
    expect(sheet).toMatchObject({ storeNo: 1, currency: 'CNY', shopOrigin: 'https://shop.example', paper: 'a4-24' });
    expect(sheet.labels.map((label) => [label.labelId, label.skuNo, label.gtin, label.priceMinor])).toEqual([
      ['1', 1, '06901234567892', 200],
      ['2', 3, null, 300],
    ]);
    const again = await owner.call('GET', `/labels/${sheet.sheetId}`);
    expect(labelSheet.parse(again.json())).toEqual(sheet);
    const next = labelSheet.parse((await makeSheet({ by: 'category', category: 'snacks' })).json());
    expect(next.labels.map((label) => label.labelId)).toEqual(['3']);
  });

  test('a changed price asks for a new label, in its store, until one is made', async () => {
    expect((await makeSheet({ by: 'changed' })).json()).toEqual({ code: 'nothing_to_label' });
    await makeSheet({ by: 'selected', skuNos: [1, 2] });
    await owner.call('PATCH', `/products/${server.skuIds[0]}`, { priceMinor: 250 });
    expect(
      (await owner.call('POST', '/labels/count', { storeId: STORE, paper: 'a4-24', choice: { by: 'changed' } })).json(),
    ).toEqual({ labels: 1 });
    const sheet = labelSheet.parse((await makeSheet({ by: 'changed' })).json());
    expect(sheet.labels.map((label) => [label.skuNo, label.priceMinor])).toEqual([[1, 250]]);
    expect((await makeSheet({ by: 'changed' })).statusCode).toBe(422);
    const missing = labelSheet.parse((await makeSheet({ by: 'unlabelled' })).json());
    expect(missing.labels.map((label) => label.skuNo)).toEqual([3]);
    const other = await owner.call('POST', '/labels/count', {
      storeId: OTHER_STORE,
      paper: 'a4-24',
      choice: { by: 'unlabelled' },
    });
    expect(other.json()).toEqual({ labels: 3 });
  });

  test('a code lets one till in, which waits until its thumbprint was compared', async () => {
    const { code, expiresMs } = codeMade.parse((await owner.call('POST', '/devices/codes', { storeId: STORE })).json());
    expect(expiresMs).toBeGreaterThan(server.now.ms);
    const key = await freshSigningKey();
    const enrolment = {
      proto: 1,
      code,
      deviceId: uuidOf(700),
      incarnation: uuidOf(701),
      key: key.jwk,
      name: 'Tablet',
      app: '0.1.0',
      wallMs: server.now.ms,
    };
    const enrol = () => server.app.inject({ method: 'POST', url: SYNC_PATHS.enrol, payload: enrolment });
    expect((await enrol()).json()).toMatchObject({ state: 'waiting', tillCode: 'T1' });
    const waiting = devices.parse((await owner.call('GET', '/devices')).json()).rows[0]!;
    expect(waiting).toMatchObject({ state: 'waiting', name: 'Tablet', pending: 0, persisted: null });
    const confirm = (thumbprint: string) => owner.call('POST', `/devices/${waiting.deviceId}/confirm`, { thumbprint });
    expect((await confirm('another key')).statusCode).toBe(409);
    expect((await confirm(waiting.thumbprint)).statusCode).toBe(200);
    expect((await confirm(waiting.thumbprint)).json()).toEqual({ code: 'changed_meanwhile' });
    expect((await enrol()).json()).toMatchObject({ state: 'open' });
  });

  test('a revoked till is off the stream of its store, once', async () => {
    const till = await testTill(server);
    const revoke = () => owner.call('POST', `/devices/${till.deviceId}/revoke`, {});
    expect((await revoke()).statusCode).toBe(200);
    expect((await revoke()).statusCode).toBe(409);
    expect(devices.parse((await owner.call('GET', '/devices')).json()).rows[0]?.state).toBe('revoked');
    expect((await owner.call('POST', `/devices/${uuidOf(9)}/revoke`, {})).statusCode).toBe(404);
  });

  test('a journal is read newest first, in pages without a gap', async () => {
    const till = await testTill(server);
    for (let i = 1; i <= 55; i += 1) await till.sell(i);
    const journal = journalOf.parse((await owner.call('GET', `/journal/${till.deviceId}`)).json());
    expect(journal).toMatchObject({
      tillCode: 'T1',
      incarnations: [{ no: 1, seq: 55, announcedSeq: 55, state: 'open' }],
    });
    const page = async (before: string) =>
      journalPage.parse((await owner.call('GET', `/journal/${till.deviceId}/${till.incarnation}${before}`)).json());
    const first = await page('');
    expect([first.entries.length, first.entries[0]?.seq, first.more]).toEqual([50, 55, true]);
    const rest = await page(`?before=${first.entries.at(-1)!.seq}`);
    expect([rest.entries.map((entry) => entry.seq), rest.more]).toEqual([[5, 4, 3, 2, 1], false]);
    expect(first.staff[CASHIER]).toEqual({ zh: '李娜' });
  });

  test('one byte flipped in the database names the till and the entry', async () => {
    const till = await testTill(server);
    for (let i = 1; i <= 7; i += 1) await till.sell(i * 100);
    const verify = async () =>
      journalVerdict.parse(
        (await owner.call('POST', `/journal/${till.deviceId}/${till.incarnation}/verify`, {})).json(),
      );
    expect(await verify()).toMatchObject({ state: 'whole', entries: 7, signedSeq: 7 });
    await flipByte(server, engine, till.deviceId, 4);
    expect(await verify()).toMatchObject({ state: 'broken', tillCode: 'T1', seq: 4, what: 'bytes' });
    expect((await owner.call('POST', `/journal/${till.deviceId}/${uuidOf(3)}/verify`, {})).statusCode).toBe(404);
  });

  const setPin = (staffId: string, pin: string) => owner.call('PUT', `/staff/${staffId}/pin`, { pin });

  test('a PIN is stored as the verifier tills check, and is nobody else’s in the store', async () => {
    expect((await setPin(CASHIER, '493027')).json()).toMatchObject({ hasPin: true });
    const [, cashier] = await server.door.read(ORG, (tx) => staffRows(tx));
    const { salt, mKib, t, p, verifier } = cashier!.pin!;
    const stretched = await argon2id(stretchOf('493027', Buffer.from(salt, 'base64url'), { mKib, t, p }));
    expect(pinVerifierOf(stretched)).toBe(verifier);
    const second = staffListed.parse(
      (await owner.call('POST', '/staff', { names: { zh: '赵' }, role: 'cashier', storeIds: [STORE] })).json(),
    );
    const taken = await setPin(second.staffId, '493027');
    const easy = await setPin(second.staffId, '123456');
    expect([taken.json(), taken.statusCode]).toEqual([easy.json(), easy.statusCode]);
    expect(taken.json()).toEqual({ code: 'pin_not_acceptable' });
    expect((await setPin(second.staffId, '580316')).statusCode).toBe(200);
    expect((await setPin(CASHIER, '493027')).statusCode).toBe(200); // one's own again is no clash
    const elsewhere = staffListed.parse(
      (await owner.call('POST', '/staff', { names: { zh: '钱' }, role: 'cashier', storeIds: [OTHER_STORE] })).json(),
    );
    expect((await setPin(elsewhere.staffId, '493027')).statusCode).toBe(200);
  });

  test('those who lead need eight digits, and a new PIN when they begin to', async () => {
    await setPin(CASHIER, '493027');
    expect((await setPin(OWNER_STAFF, '493028')).json()).toEqual({ code: 'pin_too_short', facts: { least: 8 } });
    const promoted = await owner.call('PATCH', `/staff/${CASHIER}`, { role: 'manager' });
    expect(promoted.json()).toMatchObject({ role: 'manager', hasPin: false });
    const { rows } = staffList.parse((await owner.call('GET', '/staff')).json());
    expect(rows.map((row) => [row.role, row.hasPin])).toEqual([
      ['owner', false],
      ['manager', false],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/verifier|salt/);
  });

  test('the last owner stays, and a manager touches no owner', async () => {
    expect((await owner.call('PATCH', `/staff/${OWNER_STAFF}`, { active: false })).json()).toEqual({
      code: 'last_owner',
    });
    const manager = await server.signIn('manager');
    for (const answer of [
      await manager.call('PATCH', `/staff/${OWNER_STAFF}`, { names: { zh: '别人' } }),
      await manager.call('PATCH', `/staff/${CASHIER}`, { role: 'owner' }),
      await manager.call('PUT', `/staff/${OWNER_STAFF}/pin`, { pin: '58031694' }),
    ])
      expect(answer.statusCode).toBe(403);
    expect((await manager.call('PATCH', `/staff/${CASHIER}`, { active: false })).json()).toMatchObject({
      active: false,
    });
    expect((await owner.call('PATCH', `/staff/${CASHIER}`, { storeIds: [uuidOf(999)] })).statusCode).toBe(404);
  });

  test('the shop’s address is a whole address, and is told to every device', async () => {
    const set = (shopOrigin: string) => owner.call('PATCH', '/settings', { shopOrigin });
    for (const bad of [
      'shop.example',
      'https://shop.example/path',
      'javascript:alert(1)',
      'https://a b',
      'https://u:p@shop.example',
      '',
    ]) {
      expect((await set(bad)).json()).toEqual({ code: 'bad_address' });
    }
    const saved = officeSettings.parse((await set(' https://192.168.1.20:8443/ ')).json());
    expect(saved.settings.shopOrigin).toBe('https://192.168.1.20:8443');
    const feed = await server.door.read(ORG, (tx) =>
      tx.db.selectFrom('feed').select('body').where('tbl', '=', 'settings').executeTakeFirstOrThrow(),
    );
    expect(JSON.parse(feed.body!)).toEqual(saved.settings);
  });

  test('tills lock after minutes the shop chose from a few, and every device is told', async () => {
    const set = (lockMinutes: unknown) => owner.call('PATCH', '/settings', { lockMinutes });
    for (const bad of [0, 3, -1, 1.5, '5', null]) expect((await set(bad)).statusCode).toBe(400);
    expect(officeSettings.parse((await set(5)).json()).settings.lockMinutes).toBe(5);
    const manager = await server.signIn('manager');
    expect((await manager.call('PATCH', '/settings', { lockMinutes: 30 })).statusCode).toBe(403);
    const saved = officeSettings.parse((await owner.call('GET', '/settings')).json());
    const feed = await server.door.read(ORG, (tx) =>
      tx.db.selectFrom('feed').select('body').where('tbl', '=', 'settings').executeTakeFirstOrThrow(),
    );
    expect(JSON.parse(feed.body!)).toEqual(saved.settings);
    expect(saved.settings.lockMinutes).toBe(5);
  });

  test('a store keeps a name and a zone there is', async () => {
    const set = (body: object) => owner.call('PATCH', `/stores/${STORE}`, body);
    expect((await set({ tz: 'Mars/Olympus' })).statusCode).toBe(400);
    expect((await set({ names: {} })).json()).toEqual({ code: 'name_missing' });
    const saved = officeSettings.parse(
      (await set({ names: { zh: '旗舰店' }, address: { zh: '人民路 1 号' }, tz: 'Asia/Tokyo' })).json(),
    );
    expect(saved.stores[0]).toMatchObject({
      names: { zh: '旗舰店' },
      address: { zh: '人民路 1 号' },
      tz: 'Asia/Tokyo',
    });
  });
});
