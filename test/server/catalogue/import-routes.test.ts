import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildApp } from '../../../src/server/app.ts';
import { IMPORT_LIMIT_BYTES, importCurrent, importJob, type ImportJob } from '../../../src/wire/catalogue-file.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, type OfficeServer, type Person } from '../office/office-fixture.ts';

const BYTES = { 'content-type': 'application/octet-stream' };
const FILE = '货号,品名,售价,库存\nW1,农夫山泉,2.50,5\nN1,新品,3.00,7\nN2,没有价格,,\nN1,重复,1.00,\n';

onBothEngines('the import over HTTP', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
  });
  afterEach(() => server.close());

  const upload = async (file: string, name = '商品.csv'): Promise<ImportJob> => {
    const answer = await owner.call('POST', `/imports?name=${encodeURIComponent(name)}`, Buffer.from(file), BYTES);
    expect(answer.statusCode).toBe(201);
    return importJob.parse(answer.json());
  };
  const until = (jobId: string, state: ImportJob['state']): Promise<ImportJob> =>
    vi.waitFor(
      async () => {
        const job = importJob.parse((await owner.call('GET', `/imports/${jobId}`)).json());
        expect(job.state).toBe(state);
        return job;
      },
      { timeout: 20_000, interval: 30 },
    );
  const priceOf = async (code: string): Promise<number | undefined> =>
    server.door.read(
      server.deps.orgId,
      async (tx) =>
        (
          await tx.db
            .selectFrom('product')
            .select('price_minor')
            .where('org_id', '=', tx.orgId)
            .where('code', '=', code)
            .executeTakeFirst()
        )?.price_minor,
    );

  test('upload, preview, run, refused rows: the whole way, and a reload in between finds the job', async () => {
    const { jobId } = await upload(FILE);
    const ready = await until(jobId, 'ready');
    expect(ready).toMatchObject({
      fileName: '商品.csv',
      failure: null,
      busy: null,
      counts: { read: 4, added: 1, changed: 1, unchanged: 0, refused: 2 },
      format: { kind: 'csv', encoding: 'utf-8', delimiter: ',', headerLine: 1 },
      notes: ['tax_assumed', 'stock_opening_only'],
    });
    expect(ready.columns.map(({ field }) => field)).toEqual(['code', 'name', 'price', 'stock']);
    expect(await priceOf('W1')).toBe(200);
    expect(importCurrent.parse((await owner.call('GET', '/imports/current')).json()).job?.jobId).toBe(jobId);

    expect((await owner.call('POST', `/imports/${jobId}/run`, {})).statusCode).toBe(200);
    const done = await until(jobId, 'done');
    expect(existsSync(join(server.deps.dataDir, 'imports', jobId, 'upload'))).toBe(false);
    expect(done.counts).toEqual({ read: 4, added: 1, changed: 1, unchanged: 0, refused: 2 });
    expect(done.refused.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [4, 'price_missing'],
      [5, 'duplicate_code'],
    ]);
    expect(await priceOf('W1')).toBe(250);
    const csv = await owner.call('GET', `/imports/${jobId}/refused.csv?lang=en`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toContain(encodeURIComponent('商品-refused.csv'));
    expect(csv.body).toContain('N2,没有价格,,,4,售价: No price');
    expect((await owner.call('GET', `/imports/${jobId}/refused.csv?lang=zh`)).body).toContain('与第 3 行重复');
    const stock = await server.door.read(server.deps.orgId, (tx) =>
      tx.db.selectFrom('stock').select('on_hand_milli').where('org_id', '=', tx.orgId).orderBy('sku_no').execute(),
    );
    expect(stock.map((row) => row.on_hand_milli)).toEqual([5000, 7000]);
  });

  test('a mapping can be changed, one that lacks something cannot be run', async () => {
    const { jobId } = await upload('x,y,z\nA1,Tea,2.00\nA2,Cup,3.00\n');
    expect(await until(jobId, 'ready')).toMatchObject({ failure: { code: 'no_key_column' }, counts: null });
    expect((await owner.call('POST', `/imports/${jobId}/run`, {})).json()).toMatchObject({
      code: 'bad_request',
      facts: { why: 'no_key_column' },
    });
    const choice = { fields: ['code', 'name', 'price'], storeId: null, taxBp: 900, stock: 'opening_only' };
    expect((await owner.call('PUT', `/imports/${jobId}`, choice)).statusCode).toBe(200);
    expect(await until(jobId, 'ready')).toMatchObject({ failure: null, counts: { read: 2, added: 2 }, choice });
    expect((await owner.call('PUT', `/imports/${jobId}`, { fields: ['nonsense'] })).statusCode).toBe(400);
    expect((await owner.call('POST', `/imports/${jobId}/drop`, {})).statusCode).toBe(200);
    expect(importCurrent.parse((await owner.call('GET', '/imports/current')).json()).job).toBeNull();
    expect((await owner.call('GET', `/imports/${jobId}`)).statusCode).toBe(404);
    expect(readdirSync(join(server.deps.dataDir, 'imports'))).toEqual([]);
  });

  test('what is no table, or too large, is said; nothing of it stays', async () => {
    const { jobId } = await upload('just some words\n', 'letter.txt');
    expect(await until(jobId, 'failed')).toMatchObject({ failure: { code: 'not_a_table' }, counts: null });
    const large = await owner.call('POST', '/imports?name=big.csv', Buffer.alloc(IMPORT_LIMIT_BYTES + 1, 0x2c), BYTES);
    expect(large.statusCode).toBeGreaterThanOrEqual(400);
    expect(large.json()).toMatchObject({ code: 'file_too_large' });
    expect(readdirSync(join(server.deps.dataDir, 'imports'))).toEqual([jobId]);
  });

  test('the job outlives the server; one cut off is checked again', async () => {
    const { jobId } = await upload(FILE);
    const ready = await until(jobId, 'ready');
    const file = join(server.deps.dataDir, 'imports', jobId, 'job.json');
    await vi.waitFor(() => {
      expect(existsSync(file)).toBe(true);
    });
    writeFileSync(file, JSON.stringify({ ...ready, state: 'running', counts: null }));
    const app = await buildApp(server.deps);
    try {
      const again = async (): Promise<ImportJob | null> => {
        const answer = await app.inject({
          url: '/office/api/imports/current',
          headers: { cookie: owner.cookie(), 'sec-fetch-site': 'same-origin' },
        });
        return importCurrent.parse(answer.json()).job;
      };
      await vi.waitFor(async () => {
        expect(await again()).toMatchObject({ jobId, state: 'ready', counts: { read: 4, added: 1 } });
      });
    } finally {
      await app.close();
    }
  });

  test('only owners and managers of the shop may, and only from our own page', async () => {
    expect((await server.stranger().call('GET', '/imports/current')).statusCode).toBe(401);
    const auditor = await server.signIn('auditor');
    expect((await auditor.call('POST', '/imports?name=x.csv', Buffer.from(FILE), BYTES)).statusCode).toBe(403);
    expect((await auditor.call('GET', '/imports/current')).statusCode).toBe(200);
    const foreign = await owner.call('POST', '/imports?name=x.csv', Buffer.from(FILE), {
      ...BYTES,
      'sec-fetch-site': 'cross-site',
    });
    expect(foreign.statusCode).toBe(403);
  });
});
