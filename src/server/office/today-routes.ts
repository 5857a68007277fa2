/**
 * Today: the figures of a store's business day, its tills, the newest sales, what needs a person. Figures count what
 * has arrived; what is known to be missing is named beside them, never guessed.
 */
import type { Names } from '../../core/product.ts';
import { ok } from '../../core/result.ts';
import { toMinor } from '../../core/money.ts';
import {
  taskDone,
  type OfficeTask,
  type SaleBrief,
  type SaleDetail,
  type TillToday,
  type Today,
} from '../../wire/office.ts';
import type { Tx } from '../db/door.ts';
import { listTills } from '../db/office-devices.ts';
import { staffNames, storeById } from '../db/office-shop.ts';
import * as table from '../db/office-today.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { dateBefore, dayFigures, hourFigures, localMoment, sameTimeBefore } from './day-figures.ts';

const WEEK = 7;
const LATEST = 30;
const TASKS = 50;

export function todayRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/today', ({ query }) =>
    door.read(orgId, async (tx) => {
      const store = await storeById(tx, query['storeId'] ?? '');
      return store === undefined ? notFound : ok(await todayOf(tx, store, deps.clock()));
    }),
  );

  routes.get('/sales/:id', ({ params }) =>
    door.read(orgId, async (tx) => {
      const entry = await table.factEntry(tx, params['id'] ?? '');
      if (entry === undefined) return notFound;
      const tills = await listTills(tx, null);
      return ok<SaleDetail>({
        id: params['id'] ?? '',
        kind: entry.kind === 'sale.completed' ? 'sale' : 'return',
        deviceId: entry.device_id,
        incarnation: entry.incarnation,
        seq: entry.seq,
        hash: entry.hash,
        storeId: entry.store_id,
        tillCode: tills.find((till) => till.device_id === entry.device_id)?.till_code ?? '',
        staff: nameOf(await staffNames(tx), entry.staff_id),
        receivedMs: entry.received_ms,
        status: entry.status,
        bytes: entry.bytes,
      });
    }),
  );

  routes.write('POST', '/tasks/done', 'change', taskDone, ({ body, user }) =>
    door.write(orgId, async (tx) => {
      const [code = '', subject = ''] = splitTaskId(body.taskId);
      const closed = await table.closeTask(tx, { code, subject, atMs: deps.clock(), by: user.login });
      return closed ? ok(null) : notFound;
    }),
  );
}

type Store = { readonly storeId: string; readonly tz: string };

async function todayOf(tx: Tx, store: Store, nowMs: number): Promise<Today> {
  const { storeId, tz } = store;
  const { date, hour } = localMoment(nowMs, tz);
  const beforeDate = dateBefore(date, WEEK);
  const cutMs = sameTimeBefore(nowMs, WEEK, tz);
  const sums = await table.daySums(tx, { storeId, date, cutMs: nowMs });
  const weekAgo = await table.daySums(tx, { storeId, date: beforeDate, cutMs });
  const names = await staffNames(tx);
  const tills = await tillsOf(tx, storeId, date, names);
  const codes = new Map(tills.map((till) => [till.deviceId, till.tillCode]));
  const latest = await table.latestFacts(tx, storeId, date, LATEST);
  return {
    storeId,
    date,
    tz,
    asOfMs: nowMs,
    nowHour: hour,
    ...dayFigures(sums, false),
    beforeDate,
    before: weekAgo.length === 0 ? null : dayFigures(weekAgo, true),
    byHour: [...hourFigures(sums, tz)],
    beforeByHour: [...hourFigures(weekAgo, tz)],
    tills: [...tills],
    latest: latest.map((fact): SaleBrief => ({
      id: fact.id,
      kind: fact.kind,
      no: fact.no,
      tillCode: codes.get(fact.deviceId) ?? '',
      wallMs: fact.wallMs,
      receivedMs: fact.receivedMs,
      totalMinor: toMinor(fact.totalMinor),
      staff: nameOf(names, fact.staffId),
      lines: fact.lines,
    })),
    tasks: (await table.openTasks(tx, storeId, TASKS)).map((task): OfficeTask => ({
      taskId: `${task.code} ${task.subject}`,
      code: task.code,
      atMs: task.opened_ms,
      tillCode: codes.get(task.device_id ?? '') ?? null,
      facts: JSON.parse(task.facts) as OfficeTask['facts'], // written by openTasks
    })),
  };
}

async function tillsOf(
  tx: Tx,
  storeId: string,
  date: string,
  names: ReadonlyMap<string, Names>,
): Promise<readonly TillToday[]> {
  const shifts = await table.lastShifts(tx, storeId);
  const sold = await table.dayByDevice(tx, storeId, date);
  return (await listTills(tx, storeId)).map((till) => {
    const shift = shifts.get(till.device_id);
    return {
      deviceId: till.device_id,
      tillCode: till.till_code,
      name: till.name,
      storeId,
      state: till.state,
      shiftNo: shift?.open === true ? shift.shiftNo : null,
      zNo: shift?.open === false ? shift.zNo : null,
      staff: shift?.open === true ? nameOf(names, shift.staffId) : null,
      lastSeenMs: till.last_seen_ms,
      pending: till.missing,
      netMinor: toMinor(sold.get(till.device_id) ?? 0),
    };
  });
}

const nameOf = (names: ReadonlyMap<string, Names>, staffId: string | null): Names | null =>
  staffId === null ? null : (names.get(staffId) ?? null);

/** A task's id is its code and its subject; codes hold no space. */
const splitTaskId = (taskId: string): readonly string[] => [
  taskId.slice(0, taskId.indexOf(' ')),
  taskId.slice(taskId.indexOf(' ') + 1),
];
