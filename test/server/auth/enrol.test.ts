/** Letting devices in, knowing them again, and sending them away. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmDevice, makeEnrolCode, revokeDevice } from '../../../src/server/db/enrolment.ts';
import { keyThumbprint, kidOf } from '../../../src/wire/proof.ts';
import { SYNC_PATHS } from '../../../src/wire/sync.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { TestTill } from '../test-till.ts';

const fresh = (world: ServerWorld) => TestTill.create(world.url, world.deps.clock);

onBothEngines('enrolment', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine);
  });
  afterAll(() => world.close());

  const feed = (stream: string, id: string) =>
    world.door.read(world.deps.orgId, async (tx) => {
      const row = await tx.db
        .selectFrom('feed')
        .select('body')
        .where('org_id', '=', tx.orgId)
        .where('stream', '=', stream)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.body ?? 'null') as unknown);
    });

  test('a code printed by the server opens at once, and the tills of the store hear of the new one', async () => {
    const till = await fresh(world);
    const enrolled = await till.enrol((await world.code()).toLowerCase().replaceAll('-', ' '));
    expect(enrolled).toMatchObject({ state: 'open', storeId: STORE, incarnationNo: 1, kid: kidOf(till.jwk) });
    expect(enrolled.tillCode).toBe(`T${String(enrolled.tillNo)}`);
    expect(await feed(`store:${STORE}`, till.deviceId)).toMatchObject({ state: 'open', tillNo: enrolled.tillNo });
    expect(await feed('org', enrolled.kid)).toMatchObject({ types: [7], revoked: false, deviceId: till.deviceId });
    expect(await till.hello()).toMatchObject({ status: 200 });
  });

  test('each till of a store gets a number of its own, also when they enrol at the same time', async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => world.code()));
    const numbers = await Promise.all(codes.map(async (code) => (await (await fresh(world)).enrol(code)).tillNo));
    expect(new Set(numbers).size).toBe(5);
  });

  test('the same request again gets the same answer, its lost reply costs nothing', async () => {
    const till = await fresh(world);
    const code = await world.code();
    const first = await till.askEnrol(code);
    const again = await till.askEnrol(code);
    expect(again.status).toBe(200);
    expect({ ...(again.body as object), serverMs: 0 }).toEqual({ ...(first.body as object), serverMs: 0 });
  });

  test('a used, an expired and an unknown code are told apart', async () => {
    const used = await world.code();
    await (await fresh(world)).enrol(used);
    const till = await fresh(world);
    const refusal = async (code: string) => (await till.askEnrol(code)).body;
    expect(await refusal(used)).toEqual({ code: 'enrol_code_used' });
    expect(await refusal(await world.code('office', Date.now() - 1))).toEqual({ code: 'enrol_code_expired' });
    expect(await refusal('0000-0000-0000')).toEqual({ code: 'enrol_code_unknown' });
    expect(await refusal('what is this')).toEqual({ code: 'enrol_code_unknown' });
  });

  test('two devices with one code at the same time: one gets in', async () => {
    const code = await world.code();
    const answers = await Promise.all([0, 1, 2].map(async () => (await fresh(world)).askEnrol(code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  });

  test('a code of the office leaves the device waiting until somebody confirms it', async () => {
    const till = await fresh(world);
    const enrolled = await till.enrol(await world.code('office'));
    expect(enrolled.state).toBe('waiting');
    expect(await till.hello()).toMatchObject({ status: 403, body: { code: 'awaiting_confirmation' } });
    expect((await till.push()).body).toEqual({ error: 'auth', code: 'awaiting_confirmation' });
    expect(await feed('org', enrolled.kid)).toBeNull();
    await world.door.write(world.deps.orgId, (tx) => confirmDevice(tx, till.deviceId));
    expect(await till.hello()).toMatchObject({ status: 200 });
    expect((await till.push()).body).toMatchObject({ ackedSeq: 1 });
    expect(await feed('org', enrolled.kid)).toMatchObject({ deviceId: till.deviceId });
  });

  test('a device id never passes to another key; its own key may begin a new incarnation', async () => {
    const till = await world.till();
    const thief = await fresh(world);
    Object.defineProperty(thief, 'deviceId', { value: till.deviceId });
    expect((await thief.askEnrol(await world.code())).body).toEqual({ code: 'not_allowed' });
    till.incarnation = crypto.randomUUID();
    till.lines = [];
    const again = await till.enrol(await world.code());
    expect(again).toMatchObject({ incarnationNo: 2, tillNo: till.enrolled?.tillNo });
  });

  test('a till turned away, or forgotten by a restore, keeps life and number; its store does not change', async () => {
    const till = await world.till();
    const number = till.enrolled?.tillNo;
    const was = { storeId: STORE, tillNo: number, incarnationNo: 1 };
    await world.door.write(world.deps.orgId, (tx) => revokeDevice(tx, till.deviceId, Date.now()));
    expect((await till.hello()).body).toEqual({ code: 'device_revoked' });
    const back = (await till.askEnrol(await world.code(), { was, name: '' })).body;
    expect(back).toMatchObject({ state: 'open', tillNo: number, incarnationNo: 1 });
    expect(await till.hello()).toMatchObject({ status: 200 });

    const lost = await fresh(world);
    const elsewhere = { was: { ...was, storeId: crypto.randomUUID(), tillNo: 300 } };
    const code = await world.code();
    expect((await lost.askEnrol(code, elsewhere)).body).toEqual({ code: 'enrol_code_other_store' });
    expect((await lost.askEnrol(code, { was: { ...was, tillNo: 1000 } })).status).toBe(400);
    const answer = (await lost.askEnrol(code, { was: { ...was, tillNo: 300, incarnationNo: 3 } })).body;
    expect(answer).toMatchObject({ tillNo: 300, tillCode: 'T300', incarnationNo: 3 });
    const second = (await (await fresh(world)).askEnrol(await world.code(), { was: { ...was, tillNo: 300 } })).body;
    expect((second as { tillNo: number }).tillNo).toBe((number ?? 0) + 1);
  });

  test('a proof holds for one request only: path, body, method, time, number and key are all checked', async () => {
    const [till, other] = [await world.till(), await world.till()];
    const pull = { proto: 1, schema: 1, maxBytes: 1000, incarnation: till.incarnation, streams: [] };
    const send = (claims: Parameters<TestTill['send']>[3]) => till.send('POST', SYNC_PATHS.pull, pull, claims);
    expect((await send({})).status).toBe(200);
    for (const wrong of [
      { htu: SYNC_PATHS.hello },
      { htm: 'GET' as const },
      { bh: 'a'.repeat(64) },
      { sub: other.deviceId },
    ]) {
      expect(await send(wrong)).toMatchObject({ status: 401, body: { code: 'bad_signature' } });
    }
    expect(await send({ sub: crypto.randomUUID() })).toMatchObject({ status: 401, body: { code: 'device_unknown' } });
    expect((await send({ jti: 'ab'.repeat(16) })).status).toBe(200);
    expect((await send({ jti: 'ab'.repeat(16) })).status).toBe(401);
    const stale = await send({ iat: Math.floor(Date.now() / 1000) - 400 });
    expect(stale).toMatchObject({ status: 401, body: { error: 'stale_time' } });
    const { serverMs } = stale.body as { serverMs: number };
    expect((await send({ iat: Math.floor(serverMs / 1000) })).status).toBe(200);
    const bare = await fetch(world.url + SYNC_PATHS.pull, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(bare.status).toBe(401);
  });

  test('hello tells what is really stored; a server that lost acknowledged entries starts a new epoch', async () => {
    const till = await world.till();
    till.fact('pin.failed', { staffId: STORE });
    await till.push();
    const ok = await till.helloOk({ ackedSeq: 2 });
    expect(ok).toMatchObject({
      ackedSeq: 2,
      ackedHash: till.headHash,
      incarnation: 'open',
      durability: engine === 'sqlite' ? 'fsync' : 'none',
      safeSeq: engine === 'sqlite' ? 2 : 0,
      serverEpoch: till.enrolled?.serverEpoch,
    });
    expect(Object.keys(ok.heads).sort()).toEqual(['org', `store:${STORE}`]);
    const lost = await till.helloOk({ ackedSeq: 9, headSeq: 9 });
    expect(lost.serverEpoch).not.toBe(ok.serverEpoch);
    const calm = await till.helloOk({ ackedSeq: 9, headSeq: 9, serverEpoch: ok.serverEpoch });
    expect(calm.serverEpoch).toBe(lost.serverEpoch);
  });

  test('the code a thumbprint is compared with is the one people see', async () => {
    const till = await world.till();
    const row = await world.door.read(world.deps.orgId, (tx) =>
      tx.db.selectFrom('device').select('thumbprint').where('device_id', '=', till.deviceId).executeTakeFirst(),
    );
    expect(row?.thumbprint).toBe(keyThumbprint(till.jwk));
  });
});

onBothEngines('limits of callers', (engine) => {
  test('wrong codes are counted by address, a right one is not', async () => {
    const world = await serverWorld(engine, { limits: { enrolFailuresPerHour: 3 } });
    try {
      const till = await fresh(world);
      const tries = [];
      for (let n = 0; n < 5; n += 1) tries.push((await till.askEnrol('0000-0000-0000')).status);
      expect(tries).toEqual([403, 403, 403, 429, 429]);
      expect((await till.askEnrol(await world.code())).body).toMatchObject({ code: 'too_many_tries' });
      world.setAhead(3_600_000);
      expect((await till.askEnrol(await world.code())).status).toBe(200);
    } finally {
      await world.close();
    }
  });

  test('a till that pushes too often is told when to come again, and one too large push is too_big', async () => {
    const world = await serverWorld(engine, { limits: { push: { perMinute: 60, burst: 3 } } });
    try {
      const till = await world.till();
      const statuses = [];
      for (let n = 0; n < 5; n += 1) statuses.push((await till.push()).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      const late = await till.push();
      expect(late.body).toMatchObject({ error: 'retry' });
      expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
      world.setAhead(60_000);
      for (let n = 0; n < 205; n += 1) till.fact('pin.failed', { staffId: STORE });
      expect(await till.push()).toMatchObject({ status: 413, body: { error: 'too_big' } });
      const wide = [...till.lines.slice(0, 1), `"${'x'.repeat(600_000)}"`];
      expect(await till.push({ lines: wide, to: 2 })).toMatchObject({ status: 413, body: { error: 'too_big' } });
      expect((await till.push({ to: 200 })).body).toMatchObject({ ackedSeq: 200 });
    } finally {
      await world.close();
    }
  });

  test('codes of other orgs do not exist', async () => {
    const world = await serverWorld(engine);
    try {
      const other = crypto.randomUUID();
      const { clock, randomBytes } = world.deps;
      const code = await world.door.write(other, (tx) =>
        makeEnrolCode(tx, { storeId: STORE, origin: 'demo', madeMs: clock(), expiresMs: null, randomBytes }),
      );
      expect((await (await fresh(world)).askEnrol(code)).body).toEqual({ code: 'enrol_code_unknown' });
    } finally {
      await world.close();
    }
  });
});
