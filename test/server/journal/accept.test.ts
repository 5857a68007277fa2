/** What a push does to the server, on both engines, over HTTP, case by case. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifySignature } from '../../../src/server/auth/keys.ts';
import { revokeDevice } from '../../../src/server/db/enrolment.ts';
import type { Tables } from '../../../src/server/db/schema.ts';
import { fromBase64url } from '../../../src/wire/proof.ts';
import { SIGNATURE_HEADER } from '../../../src/wire/sync.ts';
import { onBothEngines } from '../engines.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { sha256Hex, type TestTill } from '../test-till.ts';

onBothEngines('accept', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine);
  });
  afterAll(() => world.close());

  const rows = <T extends keyof Tables>(table: T, where: Partial<Tables[T]> = {}) =>
    world.door.read(world.deps.orgId, async (tx) => {
      const all = (await tx.db.selectFrom(table).selectAll().execute()) as unknown as Tables[T][];
      return all.filter((row) => Object.entries(where).every(([key, value]) => row[key as keyof Tables[T]] === value));
    });
  const entriesOf = (till: TestTill) => rows('entry', { device_id: till.deviceId });
  const onHand = async (skuNo: number) => (await rows('stock', { sku_no: skuNo }))[0]?.on_hand_milli;
  const taskCodes = async (subject: string) =>
    (await rows('task')).filter((t) => t.subject.startsWith(subject)).map((t) => t.code);

  test('a push is stored byte for byte, applied, and acknowledged under the server key', async () => {
    const till = await world.till();
    const sale = saleOf([
      { skuNo: 11, qtyMilli: 2000 },
      { skuNo: 12, unitMinor: 999 },
    ]);
    till.fact('sale.completed', sale);
    const answer = await till.push();
    expect(answer.body).toMatchObject({
      ackedSeq: 2,
      ackedHash: till.headHash,
      results: [
        { seq: 1, status: 'applied' },
        { seq: 2, status: 'applied' },
      ],
    });
    expect((await entriesOf(till)).sort((a, b) => a.seq - b.seq).map((row) => row.bytes)).toEqual(till.lines);
    expect(await rows('sale', { sale_id: sale.saleId })).toMatchObject([
      { total_minor: 1699, device_id: till.deviceId, store_id: STORE, hash: till.headHash },
    ]);
    expect(await rows('sale_line', { sale_id: sale.saleId })).toHaveLength(2);
    expect(await onHand(11)).toBe(-2000);
    const signature = fromBase64url(answer.headers.get(SIGNATURE_HEADER) ?? '');
    const body = Buffer.from(JSON.stringify(answer.body));
    expect(await verifySignature(till.enrolled!.serverKey, signature, body)).toBe(true);
  });

  test('any part of it sent again changes nothing and is answered dup', async () => {
    const till = await world.till();
    for (let n = 0; n < 5; n += 1) till.fact('sale.completed', saleOf([{ skuNo: 21 }]));
    await till.push({ to: 3 });
    for (const [from, to] of [
      [1, 6],
      [2, 4],
      [1, 1],
      [4, 6],
      [6, 6],
    ] as const) {
      const { body } = await till.push({ from, to });
      expect(body).toMatchObject({ ackedSeq: 6 });
      if (from !== 1 || to !== 6)
        expect('results' in body && body.results.every(({ status }) => status === 'dup')).toBe(true);
    }
    expect(await entriesOf(till)).toHaveLength(6);
    expect(await onHand(21)).toBe(-5000);
    expect(await rows('sale', { device_id: till.deviceId })).toHaveLength(5);
  });

  test('two copies of one push at the same time store it once', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 22 }]));
    const answers = await Promise.all(Array.from({ length: 6 }, () => till.push()));
    expect(answers.map(({ body }) => 'ackedSeq' in body && body.ackedSeq)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(await entriesOf(till)).toHaveLength(2);
    expect(await onHand(22)).toBe(-1000);
  });

  test('a gap stores nothing and names the number expected', async () => {
    const till = await world.till();
    for (let n = 0; n < 4; n += 1) till.fact('pin.failed', { staffId: STORE });
    await till.push({ to: 2 });
    expect((await till.push({ from: 4 })).body).toEqual({ error: 'gap', expected: 3 });
    expect(await entriesOf(till)).toHaveLength(2);
    const fresh = await world.till();
    fresh.fact('pin.failed', { staffId: STORE });
    expect((await fresh.push({ from: 2 })).body).toEqual({ error: 'gap', expected: 1 });
  });

  test('a fork is stored in the branch, freezes the incarnation and tells a person', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 31 }]));
    const before = [...till.lines];
    till.fact('sale.completed', saleOf([{ skuNo: 31 }]));
    await till.push();
    const trunk = till.lines;
    till.lines = [...before];
    till.fact('sale.completed', saleOf([{ skuNo: 32 }]));
    till.fact('sale.completed', saleOf([{ skuNo: 32 }]));
    expect((await till.push()).body).toEqual({ error: 'fork', at: 3, serverHash: sha256Hex(trunk[2] ?? '') });
    expect((await rows('entry_branch', { device_id: till.deviceId })).map((row) => row.bytes).sort()).toEqual(
      till.lines.slice(2).sort(),
    );
    expect(await onHand(32)).toBeUndefined();
    expect(await till.helloOk()).toMatchObject({ incarnation: 'frozen', ackedSeq: 3 });
    expect(await taskCodes(till.deviceId)).toContain('till_forked');
    till.lines = [...trunk];
    till.fact('sale.completed', saleOf([{ skuNo: 31 }]));
    expect((await till.push()).body).toMatchObject({ error: 'fork', at: 4 });
    expect(await rows('entry_branch', { device_id: till.deviceId })).toHaveLength(3);
  });

  test('after a fork the same facts in a new incarnation have no second effect', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 41 }]);
    const entryId = till.fact('sale.completed', sale, { wallMs: 1_700_000_000_000 });
    await till.push();
    const old = till.incarnation;
    till.incarnation = crypto.randomUUID();
    till.lines = [];
    till.fact('incarnation.opened', {
      reason: 'restored_disk',
      orgId: world.deps.orgId,
      storeId: STORE,
      incarnationNo: 2,
      thumbprint: 'x',
      old: { incarnation: old, ackedSeq: 1, ackedHash: 'a'.repeat(64) },
    });
    till.fact('sale.completed', sale, { entryId, wallMs: 1_700_000_000_000 });
    till.fact('sale.completed', saleOf([{ skuNo: 41 }]));
    expect((await till.push()).body).toMatchObject({
      ackedSeq: 3,
      results: [{ status: 'applied' }, { status: 'dup' }, { status: 'applied' }],
    });
    expect(await onHand(41)).toBe(-2000);
    expect(await rows('journal_head', { device_id: till.deviceId, incarnation: old })).toMatchObject([
      { state: 'frozen' },
    ]);
    expect(await rows('device', { device_id: till.deviceId })).toMatchObject([{ incarnation_no: 2 }]);
  });

  test('a chain broken inside the batch keeps the good prefix and branches the rest', async () => {
    const till = await world.till();
    for (let n = 0; n < 4; n += 1) till.fact('sale.completed', saleOf([{ skuNo: 51 }]));
    const lines = [...till.lines];
    lines[2] = till.lines[2]!.replace('"qtyMilli":1000', '"qtyMilli":9000');
    expect((await till.push({ lines })).body).toEqual({
      error: 'broken_chain',
      at: 4,
      serverHash: sha256Hex(lines[2]),
    });
    expect(await entriesOf(till)).toHaveLength(3);
    expect(await rows('entry_branch', { device_id: till.deviceId })).toHaveLength(2);
    expect(await till.helloOk()).toMatchObject({ incarnation: 'frozen', ackedSeq: 3 });
  });

  test('lines that are no entries are a broken chain, kept like any other', async () => {
    const till = await world.till();
    const lines = [...till.lines, 'not json', '{"seq":3}', 'null'];
    expect((await till.push({ lines, to: 4, header: { headSeq: 4 } })).body).toMatchObject({
      error: 'broken_chain',
      at: 2,
    });
    expect((await rows('entry_branch', { device_id: till.deviceId })).map((row) => row.bytes).sort()).toEqual([
      'not json',
      'null',
      '{"seq":3}',
    ]);
  });

  test('an id that stands for another fact is quarantined, with a task, and both are kept', async () => {
    const till = await world.till();
    const entryId = till.fact('sale.completed', saleOf([{ skuNo: 61 }]));
    till.fact('sale.completed', saleOf([{ skuNo: 62 }]), { entryId });
    till.fact('sale.completed', saleOf([{ skuNo: 63 }]));
    expect((await till.push()).body).toMatchObject({
      ackedSeq: 4,
      results: [{}, { status: 'applied' }, { status: 'quarantined', code: 'entry_id_reused' }, { status: 'applied' }],
    });
    expect([await onHand(61), await onHand(62), await onHand(63)]).toEqual([-1000, undefined, -1000]);
    expect(await entriesOf(till)).toHaveLength(4);
    expect(
      (await rows('task')).some((task) => task.subject.startsWith('reused:') && task.device_id === till.deviceId),
    ).toBe(true);
  });

  test('kinds and versions nobody knows are quarantined and the next entry goes on', async () => {
    const till = await world.till();
    till.raw({ kind: 'points.earned', body: { points: 3 } });
    till.raw({ kind: 'sale.completed', v: 2, body: {} });
    till.raw({ kind: 'sale.completed', body: { ...saleOf([{ skuNo: 71 }]), surprise: 1 } });
    till.raw({ kind: 'pin.failed', entryId: 'no uuid', body: { staffId: STORE } });
    till.fact('sale.completed', saleOf([{ skuNo: 71 }]));
    const { body } = await till.push();
    expect(
      'results' in body && body.results.slice(1).map(({ status, code }) => (status === 'applied' ? status : code)),
    ).toEqual(['unknown_kind', 'unknown_kind', 'unknown_kind', 'unknown_kind', 'applied']);
    expect(await onHand(71)).toBe(-1000);
    const { pages } = await till.pull([{ stream: 'org', gen: 'x', after: 0, mark: '' }]);
    expect(pages[0]).toMatchObject({ applied: { seq: 6, parked: [2, 3, 4, 5] } });
  });

  test('a return before its sale waits for it and is applied when the sale comes from another till', async () => {
    const [seller, taker] = [await world.till(), await world.till()];
    const sale = saleOf([{ skuNo: 81, qtyMilli: 3000 }]);
    taker.fact('return.completed', returnOf(sale, 1000));
    expect((await taker.push()).body).toMatchObject({
      results: [{}, { status: 'parked', code: 'awaiting_reference' }],
    });
    expect(await onHand(81)).toBeUndefined();
    seller.fact('sale.completed', sale);
    await seller.push();
    expect(await onHand(81)).toBe(-2000);
    expect(await rows('goods_return', { sale_id: sale.saleId })).toHaveLength(1);
    const { pages } = await taker.pull([{ stream: 'org', gen: 'x', after: 0, mark: '' }]);
    expect(pages[0]).toMatchObject({ applied: { seq: 2, parked: [] } });
  });

  test('sums that differ, a number or cart used twice, more back than sold: flagged, never altered', async () => {
    const till = await world.till();
    const odd = saleOf([{ skuNo: 91 }]);
    const wrong = { ...odd, totals: { ...odd.totals, taxMinor: odd.totals.grossMinor } };
    till.fact('sale.completed', wrong);
    const twin = saleOf([{ skuNo: 91 }], { no: odd.no, cartId: odd.cartId });
    till.fact('sale.completed', twin);
    const back = returnOf(twin, 5000);
    till.fact('return.completed', back);
    const { body } = await till.push();
    expect('results' in body && body.results.map(({ status }) => status)).toEqual(Array(4).fill('applied'));
    expect(await taskCodes(odd.saleId)).toEqual(['sums_differ']);
    expect((await taskCodes(twin.saleId)).sort()).toEqual(['duplicate_cart', 'receipt_number_twice']);
    expect(await taskCodes(back.returnId)).toEqual(['over_return']);
    expect(await rows('sale', { sale_id: odd.saleId })).toMatchObject([{ tax_minor: odd.totals.grossMinor }]);
  });

  test('a removed till: its entries are kept and quarantined, every other request is 401', async () => {
    const till = await world.till();
    await till.push();
    await world.door.write(world.deps.orgId, (tx) => revokeDevice(tx, till.deviceId, world.deps.clock()));
    till.fact('sale.completed', saleOf([{ skuNo: 95 }]));
    expect((await till.push()).body).toMatchObject({
      ackedSeq: 2,
      results: [{ status: 'dup' }, { status: 'quarantined', code: 'device_revoked' }],
    });
    expect(await onHand(95)).toBeUndefined();
    expect(await till.hello()).toMatchObject({ status: 401, body: { code: 'device_revoked' } });
  });

  test('sent storeOnly, an entry is kept and not interpreted', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 96 }]));
    expect((await till.push({ header: { storeOnly: true } })).body).toMatchObject({
      ackedSeq: 2,
      results: [{ status: 'parked', code: 'projection_failed' }, { status: 'parked' }],
    });
    expect(await onHand(96)).toBeUndefined();
  });

  test('statements that do not hold are refused and store nothing', async () => {
    const [till, other] = [await world.till(), await world.till()];
    till.fact('sale.completed', saleOf([{ skuNo: 97 }]));
    const push = async (options: Parameters<TestTill['push']>[0]) => (await till.push(options)).body;
    expect(await push({ signature: 'A'.repeat(86) })).toEqual({ error: 'auth', code: 'bad_signature' });
    expect(await push({ header: { deviceId: other.deviceId } })).toEqual({ error: 'auth', code: 'bad_signature' });
    expect(await push({ header: { deviceId: crypto.randomUUID() } })).toEqual({
      error: 'auth',
      code: 'device_unknown',
    });
    expect(await push({ header: { bodyDigest: 'a'.repeat(64) } })).toEqual({ error: 'bad_push' });
    expect(await push({ header: { headHash: 'a'.repeat(64) } })).toEqual({ error: 'bad_push' });
    expect(await push({ header: { to: 3, headSeq: 3 } })).toEqual({ error: 'bad_push' });
    expect(await push({ header: { timeMs: 1 } })).toMatchObject({
      error: 'stale_time',
      serverMs: expect.any(Number) as number,
    });
    expect(await entriesOf(till)).toHaveLength(0);
  });

  test('journal tables refuse update and delete', async () => {
    const till = await world.till();
    await till.push();
    const attempt = (work: Parameters<typeof world.door.write>[1]) => world.door.write(world.deps.orgId, work);
    for (const table of ['entry', 'batch'] as const) {
      await expect(attempt((tx) => tx.db.updateTable(table).set({ received_ms: 1 }).execute())).rejects.toThrow(
        /append_only|permission denied/,
      );
      await expect(attempt((tx) => tx.db.deleteFrom(table).execute())).rejects.toThrow(/append_only|permission denied/);
    }
  });
});
