/**
 * The shop's books after the day, each read by itself: the Z reports as the tills signed them, the journal's entries,
 * the server's tables, the office's reports, and the command that verifies what is stored. Compared with the ledger,
 * figure by figure; what differs is said in words.
 */
import { expect } from 'playwright/test';
import { DIST } from '../support/built-server.ts';
import { runCommand } from '../replay/server-process.ts';
import { VOUCHERS } from './goods.ts';
import type { Ledger, PersonSums, ShiftBook } from './ledger.ts';
import { sum } from './reckoner.ts';
import { readRows, type Stage } from './stage.ts';

/** One book against the ledger. */
type Verdict = { readonly book: string; readonly compared: number; readonly differs: readonly string[] };

class Comparing {
  compared = 0;
  readonly differs: string[] = [];

  same(what: string, mine: unknown, theirs: unknown): void {
    this.compared += 1;
    const [a, b] = [JSON.stringify(mine), JSON.stringify(theirs)];
    if (a !== b) this.differs.push(`${what}: ledger ${a}, book ${b}`);
  }

  of(book: string): Verdict {
    return { book, compared: this.compared, differs: this.differs };
  }
}

type Method = { method: string; amountMinor: number; foreignMinor?: number };
type TaxRow = { taxBp: number; taxMinor: number; taxId?: string; ratePpm?: number };
type ZBody = {
  zNo: number;
  floatMinor: number;
  expectedMinor: number;
  countedMinor: number;
  diffMinor: number;
  sales: number;
  returns: number;
  salesMinor: number;
  returnsMinor: number;
  taxMinor: number;
  byMethod: Method[];
  byTax: TaxRow[];
  grandTotalMinor: number;
  moves?: { direction: string; reason: string; times: number; amountMinor: number }[];
  drawerOpens?: number;
  byStaff?: {
    staffId: string | null;
    sales: number;
    returns: number;
    salesMinor: number;
    returnsMinor: number;
    drawerOpens: number;
  }[];
  foreign?: { currency: string; countedMinor: number }[];
  topUps?: { times: number; amountMinor: number };
};

/** Without what came to nothing, in the order of the keys: two ways of writing one table. */
const table = (rows: Iterable<readonly [string, number]>): readonly (readonly [string, number])[] =>
  [...rows].filter(([, minor]) => minor !== 0).sort(([a], [b]) => (a < b ? -1 : 1));

const taxKey = ({ taxBp, taxId, ratePpm = 0 }: TaxRow): string =>
  taxId === undefined ? String(taxBp) : ratePpm > 0 ? 'VAT' : 'levy';

type Roles = ReadonlyMap<string, string>;

function compareZ(on: Comparing, z: ZBody, shift: ShiftBook, roles: Roles): void {
  const what = `Z ${String(shift.zNo)} of till ${String(shift.till)}`;
  const same = (figure: string, mine: unknown, theirs: unknown) => on.same(`${what}, ${figure}`, mine, theirs);
  const figures = [
    'sales',
    'returns',
    'salesMinor',
    'returnsMinor',
    'floatMinor',
    'countedMinor',
    'drawerOpens',
    'zNo',
  ] as const;
  for (const figure of figures) same(figure, shift[figure], z[figure]);
  same('drawer', shift.drawerMinor, z.expectedMinor);
  same('difference', (shift.countedMinor ?? 0) - shift.drawerMinor, z.diffMinor);
  same('running total', shift.grandMinor, z.grandTotalMinor);
  same('tax', sum([...shift.taxes.values()]), z.taxMinor);
  same(
    'methods',
    table(shift.methods),
    table(z.byMethod.map(({ method, amountMinor }) => [method, amountMinor] as const)),
  );
  same('notes', shift.foreignMinor, sum(z.byMethod.map((row) => row.foreignMinor ?? 0)));
  same('notes counted', shift.foreignMinor, sum((z.foreign ?? []).map((row) => row.countedMinor)));
  same('taxes', table(shift.taxes), table(z.byTax.map((row) => [taxKey(row), row.taxMinor] as const)));
  same('top-ups', [shift.toppedUp.times, shift.toppedUp.minor], [z.topUps?.times ?? 0, z.topUps?.amountMinor ?? 0]);
  const moves = [...shift.moves].map(([key, { times, minor }]) => [key, times, minor]).sort();
  const told = (z.moves ?? []).map((row) => [`${row.reason} ${row.direction}`, row.times, row.amountMinor]).sort();
  same('moves', moves, told);
  same('persons', personRows(shift.persons), theirPersons(z, roles));
}

