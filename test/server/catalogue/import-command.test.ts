import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importCommand } from '../../../src/server/catalogue/import-command.ts';
import type { Door } from '../../../src/server/db/door.ts';
import { addShop } from '../../support/added-shop.ts';
import { onBothEngines, testPlace, type TestPlace } from '../engines.ts';

const ORG = randomUUID();
const FILE = 'sku,name,price,stock\nA1,Milk,2.00,5\nA2,Bread,,1\na1,Other milk,3.00,\n';

onBothEngines('npm run import', (engine) => {
  let place: TestPlace;
  let server: Door; // stands in for a running server: another door to the same database
  let folder: string;
  let notes: string;

  beforeEach(async () => {
    place = await testPlace(engine);
    server = await place.open();
    folder = mkdtempSync(join(tmpdir(), 'halfloop-import-'));
    await server.write(ORG, async (tx) => {
      await addShop(tx, { storeId: randomUUID(), org: { currency: 'GBP' } });
    });
  });
  afterEach(async () => {
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  async function run(...args: string[]): Promise<{ code: number; out: string }> {
    let out = '';
    notes = '';
    const { dataDir, databaseUrl, ownerUrl } = place.place;
    const urls = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl ?? databaseUrl };
    const code = await importCommand({
      args: [...args, '--lang', 'en'],
      env: { HALFLOOP_DATA: dataDir, HALFLOOP_ORG: ORG, ...urls },
      workDir: folder,
      terminal: {
        out: (text) => {
          out += text;
        },
        note: (text) => {
          notes += text;
        },
        live: false,
      },
    });
    return { code, out };
  }

  test('handles a file beside a running server, which hears of it; again changes nothing', async () => {
    const heard = vi.fn();
    server.changes(heard);
    const path = file('goods.csv', FILE);
    expect(await run(path)).toEqual({ code: 0, out: '3 read, 2 added, 0 changed, 0 unchanged, 1 refused\n' });
    expect(notes).toContain('line 3: price: No price');
    await vi.waitFor(() => {
      expect(heard).toHaveBeenCalled();
    });
    expect(readFileSync(join(folder, 'goods.refused.csv'), 'utf8')).toBe(
      '\ufeffsku,name,price,stock,Line in the file,Why refused\r\nA2,Bread,,1,3,price: No price\r\n',
    );
    expect((await run(path)).out).toBe('3 read, 0 added, 0 changed, 2 unchanged, 1 refused\n');
    writeFileSync(
      join(folder, 'goods.refused.csv'),
      readFileSync(join(folder, 'goods.refused.csv'), 'utf8').replace('Bread,,', 'Bread,1.50,'),
    );
    expect((await run(join(folder, 'goods.refused.csv'))).out).toBe(
      '1 read, 1 added, 0 changed, 0 unchanged, 0 refused\n',
    );
    expect(existsSync(join(folder, 'goods.refused.refused.csv'))).toBe(false);
    const stock = await server.read(ORG, (tx) =>
      tx.db.selectFrom('stock').select('on_hand_milli').where('org_id', '=', ORG).orderBy('sku_no').execute(),
    );
    expect(stock.map((row) => row.on_hand_milli)).toEqual([5000, 1000]);
  });

  test('waits for a busy shop instead of giving up', async () => {
    const path = file('goods.csv', FILE);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const writing = server.write(ORG, async (tx) => {
      await tx.db.updateTable('org').set({ made_ms: 2 }).where('org_id', '=', ORG).execute();
      await held;
    });
    const done = run(path);
    const timer = setTimeout(release, 1500);
    expect((await done).out).toBe('3 read, 2 added, 0 changed, 0 unchanged, 1 refused\n');
    clearTimeout(timer);
    release();
    await writing;
  });

  test('columns by name, letter or number; a dry run writes nothing; the refused go where they are told', async () => {
    const path = file('odd.csv', 'x;y;z\nA1;Milk;2,00\nA2;Bread;bad\n');
    expect(await run(path)).toEqual({ code: 2, out: '' });
    expect(notes).toContain('No column holds barcodes or codes');
    expect(notes).toContain('x | y | z');
    const maps = ['--map', 'code=X', '--map', 'name=2', '--map', 'price=C'];
    expect((await run(path, ...maps, '--dry-run', '--refused', 'out.csv')).out).toBe(
      '2 read, 1 added, 0 changed, 0 unchanged, 1 refused\n',
    );
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toContain('A2,Bread,bad,3,');
    expect(
      await server.read(ORG, (tx) => tx.db.selectFrom('product').selectAll().where('org_id', '=', ORG).execute()),
    ).toEqual([]);
    expect((await run(path, ...maps, '--tax', '20')).out).toBe('2 read, 1 added, 0 changed, 0 unchanged, 1 refused\n');
    const [product] = await server.read(ORG, (tx) =>
      tx.db.selectFrom('product').selectAll().where('org_id', '=', ORG).execute(),
    );
    expect(product).toMatchObject({ code: 'A1', price_minor: 200, tax_bp: 2000 });
  });

  test.each([
    [['nowhere.csv'], 'no such file'],
    [['.'], 'directory'],
    [[], 'npm run import -- FILE'],
    [['a', 'b'], 'npm run import -- FILE'],
    [['x.csv', '--map', 'nonsense=A'], '--map nonsense'],
    [['x.csv', '--what'], '--what'],
    [['x.csv', '--tax', '101'], '--tax'],
    [['x.csv', '--store', 'S9'], '--store S9: S1'],
    [['x.csv', '--map', 'name=Q'], '--map name=Q'],
    [['words.txt'], 'not a table'],
  ])('%j ends with 2 and says why', async (args, words) => {
    file('x.csv', FILE);
    file('words.txt', 'nothing like a table\n');
    const [first, ...rest] = args;
    const named =
      first === undefined || !['x.csv', 'words.txt', '.'].includes(first) ? args : [join(folder, first), ...rest];
    expect(await run(...named)).toEqual({ code: 2, out: '' });
    expect(notes).toContain(words);
  });

  test('without a shop it says what to do first', async () => {
    const empty = await testPlace(engine);
    try {
      const env = {
        HALFLOOP_DATA: empty.place.dataDir,
        ...(empty.place.databaseUrl === null
          ? {}
          : { DATABASE_URL: empty.place.databaseUrl, DATABASE_OWNER_URL: empty.place.ownerUrl ?? '' }),
      };
      let said = '';
      const terminal = {
        out: () => undefined,
        note: (text: string) => {
          said += text;
        },
        live: false,
      };
      expect(await importCommand({ args: [file('x.csv', FILE)], env, workDir: folder, terminal })).toBe(2);
      expect(said).toContain('run npm start first');
    } finally {
      await empty.remove();
    }
  });
});
