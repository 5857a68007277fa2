/**
 * A person settles an entry that was kept aside: it is decided again, booked as it came, or set aside for good. The
 * decision is an entry of the store's own register, signed and chained like any fact, with author and reason; another
 * decision takes it back.
 *
 * Invariants: a decision that changes nothing is not journalled; the entry's bytes never change; an entry taken out of
 * the books leaves no row and no stock move behind, so that booking it again cannot count it twice.
 */
import { err, ok, type Result } from '../../core/result.ts';
import type { Decision, Entry } from '../../wire/entry.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { EffectStatus } from '../../wire/task.ts';
import type { Tx } from '../db/door.ts';
import { entryByKey, type KeptEntry } from '../db/entries-with-effects.ts';
import { hasReturns, takeOut } from '../db/inbox.ts';
import { journalTx } from '../db/journal-tx.ts';
import type { Fact } from './fact.ts';
import { unbookMoves } from './move-stock.ts';
import { project } from './project.ts';
import { readStored } from './read-lines.ts';
import { registerFact, type RegisterMeans } from './register.ts';

type Asked = {
  readonly key: string;
  readonly decision: Decision;
  readonly reason: string;
  readonly user: { readonly userId: string; readonly login: string };
};

/** Carries a refusal out of the transaction, so that nothing of the decision stays. */
class NotSettled extends Error {
  override readonly name = 'NotSettled';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** What the rules let anybody decide of it now. What a role may is the caller's. */
export function decisionsOn(entry: Entry | null, { effect }: Pick<KeptEntry, 'effect'>): Decision[] {
  // Booked by a person: only then a reason is still beside it. What the rules booked is corrected by another fact.
  if (effect.status === 'applied') {
    return effect.code !== null && entry !== null && isReversible(entry) ? ['set_aside'] : [];
  }
  const release: Decision[] = effect.code === 'entry_id_reused' || entry === null ? [] : ['release'];
  const accept: Decision[] = entry === null ? [] : ['accept'];
  return [...release, ...accept, ...(effect.status === 'set_aside' ? [] : (['set_aside'] as const))];
}

/**
 * A shift is one row of several entries, and other moves rest on a count or on goods that were sent, so none of these
 * comes out alone; the others are rows of their own.
 */
function isReversible(entry: Entry): boolean {
  if (entry.kind === 'stock.moved') return entry.body.transfer === undefined;
  return ![
    ...['shift.opened', 'shift.closed', 'cash.counted', 'stock.counted', 'incarnation.opened', 'entry.settled'],
    ...['grant.given', 'grant.returned', 'grant.written_off'],
  ].includes(entry.kind);
}

/** Runs one decision in a transaction of its own. Refuses: `not_found`, `still_kept`, `not_reversible`. */
export async function settle(
  write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  means: RegisterMeans,
  asked: Asked,
): Promise<Result<{ readonly status: EffectStatus }, Refusal>> {
  try {
    return ok(await write((tx) => settleIn(tx, means, asked)));
  } catch (cause) {
    if (cause instanceof NotSettled) return err(cause.refusal);
    throw cause;
  }
}

async function settleIn(tx: Tx, means: RegisterMeans, asked: Asked): Promise<{ status: EffectStatus }> {
  const { key, decision, reason, user } = asked;
  const port = journalTx(tx);
  const seen = await entryByKey(tx, key);
  if (seen === null) throw new NotSettled({ code: 'not_found' });
  await port.lockHead(seen.effect); // one decision after another, and none while the till's own push is decided
  const kept = (await entryByKey(tx, key)) ?? seen;
  const entry = readStored(kept.bytes);
  if (!decisionsOn(entry, kept).includes(decision)) {
    throw new NotSettled({ code: kept.effect.status === 'applied' ? 'not_reversible' : 'still_kept' });
  }
  const { deviceId, incarnation, seq } = kept.effect;
  const { storeId } = kept.device;
  const body = { deviceId, incarnation, seq, key, decision, reason, userId: user.userId, by: user.login };
  await registerFact(means, tx, { storeId, entryId: means.ids(), kind: 'entry.settled', body });
  const status = decision === 'set_aside' ? await setAside(tx, kept, entry) : await book(tx, kept, asked, means);
  for (const code of ['entry_parked', 'entry_quarantined'] as const) {
    await port.closeTask(code, key, user.login, means.clock());
  }
  return { status };
}

const factOf = ({ effect, device, hash }: KeptEntry, entry: Entry): Fact => ({
  entry: { ...entry, entryId: effect.entryId }, // an id that stood for another fact already: its own key stands for it
  hash,
  device,
  incarnation: effect.incarnation,
});

async function book(tx: Tx, kept: KeptEntry, { decision }: Asked, means: RegisterMeans): Promise<EffectStatus> {
  const port = journalTx(tx);
  const entry = readStored(kept.bytes);
  if (entry === null) throw new NotSettled({ code: 'still_kept' });
  const [ruling] = await project(port, [{ ...factOf(kept, entry), asItIs: decision === 'accept' }], means.clock());
  if (ruling?.status !== 'applied') throw new NotSettled({ code: 'still_kept' });
  await port.setEffect(kept.effect.entryId, { ...ruling, code: kept.effect.code });
  return ruling.status;
}

async function setAside(tx: Tx, kept: KeptEntry, entry: Entry | null): Promise<EffectStatus> {
  const port = journalTx(tx);
  const { effect } = kept;
  if (effect.status === 'applied' && entry !== null) {
    const saleId = entry.kind === 'sale.completed' ? entry.body.saleId : null;
    const isBack = entry.kind === 'return.completed' || entry.kind === 'sale.voided';
    const returnId = isBack ? entry.body.returnId : null;
    if (saleId !== null && (await hasReturns(tx, saleId))) throw new NotSettled({ code: 'not_reversible' });
    const moves = await takeOut(tx, effect.entryId, { saleId, returnId });
    await unbookMoves(port, moves);
  }
  await port.setEffect(effect.entryId, { status: 'set_aside', code: effect.code, awaits: null });
  return 'set_aside';
}
