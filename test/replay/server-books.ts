/**
 * What the server's books say, read from its tables with SQL of our own: nothing of the product computes these sums.
 * `planted` tries a fault inside a transaction that is rolled back: the totals as they would be with it.
 */
import { join } from 'node:path';
import Database from 'libsql';
import type { Totals } from './checker.ts';

export const FAULTS = {
  'an entry dropped': 'delete from sale_line where sale_id = (select min(sale_id) from sale where total_minor > 0)',
  'an entry doubled':
    "insert into sale_line select org_id, 'doubled', line_id, sku_no, name, qty_milli, unit_minor, list_minor, " +
    'gross_minor, discount_minor, tax_bp, tax_minor from sale_line ' +
    'where sale_id = (select min(sale_id) from sale where total_minor > 0)',
  'one cent off':
    'update sale_line set gross_minor = gross_minor + 1 ' +
    'where line_id = 1 and sale_id = (select min(sale_id) from sale)',
} as const;
export type Fault = keyof typeof FAULTS;

const LINES = `
  select s.business_date as day, p.code as product, s.device_id as device, l.qty_milli as qty,
         l.gross_minor - l.discount_minor as amount
    from sale_line l join sale s on s.org_id = l.org_id and s.sale_id = SOURCE
    join product p on p.org_id = l.org_id and p.sku_no = l.sku_no
  union all
  select r.business_date, p.code, r.device_id, -l.qty_milli, -l.refund_minor
    from return_line l join goods_return r on r.org_id = l.org_id and r.return_id = l.return_id
    join product p on p.org_id = l.org_id and p.sku_no = l.sku_no`;

type Row = { readonly key: string; readonly qty: number; readonly amount: number };
type Count = { readonly n: number };

export type Books = {
  readonly totals: Totals;
  readonly tillEntries: number;
  readonly sales: number;
  readonly tasks: number;
};

/** The books of the data folder; `tills` names each device. */
export function readBooks(dataDir: string, tills: ReadonlyMap<string, string>, fault?: Fault): Books {
  const db = new Database(join(dataDir, 'halfloop.db'));
  try {
    db.exec('begin immediate');
    if (fault !== undefined) db.exec(FAULTS[fault]);
    // A doubled line bears a sale id of its own; it belongs to the sale it was copied from.
    const first = '(select min(sale_id) from sale where total_minor > 0)';
    const lines = LINES.replace('SOURCE', `case l.sale_id when 'doubled' then ${first} else l.sale_id end`);
    const by = (column: string): Map<string, readonly [bigint, bigint]> => {
      const rows = db
        .prepare(`select ${column} as key, sum(qty) as qty, sum(amount) as amount from (${lines}) group by ${column}`)
        .all();
      return new Map((rows as Row[]).map(({ key, qty, amount }) => [key, [BigInt(qty), BigInt(amount)]] as const));
    };
    const perTill = new Map([...by('device')].map(([device, sums]) => [tills.get(device) ?? device, sums] as const));
    const count = (table: string): number => (db.prepare(`select count(*) as n from ${table}`).get() as Count).n;
    const totals = { perDay: by('day'), perProduct: by('product'), perTill };
    const ids = [...tills.keys()].map((id) => `'${id}'`).join(', ');
    const tillEntries = count(`entry where device_id in (${ids})`);
    return { totals, tillEntries, sales: count('sale') + count('goods_return'), tasks: count('task') };
  } finally {
    db.exec('rollback');
    db.close();
  }
}
