/** State, down to a device: pages, cursors, snapshots, and two writers racing a reader. */
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketOf, mixOf } from '../../../src/wire/digest.ts';
import {
  manifest,
  SIGNATURE_HEADER,
  SYNC_PATHS,
  type Manifest,
  type Page,
  type Stream,
} from '../../../src/wire/sync.ts';
import { verifySignature } from '../../../src/server/auth/keys.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { partBody } from '../../../src/server/db/snapshots.ts';
import { fromBase64url } from '../../../src/wire/proof.ts';
import { onBothEngines } from '../engines.ts';
import { saleOf } from '../../support/facts.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { sha256Hex, type Cursor, type TestTill } from '../test-till.ts';

const product = (n: number, priceMinor = 350) => ({
  t: 'product',
  id: `sku-${String(n)}`,
  r: { skuNo: n, priceMinor, pad: 'x'.repeat(150) },
});
const products = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => product(from + at));

onBothEngines('feed', (engine) => {
  let world: ServerWorld;
  let till: TestTill;
  beforeAll(async () => {
    world = await serverWorld(engine);
    till = await world.till();
  });
  afterAll(() => world.close());

  const put = (rows: ReturnType<typeof products>, stream: Stream = 'org') =>
    world.door.write(world.deps.orgId, (tx) => {
      putState(tx, stream, rows);
      return Promise.resolve();
    });
  const pullOne = async (cursor: Cursor, maxBytes?: number) => {
    const { pages } = await till.pull([cursor], maxBytes);
    return pages[0]!;
  };
  const page = async (cursor: Cursor, maxBytes?: number): Promise<Page> => {
    const answer = await pullOne(cursor, maxBytes);
    if ('error' in answer) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const manifestOf = async (stream: string): Promise<Manifest> => {
    const answer = await till.send('GET', SYNC_PATHS.snapshot(stream));
    const signature = fromBase64url(answer.headers.get(SIGNATURE_HEADER) ?? '');
    expect(await verifySignature(till.enrolled!.serverKey, signature, Buffer.from(answer.text))).toBe(true);
    return manifest.parse(answer.body);
  };
  /** Everything a new device would hold: the snapshot's rows, then every page past it. */
  const load = async (stream: string): Promise<{ rows: Map<string, unknown>; cursor: Cursor; parts: number }> => {
    const of = await manifestOf(stream);
    const rows = new Map<string, unknown>();
    for (const part of of.parts) {
      const answer = await till.send('GET', SYNC_PATHS.part(stream, of.gen, part.n));
      expect(sha256Hex(answer.text)).toBe(part.sha256);
      const lines = answer.text.split('\n').map((line) => JSON.parse(line) as { t: string; id: string; r: unknown });
      expect(lines).toHaveLength(part.rows);
      for (const line of lines) rows.set(`${line.t} ${line.id}`, line.r);
    }
    const cursor: Cursor = { stream, gen: of.gen, after: of.seq, mark: of.mark };
    for (let more = true; more;) {
      const next = await page(cursor);
      for (const row of next.rows) {
        if (row.d === 1) rows.delete(`${row.t} ${row.id}`);
        else rows.set(`${row.t} ${row.id}`, row.r);
      }
      [cursor.after, cursor.mark, more] = [next.to, next.mark, next.more];
    }
    return { rows, cursor, parts: of.parts.length };
  };
  const live = (stream: string) =>
    world.door.read(world.deps.orgId, async (tx) => {
      const rows = await tx.db
        .selectFrom('feed')
        .selectAll()
        .where('org_id', '=', tx.orgId)
        .where('stream', '=', stream)
        .where('deleted_ms', 'is', null)
        .execute();
      return new Map(rows.map((row) => [`${row.tbl} ${row.id}`, JSON.parse(row.body ?? 'null') as unknown]));
    });

  test('a device with nothing is told to fetch a snapshot; snapshot plus pages is the stream', async () => {
    expect(await pullOne({ stream: 'org', gen: '', after: 0, mark: '' })).toMatchObject({ error: 'snapshot' });
    await put(products(1, 6000));
    const first = await load('org');
    expect(first.parts).toBe(3); // people and settings, then two of products
    expect(first.rows).toEqual(await live('org'));
    await put([product(5, 999), { ...product(6), r: null as never }, product(7000)]);
    const second = await load('org');
    expect(second.rows).toEqual(await live('org'));
    expect(second.rows.has('product sku-6')).toBe(false);
  });

  test('the first part of a snapshot says who may sign in, however late that changed', async () => {
    await put(products(8000, 20_000));
    await put([{ ...product(1), t: 'staff', id: 'late' }]);
    const of = await manifestOf('org');
    const [first] = of.parts;
    const { text } = await till.send('GET', SYNC_PATHS.part('org', of.gen, first!.n));
    const tables = text.split('\n').map((line) => (JSON.parse(line) as { t: string; id: string }).t);
    expect(tables).toContain('staff');
    expect(tables).not.toContain('product');
    expect(text).toContain('"id":"late"');
  });

  test('pages go on from each other, within the bytes asked for, and miss nothing', async () => {
    const { cursor, rows } = await load('org');
    await put(products(100, 149));
    const seen: number[] = [];
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const next = await page(cursor, 2_000);
      expect(JSON.stringify(next.rows).length).toBeLessThan(3_000);
      for (const row of next.rows) rows.set(`${row.t} ${row.id}`, row.r);
      seen.push(...next.rows.map((row) => row.s));
      [cursor.after, cursor.mark, more] = [next.to, next.mark, next.more];
    }
    expect(pages).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(rows).toEqual(await live('org'));
  });

  test('own facts are counted in at the same moment as the rows they changed', async () => {
    const { cursor } = await load(`store:${STORE}`);
    till.fact('sale.completed', saleOf([{ skuNo: 901 }]));
    await till.push();
    const next = await page(cursor);
    expect(next.applied).toEqual({ incarnation: till.incarnation, seq: till.lines.length, parked: [] });
    expect(next.rows).toMatchObject([{ t: 'stock', id: '901', r: { skuNo: 901, onHandMilli: -1000 } }]);
  });

  test('a cursor of another history is told so: a number never given, or of another commit', async () => {
    const { cursor } = await load('org');
    expect(await pullOne({ ...cursor, mark: 'x' })).toMatchObject({ error: 'history_changed' });
    expect(await pullOne({ ...cursor, after: cursor.after + 5 })).toMatchObject({ error: 'history_changed' });
  });

  test('a cursor in the middle of a commit goes by that commit and misses nothing', async () => {
    const { cursor } = await load('org');
    await put(products(200, 209));
    const first = await page(cursor, 500);
    expect(first).toMatchObject({ more: true, after: cursor.after, afterMark: cursor.mark });
    const rest = await page({ ...cursor, after: first.to, mark: first.mark });
    expect([...first.rows, ...rest.rows].map((row) => row.id)).toEqual(products(200, 209).map((row) => row.id));
  });

  test('the audit sums are those of the rows alive', async () => {
    const { cursor } = await load('org');
    const sums = new Map<number, number>();
    const rows = await world.door.read(world.deps.orgId, (tx) =>
      tx.db
        .selectFrom('feed')
        .selectAll()
        .where('org_id', '=', tx.orgId)
        .where('stream', '=', 'org')
        .where('deleted_ms', 'is', null)
        .execute(),
    );
    for (const row of rows) {
      const bucket = bucketOf(row.tbl, row.id);
      sums.set(bucket, (sums.get(bucket) ?? 0) + mixOf(row.tbl, row.id, row.change_seq));
    }
    const { digest } = await page({ ...cursor, digest: true });
    expect(new Map(digest?.map(({ bucket, sum }) => [bucket, Number(sum)]))).toEqual(sums);
  });

  test('streams of other stores do not exist for a till', async () => {
    const other = 'store:0190a000-0000-7000-8000-0000000000ff';
    await expect(till.pull([{ stream: other, gen: 'x', after: 0, mark: '' }])).rejects.toThrow('404');
    expect((await till.send('GET', SYNC_PATHS.snapshot(other))).status).toBe(404);
  });

  test('a snapshot far behind is built anew; the one before it is still served, older ones are not', async () => {
    const stream = `store:${STORE}` as const;
    const gens: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      await put(
        products(1, 2500).map((row) => ({ ...row, r: { ...row.r, skuNo: round } })),
        stream,
      );
      gens.push((await manifestOf(stream)).gen);
    }
    expect(new Set(gens).size).toBe(3);
    const statuses = [];
    for (const gen of gens) statuses.push((await till.send('GET', SYNC_PATHS.part(stream, gen, 0))).status);
    expect(statuses).toEqual([404, 200, 200]);
  });

  test('many devices asking for a snapshot at once share one build', async () => {
    await put(products(10_000, 14_000).map((row) => ({ ...row, r: { ...row.r, priceMinor: 1 } })));
    const gens = await Promise.all(Array.from({ length: 8 }, async () => (await manifestOf('org')).gen));
    expect(new Set(gens).size).toBe(1);
  });

  test('the stored part is brotli of the text', async () => {
    const of = await manifestOf('org');
    const body = await world.door.read(world.deps.orgId, (tx) => partBody(tx, { stream: 'org', gen: of.gen, n: 0 }));
    expect(body?.length).toBe(of.parts[0]?.bytes);
    expect(sha256Hex(brotliDecompressSync(body ?? Buffer.alloc(0)))).toBe(of.parts[0]?.sha256);
  });
});
