/**
 * One shop's rows in PostgreSQL, all at once: read for the checks, kept as a backup, put back. A shop is an org of its
 * own, so lives leave each other alone in one database.
 */
import type pg from 'pg';
import { genesisHash } from '../../src/core/journal.ts';
import { againOf } from '../../src/server/db/journal-heads.ts';
import type { Tables } from '../../src/server/db/schema.ts';
import type { Task } from '../../src/server/journal/port.ts';
import { sha256 } from './model-crypto.ts';
import type { Founding } from './shop-database.ts';
import { chainKey, noData, type Data } from './shop-tables.ts';

const OF_ORGS = `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
  where n.nspname = 'public' and c.relkind in ('r', 'p') order by c.relname`;

/** What the checks look at. */
const LOOKED_AT = [
  'org', 'journal_head', 'entry', 'entry_branch', 'entry_effect', 'sale', 'sale_tender', 'goods_return', 'stock',
  'stock_move', 'stream_head', 'stream_mark', 'feed', 'task',
] as const; // prettier-ignore
type Read = { readonly [T in (typeof LOOKED_AT)[number]]: readonly Tables[T][] };

/** One row for each table: the engine passes a hundred arguments to a function, and there are over fifty tables. */
const rowsText = (tables: readonly string[]): string =>
  `select json_object_agg(name, rows)::text as rows from (values ${tables
    .map((name) => `('${name}', (select coalesce(json_agg(x), '[]') from ${name} x where org_id = $1))`)
    .join(', ')}) as t (name, rows)`;

/** A shop's rows, as only PostgreSQL reads them again. */
export type Backup = Promise<string>;

export class PgRows {
  readonly #owner: pg.Client;
  #tables: readonly string[] = [];

  /** `owner` may do everything, append-only tables included. */
  constructor(owner: pg.Client) {
    this.#owner = owner;
  }

  async open(): Promise<this> {
    const { rows } = await this.#owner.query<{ name: string }>(OF_ORGS);
    this.#tables = rows.map(({ name }) => name);
    return this;
  }

  /** What is committed at this moment. */
  async look(orgId: string): Promise<Data> {
    return dataOf(JSON.parse(await this.#read(LOOKED_AT, orgId)) as Read);
  }

  backup(orgId: string): Backup {
    return this.#read(this.#tables, orgId);
  }

  /** The shop is what the backup says, under another epoch when one is named. */
  async restore(orgId: string, backup: Backup, serverEpoch: string | null): Promise<void> {
    const rows = await backup;
    await this.#alone(async () => {
      await this.#empty(orgId);
      for (const name of this.#tables) {
        const from = `json_populate_recordset(null::${name}, $1::json -> '${name}')`;
        await this.#owner.query(`insert into ${name} select * from ${from}`, [rows]);
      }
      if (serverEpoch !== null) {
        await this.#owner.query('update org set server_epoch = $2 where org_id = $1', [orgId, serverEpoch]);
      }
    });
  }

