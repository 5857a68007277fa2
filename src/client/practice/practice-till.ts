/**
 * A till that practises: the real one's products, people and screens over a journal of its own, which nobody sends.
 *
 * Invariants: nothing practised reaches the real journal, the server, stock, drawer or members; the numbers of
 * receipts, shifts and Z reports are a series of its own (P3 beside T3); PINs are counted in the real journal, so
 * neither practising nor reloading while practising buys a try. That it was begun and ended, and what was rung up, are
 * facts of the real journal.
 */
import { genesisHash } from '../../core/journal.ts';
import { sumMinor, toMinor } from '../../core/money.ts';
import { err, type Result } from '../../core/result.ts';
import type { EntryBody } from '../../wire/entry.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Identity } from '../auth/enrol.ts';
import { EMPTY_REGISTER, JournalDb, putMeta, readMeta } from '../db/journal-db.ts';
import type { TillParts } from '../open-till-device.ts';
import type { OpenTill } from '../open-till.ts';
import { sha256Hex } from '../sha256-hex.ts';
import type { TillDeps } from '../till-deps.ts';
import type { CommittedEntry, TillDevice } from '../till-device.ts';
import type { PracticeMark } from './practice-mark.ts';

const faceOf = ({ face }: TillDeps): string => `${face}-practice`;

/** Opens it. Null: there is no real till here whose people could practise. */
export async function openPractice(deps: TillDeps, mark: PracticeMark, parts: TillParts): Promise<TillDevice | null> {
  const { OpenTill: Till, CacheDb, deviceKeys, openDatabase } = parts;
  const beside = { ...deps, face: faceOf(deps), marker: null, fold: null };
  let till: OpenTill | null = null;
  const news = { onRetired: () => till?.retire(), onBlocked: () => undefined };
  const real = await openDatabase(new JournalDb(deps.face, deps.place), news);
  try {
    const identity = await readMeta(real, 'identity');
    if (identity === undefined) {
      real.close();
      return null;
    }
    const journal = await openDatabase(new JournalDb(beside.face, beside.place), news);
    const own = await practiceIdentity(deps, journal, identity);
    const cache = await openDatabase(new CacheDb(deps.face, deps.place), news);
    till = new Till({ deps: beside, journal, cache, pins: real, isRetired: () => false, readOnly: false });
    await till.begin(own, await deviceKeys(real, deps.crypto));
  } catch (error) {
    real.close();
    throw error;
  }
  till.state.setState({ practice: { sinceMs: mark.startedMs } });
  return practising(till, () => real.close());
}

/** The journal's own, begun once: a life nobody knows, and a code whose receipts nobody takes for real ones. */
async function practiceIdentity(deps: TillDeps, journal: JournalDb, real: Identity): Promise<Identity> {
  const before = await readMeta(journal, 'identity');
  if (before !== undefined) return before;
  const incarnation = deps.newId();
  const identity: Identity = {
    ...real,
    incarnation,
    incarnationNo: 1,
    tillCode: `P${real.tillCode.slice(1)}`,
    openedEntryId: deps.newId(),
    waiting: false,
  };
  const hash = genesisHash(sha256Hex, real.deviceId, incarnation);
  const { key: _key, ...kept } = identity;
  await journal.transaction('rw!', [journal.meta], async () => {
    await putMeta(journal, 'identity', kept);
    await putMeta(journal, 'head', { incarnation, seq: 0, hash, wallMs: 0 });
    await putMeta(journal, 'acked', { seq: 0, hash });
    await putMeta(journal, 'register', EMPTY_REGISTER);
  });
  return identity;
}

const REFUSED: Result<never, Refusal> = err({ code: 'not_allowed' });
const AWAY: Result<never, Refusal> = err({ code: 'server_unreachable' });

/** What reaches beyond this device is left out: requests, files for the office, leaving the shop, syncing. */
const practising = (till: OpenTill, onClosed: () => void): TillDevice => ({
  state: till.state,
  catalogue: till.catalogue,
  enrol: () => Promise.resolve(REFUSED),
  signIn: (staffId, pin) => till.signIn(staffId, pin),
  signOut: () => till.signOut(),
  approve: (staffId, pin) => till.approve(staffId, pin),
  commit: (fact) => till.commit(fact),
  fits: till.fits,
  salesOfShift: till.salesOfShift,
  factsOfShift: till.factsOfShift,
  markPrinted: till.markPrinted,
  grants: till.grants,
  recentSales: till.recentSales,
  heldSales: till.heldSales,
  saveCart: till.saveCart,
  openCarts: till.openCarts,
  sign: till.sign,
  ask: () => Promise.resolve(AWAY),
  rescue: () => Promise.resolve(REFUSED),
  leaveShop: () => Promise.resolve(REFUSED),
  sync: { wake: () => undefined, start: () => undefined, stop: () => Promise.resolve() },
  close: async () => {
    await till.close();
    onClosed();
  },
});

/**
 * Tells the real journal what was practised, then throws it away. `device`: the real till. Called again after a crash
 * it tells the same fact. Refuses what a commit refuses; what was practised is then kept for the next start.
 */
export async function tellPractice(
  deps: TillDeps,
  device: Pick<TillDevice, 'commit'>,
  mark: PracticeMark,
): Promise<Result<CommittedEntry, Refusal>> {
  const { practiceId, startedMs, ended } = mark;
  if (ended === undefined) return REFUSED;
  const { entryId, staffId, approverId } = ended;
  const journal = new JournalDb(faceOf(deps), deps.place);
  await journal.open();
  const sums = await practised(journal);
  const done = await device.commit({
    kind: 'practice.ended',
    entryId,
    body: { practiceId, startedMs, staffId, approverId, ...sums },
  });
  if (!done.ok) {
    journal.close();
    return done;
  }
  await journal.delete();
  return done;
}

type Practised = Omit<EntryBody<'practice.ended'>, 'practiceId' | 'startedMs' | 'staffId' | 'approverId'>;

/** Goods of more kinds than this are told by their number only. */
const GOODS_TOLD = 50;

/** What was rung up: how often, for how much, on how many papers, and which goods, most of them first. */
async function practised(journal: JournalDb): Promise<Practised> {
  const rows = await journal.sales.toArray();
  const sales = rows.filter((row) => row.kind === 'sale');
  const bySku = new Map<number, number>();
  for (const { body } of sales) {
    for (const { skuNo, qtyMilli } of body.lines) bySku.set(skuNo, (bySku.get(skuNo) ?? 0) + qtyMilli);
  }
  const goods = [...bySku].map(([skuNo, qtyMilli]) => ({ skuNo, qtyMilli }));
  return {
    sales: sales.length,
    returns: rows.length - sales.length,
    salesMinor: sumMinor(sales.map(({ totalMinor }) => toMinor(totalMinor))),
    papers: rows.reduce((sum, { printed, copies }) => sum + (printed === true ? 1 : 0) + (copies ?? 0), 0),
    kinds: goods.length,
    goods: goods.sort((a, b) => b.qtyMilli - a.qtyMilli || a.skuNo - b.skuNo).slice(0, GOODS_TOLD),
  };
}