const personRow = ([role, { sales, returns, salesMinor, returnsMinor, opens }]: [string, PersonSums]) =>
  [role, sales, returns, salesMinor, returnsMinor, opens] as const;
const didSomething = ([, ...figures]: readonly [string, ...number[]]): boolean =>
  figures.some((figure) => figure !== 0);
const personRows = (persons: ReadonlyMap<string, PersonSums>) =>
  [...persons].map(personRow).filter(didSomething).sort();

function theirPersons({ byStaff = [] }: ZBody, roles: Roles) {
  return byStaff
    .map(
      ({ staffId, sales, returns, salesMinor, returnsMinor, drawerOpens }) =>
        [roles.get(staffId ?? '') ?? '', sales, returns, salesMinor, returnsMinor, drawerOpens] as const,
    )
    .filter(didSomething)
    .sort();
}

type EntryRow = {
  readonly deviceId: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: Record<string, unknown>;
};

/** Every entry of both tills as it is stored, bytes parsed by nobody but us. Tills in the order they were enrolled. */
function entriesOf({ dataDir }: Stage): readonly (readonly EntryRow[])[] {
  const rows = readRows(
    dataDir,
    `select e.device_id, e.seq, e.kind, e.bytes from entry e
     join device d on d.org_id = e.org_id and d.device_id = e.device_id
     where d.kind <> 'register' order by d.till_no, e.seq`,
  ).map((row): EntryRow => ({
    deviceId: String(row['device_id']),
    seq: Number(row['seq']),
    kind: String(row['kind']),
    body: (JSON.parse(String(row['bytes'])) as { body: Record<string, unknown> }).body,
  }));
  const devices = [...new Set(rows.map((row) => row.deviceId))];
  return devices.map((deviceId) => rows.filter((row) => row.deviceId === deviceId));
}

function judgeZ(stage: Stage, ledger: Ledger): Verdict {
  const on = new Comparing();
  const roles = new Map(
    readRows(stage.dataDir, 'select staff_id, role from staff').map((row) => [
      String(row['staff_id']),
      String(row['role']),
    ]),
  );
  const perTill = entriesOf(stage);
  on.same('tills', stage.tills.length, perTill.length);
  for (const shift of ledger.shifts) {
    const found = perTill[shift.till]?.filter(({ kind }) => kind === 'shift.closed')[shift.zNo - 1];
    if (found === undefined) on.differs.push(`no Z ${String(shift.zNo)} of till ${String(shift.till)}`);
    else compareZ(on, found.body as unknown as ZBody, shift, roles);
  }
  return on.of('Z reports, as signed');
}