  /** A shop and its tills. One of this id that was there before leaves nothing. */
  async found({ orgId, storeId, serverEpoch, tills }: Founding): Promise<void> {
    const { rowCount } = await this.#owner.query('select from org where org_id = $1', [orgId]);
    if (rowCount !== 0) await this.#alone(() => this.#empty(orgId));
    await this.#add('org', [
      {
        org_id: orgId, org_no: 1, names: '{}', currency: 'GBP', tax_mode: 'included',
        pricing: null, tenders: null, drawer_off_minor: null, lock_minutes: null, loyalty: null, member_key: null,
        shop_origin: 'http://shop',
        receipt_footer: null, logo: null, lang: 'en', shop_catalogue_max: 0, server_epoch: serverEpoch, made_ms: 0,
      },
    ]); // prettier-ignore
    await this.enrol(orgId, storeId, tills);
  }

  /** Tills with the heads of their chains, as enrolment leaves them. */
  async enrol(orgId: string, storeId: string, tills: Founding['tills']): Promise<void> {
    const rows = tills.map(({ deviceId, incarnation, keyJwk, tillNo }) => ({
      org_id: orgId, device_id: deviceId, store_id: storeId, kind: 'till' as const, till_no: tillNo,
      till_code: `T${tillNo}`, name: 'Till', kid: deviceId, key_jwk: keyJwk, thumbprint: deviceId,
      state: 'open' as const, incarnation_no: 1, incarnation, enrolled_ms: 0, revoked_ms: null, last_seen_ms: null,
      head_seq: 0, clock_offset_ms: null, app: 'sim', storage: null,
    })); // prettier-ignore
    await this.#add('device', rows);
    const heads = tills.map(({ deviceId, incarnation }) => ({
      org_id: orgId, device_id: deviceId, incarnation, seq: 0, hash: genesisHash(sha256, deviceId, incarnation),
      announced_seq: 0, state: 'open' as const, opened_ms: 0, again_from: null, again_to: null,
    })); // prettier-ignore
    await this.#add('journal_head', heads);
  }

  async #add<T extends keyof Tables>(table: T, rows: readonly Tables[T][]): Promise<void> {
    const from = `json_populate_recordset(null::${table}, $1::json)`;
    await this.#owner.query(`insert into ${table} select * from ${from}`, [JSON.stringify(rows)]);
  }

  async #empty(orgId: string): Promise<void> {
    for (const name of this.#tables) await this.#owner.query(`delete from ${name} where org_id = $1`, [orgId]);
  }

  /** Without the triggers that keep the journal from being changed. */
  async #alone(work: () => Promise<void>): Promise<void> {
    await this.#owner.query('begin; set local session_replication_role = replica');
    await work();
    await this.#owner.query('commit');
  }

  async #read(tables: readonly string[], orgId: string): Promise<string> {
    const { rows } = await this.#owner.query<{ rows: string }>(rowsText(tables), [orgId]);
    return rows[0]?.rows ?? '{}';
  }
}

function dataOf(rows: Read): Data {
  const data = noData();
  for (const row of rows.org) data.org.set('', { currency: row.currency, serverEpoch: row.server_epoch });
  for (const { seq, hash, state, announced_seq: announcedSeq, ...row } of rows.journal_head) {
    data.head.set(keyOf(row), { seq, hash, announcedSeq, state, ...againOf(row) });
  }
  for (const row of rows.entry) {
    const { seq, kind, hash, bytes } = row;
    const of = { ...chainOf(row), entryId: row.entry_id, receivedMs: row.received_ms };
    data.entry.set(`${keyOf(row)} ${seq}`, { ...of, seq, kind, hash, bytes });
  }
  for (const row of rows.entry_branch) {
    const { seq, hash, bytes, reason } = row;
    data.branch.set(`${keyOf(row)} ${seq} ${hash}`, { ...chainOf(row), seq, hash, bytes, reason });
  }
  for (const row of rows.entry_effect) {
    const { status, code, awaits, seq, kind, entry_id: entryId, content_hash: contentHash } = row;
    data.effect.set(entryId, { ...chainOf(row), entryId, contentHash, status, code, awaits, seq, kind });
  }
  for (const row of rows.sale) data.sale.set(row.sale_id, row);
  for (const row of rows.sale_tender) data.sale_tender.set(`${row.sale_id} ${row.tender_id}`, row);
  for (const row of rows.goods_return) data.goods_return.set(row.return_id, row);
  for (const row of rows.stock_move) data.stock_move.set(`${row.entry_id} ${row.line_no}`, row);
  for (const { store_id: storeId, sku_no: skuNo, on_hand_milli: onHandMilli } of rows.stock) {
    data.stock.set(`${storeId} ${skuNo}`, { storeId, skuNo, onHandMilli });
  }
  for (const { code, subject, store_id: storeId, device_id: deviceId, ...row } of rows.task) {
    const facts = JSON.parse(row.facts) as Task['facts'];
    const task = { code: code as Task['code'], subject, storeId, deviceId, facts };
    data.task.set(`${code} ${subject}`, { ...task, openedMs: row.opened_ms, closedMs: row.closed_ms });
  }
  for (const { stream, seq } of rows.stream_head) data.stream_head.set(stream, seq);
  for (const { stream, seq, mark } of rows.stream_mark) data.mark.set(`${stream} ${seq}`, mark);
  for (const { stream, tbl: t, id, change_seq: s, body } of rows.feed) {
    data.feed.set(`${stream} ${t} ${id}`, { stream, t, id, s, body });
  }
  return data;
}

type InChain = { readonly device_id: string; readonly incarnation: string };
const chainOf = ({ device_id: deviceId, incarnation }: InChain) => ({ deviceId, incarnation });
const keyOf = (row: InChain): string => chainKey(chainOf(row));
