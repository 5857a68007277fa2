/**
 * What screens see of a till, made from the two databases and the engine, never the other way round.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { StaffRow } from '../wire/catalogue.ts';
import type { Identity } from './auth/enrol.ts';
import type { MemoryCatalogue } from './catalogue/catalogue.ts';
import { readEntry } from './db/commit-entry.ts';
import { leftOf } from './db/left-lives.ts';
import { EMPTY_REGISTER, entriesAfter, readMeta, type JournalDb, type Register } from './db/journal-db.ts';
import type { EngineState } from './sync/engine-state.ts';
import type { TillIdentity, TillState } from './till-device.ts';
import { markOf, type TillMark } from './till-marker.ts';

export const OPENING: TillState = {
  phase: 'opening',
  identity: null,
  lost: null,
  thumbprint: null,
  settings: null,
  store: null,
  staff: [],
  signedIn: null,
  shift: null,
  headSeq: 0,
  pending: 0,
  ackedSeq: 0,
  oldestPendingMs: null,
  attention: 0,
  online: false,
  lastSyncMs: null,
  reading: false,
  loading: null,
  persisted: null,
  storageFull: false,
  offsetMs: null,
  counters: { receiptNo: 0, shiftNo: 0, zNo: 0, grandTotalMinor: 0 },
  frozen: false,
  access: 'open',
  isRevoked: false,
  reloadNeeded: false,
};

type JournalState = Pick<
  TillState,
  'headSeq' | 'ackedSeq' | 'pending' | 'oldestPendingMs' | 'attention' | 'frozen' | 'shift' | 'counters'
> & {
  readonly incarnation: string;
  readonly mark: TillMark | null;
  readonly headWallMs: number;
  readonly waiting: boolean;
  readonly left: number; // facts of older lives still to be journalled again
};

/**
 * What stands in the journal: counts and marks for the pill, the open shift, the till's own series. Of one moment:
 * marks of two lives read together would show nothing pending.
 */
export const journalState = (journal: JournalDb): Promise<JournalState> =>
  journal.transaction('r', [journal.meta, journal.entries, journal.attention], async () => {
    const [head, acked, register, frozen, identity, copying] = await Promise.all([
      readMeta(journal, 'head'),
      readMeta(journal, 'acked'),
      readMeta(journal, 'register'),
      readMeta(journal, 'frozen'),
      readMeta(journal, 'identity'),
      readMeta(journal, 'copying'),
    ]);
    const [headSeq, ackedSeq] = [head?.seq ?? 0, acked?.seq ?? 0];
    const incarnation = head?.incarnation ?? '';
    const left = leftOf(copying?.parts ?? []);
    const pending = Math.max(0, headSeq - ackedSeq) + left;
    const [part = { incarnation, after: ackedSeq }] = copying?.parts ?? [];
    const from = { incarnation: part.incarnation, seq: part.after, limit: 1 };
    const [oldest] = pending > 0 ? await entriesAfter(journal, from) : [];
    return {
      incarnation,
      mark: identity === undefined ? null : markOf(identity, { headSeq, ackedSeq, ackedHash: acked?.hash ?? '' }),
      headSeq,
      ackedSeq,
      pending,
      oldestPendingMs: oldest === undefined ? null : readEntry(oldest).wallMs,
      attention: await journal.attention.count(),
      frozen: frozen !== undefined,
      headWallMs: head?.wallMs ?? 0,
      waiting: identity?.waiting === true,
      left,
      ...registerState(register ?? EMPTY_REGISTER),
    };
  });

/** The open shift and the till's own number series. */
export function registerState({ shift, receiptNo, shiftNo, zNo, grandTotalMinor }: Register) {
  return { shift, counters: { receiptNo, shiftNo, zNo, grandTotalMinor } };
}