function judgeJournal(stage: Stage, ledger: Ledger): Verdict {
  const on = new Comparing();
  for (const [till, entries] of entriesOf(stage).entries()) {
    on.same(
      `numbers of till ${String(till)}`,
      entries.map((_, at) => at + 1),
      entries.map(({ seq }) => seq),
    );
    const bodies = new Map(
      entries.filter(({ kind }) => kind === 'sale.completed').map(({ body }) => [String(body['no']), body]),
    );
    const rung = ledger.rung.filter((one) => one.till === till);
    on.same(`sales of till ${String(till)}`, rung.length, bodies.size);
    for (const { no, kind, sold } of rung) {
      const body = bodies.get(no) as unknown as
        | {
            changeMinor: number;
            totals: { totalMinor: number; taxMinor: number };
            lines: { grossMinor: number; discountMinor: number }[];
          }
        | undefined;
      const taxMinor = sum(sold.lines.flatMap((line) => line.taxes.map((tax) => tax.minor)));
      const pairs = (lines: readonly (readonly [number, number])[]) =>
        lines.map(([a, b]) => `${String(a)}-${String(b)}`).sort();
      on.same(
        `${no} (${kind})`,
        {
          total: sold.totalMinor,
          tax: taxMinor,
          change: sold.changeMinor,
          lines: pairs(sold.lines.map((line) => [line.grossMinor, line.offMinor])),
        },
        {
          total: body?.totals.totalMinor,
          tax: body?.totals.taxMinor,
          change: body?.changeMinor,
          lines: pairs((body?.lines ?? []).map((line) => [line.grossMinor, line.discountMinor])),
        },
      );
    }
    const backs = entries.filter(({ kind }) => kind === 'return.completed' || kind === 'sale.voided').length;
    on.same(
      `returns of till ${String(till)}`,
      sum(ledger.shifts.filter((one) => one.till === till).map((one) => one.returns)),
      backs,
    );
  }
  return on.of('journal, entry by entry');
}

const minorOf = (row: Record<string, unknown> | undefined, column: string): number => Number(row?.[column] ?? 0);

/** Quantities and money by product, money by way of paying, vouchers, accounts: from the tables, by SQL of our own. */
function judgeTables({ dataDir }: Stage, ledger: Ledger): Verdict {
  const on = new Comparing();
  const sold = readRows(
    dataDir,
    `select p.code, sum(qty) as qty, sum(minor) as minor from (
       select org_id, sku_no, qty_milli as qty, gross_minor - discount_minor as minor from sale_line
       union all select org_id, sku_no, -qty_milli, -refund_minor from return_line
     ) l join product p on p.org_id = l.org_id and p.sku_no = l.sku_no group by p.code`,
  );
  for (const [code, { qtyMilli, minor }] of ledger.sold) {
    const row = sold.find((one) => one['code'] === code);
    on.same(`sold of ${code}`, [qtyMilli, minor], [minorOf(row, 'qty'), minorOf(row, 'minor')]);
  }
  on.same('products sold', ledger.sold.size, sold.length);
  const used = readRows(
    dataDir,
    "select code, sum(amount_minor) as minor from sale_tender where method = 'voucher' group by code",
  );
  on.same(
    'vouchers',
    table(ledger.vouchers),
    table(used.map((row) => [String(row['code']), minorOf(row, 'minor')] as const)),
  );
  const accounts = readRows(
    dataDir,
    `select who, sum(minor) as minor from (
       select json_extract(detail, '$.who') as who, amount_minor as minor from sale_tender where method = 'on_account'
       union all select json_extract(detail, '$.who'), -amount_minor from return_tender where method = 'on_account'
     ) group by who`,
  );
  on.same(
    'accounts',
    table(ledger.accounts),
    table(accounts.map((row) => [String(row['who']), minorOf(row, 'minor')] as const)),
  );
  const held = (what: string): number =>
    minorOf(readRows(dataDir, `select sum(amount) as held from ledger_line where account in (${what})`)[0], 'held');
  on.same('points', ledger.points, held("'member_points', 'grant_points'"));
  on.same('stored value', ledger.valueMinor, held("'member_principal', 'grant_principal'"));
  return on.of("server's tables");
}

function judgeStock({ dataDir, storeId }: Stage, ledger: Ledger): Verdict {
  const on = new Comparing();
  const kept = readRows(
    dataDir,
    `select p.code, s.on_hand_milli as milli from stock s join product p on p.org_id = s.org_id and p.sku_no = s.sku_no
     where s.store_id = '${storeId}'`,
  );
  const moved = readRows(
    dataDir,
    `select p.code, sum(m.delta_milli) as milli from stock_move m
     join product p on p.org_id = m.org_id and p.sku_no = m.sku_no where m.store_id = '${storeId}' group by p.code`,
  );
  for (const [code, milli] of ledger.stock) {
    on.same(
      `on hand of ${code}`,
      milli,
      minorOf(
        kept.find((row) => row['code'] === code),
        'milli',
      ),
    );
    on.same(
      `moves of ${code}`,
      milli,
      minorOf(
        moved.find((row) => row['code'] === code),
        'milli',
      ),
    );
  }
  return on.of('stock on hand, and its moves');
}

