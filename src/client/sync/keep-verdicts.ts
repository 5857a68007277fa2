/**
 * What the server said about this journal, kept beside it: how far it is acknowledged and safe, whether it is frozen,
 * which entries need a person.
 *
 * Invariants: `acked` is written only at a place where this journal has an entry, with that entry's own hash; a word
 * about a life that this device has left (said to a tab that has not noticed) changes nothing.
 */
import type { Applied } from '../db/cache-db.ts';
import { putMeta, readMeta, type JournalDb, type OldLife } from '../db/journal-db.ts';
import { leftOf } from '../db/left-lives.ts';
import type { Booted, Effect } from './engine-state.ts';
import { hashAt, type Session } from './requests.ts';

type Place = Pick<Session, 'journal' | 'deviceId' | 'incarnation' | 'clock'>;
type Kept<D extends Effect['do']> = Extract<Effect, { do: D }>;

/** Tells whether anything was otherwise on disk. */
export const keepAcked = (place: Place, { seq, safeSeq, epoch }: Kept<'setAcked'>): Promise<boolean> =>
  place.journal.transaction('rw!', [place.journal.meta, place.journal.entries, place.journal.attention], async () => {
    const { journal } = place;
    const hash = await hashAt(journal, { ...place, seq });
    if (hash === null || !(await isPresent(place))) return false;
    const acked = await readMeta(journal, 'acked');
    const safe = (await readMeta(journal, 'safe'))?.seq;
    const known = (await readMeta(journal, 'serverEpoch'))?.epoch;
    const isAcked = acked?.seq === seq && acked.hash === hash;
    if (isAcked && (safeSeq ?? safe) === safe && (epoch ?? known) === known) return false; // as most hellos find it
    await putMeta(journal, 'acked', { seq, hash });
    if (safeSeq !== null) await putMeta(journal, 'safe', { seq: safeSeq });
    if (epoch !== null) await putMeta(journal, 'serverEpoch', { epoch });
    const isWhole = leftOf((await readMeta(journal, 'copying'))?.parts ?? []) === 0;
    if (seq > 0 && isWhole) await dropOldMatters(place);
    return true;
  });

/** What older lives left to a person: with their facts in this one, the office's list is the one that holds it. */
const dropOldMatters = ({ journal, incarnation }: Place) =>
  journal.attention.filter(({ key }) => !key.startsWith(`${incarnation}:`)).delete();

export const keepFrozen = (place: Place, { reason, at, serverHash }: Kept<'freeze'>): Promise<void> =>
  place.journal.transaction('rw!', [place.journal.meta], async () => {
    if (await isPresent(place)) await putMeta(place.journal, 'frozen', { reason, at, serverHash });
  });

/** The server has lost what lives before this one had sent: it is journalled again in this one. */
export const keepLacking = (place: Place, { lives }: Kept<'lack'>): Promise<void> =>
  place.journal.transaction('rw!', [place.journal.meta], async () => {
    const { journal } = place;
    const old = (await readMeta(journal, 'oldLives'))?.lives ?? [];
    const lacked = old.flatMap(({ incarnation, agreed }) =>
      agreed !== undefined && lives.includes(incarnation) ? [{ incarnation, after: 0, to: agreed.seq }] : [],
    );
    if (lacked.length === 0 || !(await isPresent(place))) return;
    const before = (await readMeta(journal, 'copying'))?.parts ?? [];
    await putMeta(journal, 'copying', { parts: [...before, ...lacked] });
    const isLacked = (life: OldLife) => lacked.some(({ incarnation }) => incarnation === life.incarnation);
    const left = old.map((life) => (isLacked(life) ? { incarnation: life.incarnation, safeSeq: 0 } : life));
    await putMeta(journal, 'oldLives', { lives: left });
  });

/** Whether the journal is still in the life this was said about. */
const isPresent = async ({ journal, incarnation }: Place): Promise<boolean> =>
  (await readMeta(journal, 'head'))?.incarnation === incarnation;

/** One row per matter: told again, it stays one. */
export async function keepAttention(place: Place, { key, code, seq }: Kept<'attention'>): Promise<void> {
  await place.journal.attention.put({ key: keyIn(place, key), code, seq, atMs: place.clock() });
}

/** Entries whose effect is in after all no longer need anybody. Tells whether there were any. */
export async function settleAttention(place: Place, { incarnation, seq, parked }: Applied): Promise<boolean> {
  if (incarnation !== place.incarnation) return false;
  const prefix = keyIn(place, 'entry:');
  const rows = await place.journal.attention.where('key').startsWith(prefix).toArray();
  const settled = rows.filter((row) => row.seq !== null && row.seq <= seq && !parked.includes(row.seq));
  if (settled.length > 0) await place.journal.attention.bulkDelete(settled.map(({ key }) => key));
  return settled.length > 0;
}

/** A matter that has settled by itself: nobody needs to look any more. */
export async function dropAttention(place: Place, key: string): Promise<void> {
  await place.journal.attention.delete(keyIn(place, key));
}

const keyIn = ({ incarnation }: Place, key: string): string => `${incarnation}:${key}`;

/** What the engine starts from, but for the streams. */
export const readMarks = (journal: JournalDb): Promise<Omit<Booted, 'streams'>> =>
  journal.transaction('r', [journal.meta], async () => {
    const [head, acked, safe, epoch, frozen, identity] = await Promise.all([
      readMeta(journal, 'head'),
      readMeta(journal, 'acked'),
      readMeta(journal, 'safe'),
      readMeta(journal, 'serverEpoch'),
      readMeta(journal, 'frozen'),
      readMeta(journal, 'identity'),
    ]);
    return {
      headSeq: head?.seq ?? 0,
      ackedSeq: acked?.seq ?? 0,
      safeSeq: safe?.seq ?? 0,
      frozen: frozen !== undefined,
      epoch: epoch?.epoch ?? null,
      waiting: identity?.waiting === true,
    };
  });