/** The part of the stored identity that everybody may see. */
export const publicIdentity = (identity: Identity): TillIdentity => {
  const { deviceId, incarnation, incarnationNo, orgId, orgNo, storeId, storeNo, tillCode, tillNo, kid } = identity;
  return { deviceId, incarnation, incarnationNo, orgId, orgNo, storeId, storeNo, tillCode, tillNo, kid };
};

/** A till as it begins. Numbers of a life left before say nothing here. */
export const begunAs = (identity: Identity) => ({
  identity: publicIdentity(identity),
  thumbprint: identity.thumbprint,
  headSeq: 0,
  ackedSeq: 0,
  lost: null,
});

/** Whether both write one life of the journal under one till code. */
export const isSamePlace = (a: Identity, b: Identity): boolean =>
  a.incarnation === b.incarnation && a.tillCode === b.tillCode;

/** Whether the server takes this till for what it is, as far as the till has heard. */
export const isLetIn = ({ access, isRevoked }: TillState): boolean => access === 'open' && !isRevoked;

/** This shop and its people as the catalogue has them. Whoever no longer works here is signed out. */
export function shopState(catalogue: MemoryCatalogue, { storeId, deviceId }: Identity, signedIn: StaffRow | null) {
  const staff = catalogue.rows('staff').filter((row) => row.active && row.storeIds.includes(storeId));
  return {
    settings: catalogue.rows('settings')[0] ?? null,
    store: catalogue.rows('store').find((row) => row.storeId === storeId) ?? null,
    staff,
    signedIn: staff.find(({ staffId }) => staffId === signedIn?.staffId) ?? null,
    isRevoked: catalogue.rows('till').some((row) => row.deviceId === deviceId && row.state === 'revoked'),
  };
}

/** What the engine knows of the server. */
export type Reach = Pick<EngineState, 'access' | 'greeted' | 'outdated' | 'reachable'>;

export const isSameReach = (a: Reach, b: Reach): boolean =>
  a.access === b.access && a.greeted === b.greeted && a.outdated === b.outdated && a.reachable === b.reachable;

/** What screens hear of it. Let in is who was greeted: an engine that begins only hopes so. */
export const newsOf = ({ access, greeted, outdated, reachable }: Reach): Partial<TillState> => ({
  online: reachable,
  ...(greeted && access === 'open' ? { isRevoked: false } : {}),
  ...(outdated ? { reloadNeeded: true } : {}),
});

/** How far the databases have come. */
export type Stage = 'opening' | 'open' | 'broken_storage';

type Where = {
  readonly readOnly: boolean;
  readonly stage: Stage;
  readonly isEnrolled: boolean;
  readonly isNew: boolean; // nobody has confirmed it yet
  readonly access: EngineState['access'];
};

/** Changes what screens show; they are not asked to look again at what they show already. */
export function tellNews(state: StoreApi<TillState>, change: Partial<TillState>, where: Where): void {
  const known = state.getState();
  const isRevoked = isTurnedAway(where.access, { was: known.isRevoked, is: change.isRevoked });
  const shown: Partial<TillState> = { ...change, access: where.access, isRevoked, phase: phaseOf(where, isRevoked) };
  const isNews = (Object.keys(shown) as (keyof TillState)[]).some((part) => !Object.is(shown[part], known[part]));
  if (isNews) state.setState({ ...known, ...shown }, true); // spread here: the store's own way copies many times slower
}

/** Whoever was turned away stays so until the server has let it in again, also while it waits for that. */
const isTurnedAway = (access: Where['access'], { was, is }: { was: boolean; is: boolean | undefined }): boolean =>
  access === 'open' ? (is ?? was) : access === 'revoked' || was || is === true;

/** What kind of screen this till shows. */
function phaseOf(till: Where, isRevoked: boolean): TillState['phase'] {
  if (till.readOnly) return 'older_app';
  if (till.stage !== 'open') return till.stage;
  if (!till.isEnrolled) return 'unenrolled';
  if (till.access === 'waiting' && till.isNew) return 'waiting';
  return isRevoked ? 'revoked' : 'ready';
}