type ShiftListed = { shiftId: string; tillCode: string; zNo: number | null; openedMs: number };
type ShiftDetail = {
  expectedMinor: number;
  byMethod: Method[];
  shift: { sales: number; netMinor: number; diffMinor: number };
};
type Today = { netMinor: number; sales: number; refunds: number; refundsMinor: number; tasks: { code: string }[] };

async function judgeOffice({ office, storeId }: Stage, ledger: Ledger): Promise<Verdict> {
  const on = new Comparing();
  const { rows } = (await office.call('GET', `/shifts?storeId=${storeId}`)) as { rows: ShiftListed[] };
  const tills = [...new Set(rows.map((row) => row.tillCode))].sort();
  on.same('shifts', ledger.shifts.length, rows.length);
  for (const shift of ledger.shifts) {
    const listed = rows.find((row) => row.tillCode === tills[shift.till] && row.zNo === shift.zNo);
    if (listed === undefined) {
      on.differs.push(`the office has no Z ${String(shift.zNo)} of till ${String(shift.till)}`);
      continue;
    }
    const detail = (await office.call('GET', `/shifts/${listed.shiftId}`)) as ShiftDetail;
    const what = `shift ${String(shift.zNo)} of till ${String(shift.till)}`;
    on.same(`${what}, drawer`, shift.drawerMinor, detail.expectedMinor);
    on.same(
      `${what}, methods`,
      table(shift.methods),
      table(detail.byMethod.map((row) => [row.method, row.amountMinor] as const)),
    );
    on.same(
      `${what}, sales`,
      [shift.sales, shift.salesMinor - shift.returnsMinor],
      [detail.shift.sales, detail.shift.netMinor],
    );
    on.same(`${what}, difference`, (shift.countedMinor ?? 0) - shift.drawerMinor, detail.shift.diffMinor);
  }
  const today = (await office.call('GET', `/today?storeId=${storeId}`)) as Today;
  const of = (figure: 'sales' | 'returns' | 'salesMinor' | 'returnsMinor') =>
    sum(ledger.shifts.map((shift) => shift[figure]));
  on.same(
    'today',
    [of('sales'), of('returns'), of('salesMinor') - of('returnsMinor'), of('returnsMinor')],
    [today.sales, today.refunds, today.netMinor, today.refundsMinor],
  );
  on.same('tasks for a person', [], today.tasks);
  const vouchers = (await office.call('GET', '/vouchers')) as { rows: { code: string; usedMinor: number }[] };
  for (const code of VOUCHERS)
    on.same(
      `voucher ${code}`,
      ledger.vouchers.get(code) ?? 0,
      vouchers.rows.find((row) => row.code === code)?.usedMinor,
    );
  return on.of("office's reports");
}

async function judgeStored({ dataDir }: Stage): Promise<Verdict> {
  try {
    await runCommand(DIST, dataDir, 'verify', []);
    return { book: 'npm run verify', compared: 1, differs: [] };
  } catch (cause) {
    return { book: 'npm run verify', compared: 1, differs: [String(cause)] };
  }
}

/** Waits until everything has arrived, then reads each book. */
export async function judgeDay(stage: Stage, ledger: Ledger): Promise<readonly Verdict[]> {
  for (const { till } of stage.tills) {
    await expect(till.pill).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
  }
  return [
    judgeZ(stage, ledger),
    judgeJournal(stage, ledger),
    judgeTables(stage, ledger),
    judgeStock(stage, ledger),
    await judgeOffice(stage, ledger),
    await judgeStored(stage),
  ];
}
