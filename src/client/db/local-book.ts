/**
 * What a fact changes on this device in the same transaction: the list of sales, the open shift, the till's own number
 * series, the cart that a sale closes. The server works out everything else.
 *
 * Invariants: numbers of receipts, shifts and Z reports are given here, inside the transaction, so a series has no gap
 * and two tabs never share a number; a sale needs the shift that is open now, whatever its tab believed.
 */
import type { EntryDraft, EntryEnvelope } from '../../core/journal.ts';
import { receiptNo } from '../../core/receipt-no.ts';
import type { EntryBody, EntryKind } from '../../wire/entry.ts';
import { RefusedError } from '../../wire/refused-error.ts';
import type { LocalSale, OpenShift, TillIdentity } from '../till-device.ts';
import type { Fact } from './commit-entry.ts';
import { freeGrant, spendGrants } from './grant-shelf.ts';
import { entriesAfter, type EntryRow, type JournalDb, type Register } from './journal-db.ts';
import { shiftFacts } from './shift-facts.ts';

export type NewFact = {
  readonly [K in EntryKind]: { readonly kind: K; readonly body: EntryBody<K> };
}[EntryKind];

/** Who, where and when: the envelope's fields that a person's act does not carry. */
export type Stamp = Pick<EntryDraft, 'entryId' | 'wallMs' | 'monoMs' | 'offsetMs' | 'staffId'> & {
  readonly today: string | null; // business date of a shift opened now
};

type Place = { readonly db: JournalDb; readonly till: Pick<TillIdentity, 'tillCode' | 'incarnationNo'> };

/** Joins a new fact with its local consequences. `closesCart` is the cart that is done with it. */
export function localFact(place: Place, fact: NewFact, stamp: Stamp, closesCart: string | null): Fact {
  const { today, ...clock } = stamp;
  return {
    entryId: stamp.entryId,
    draft: (register) => {
      const { kind, body } = numbered(place, fact, register);
      const businessDate = kind === 'shift.opened' ? today : (register.shift?.businessDate ?? null);
      return { v: 1, ...clock, kind, businessDate, body };
    },
    touch: (entry, row) => {
      const { db } = place;
      const done = entry as EntryEnvelope & NewFact; // made from `fact` a moment ago
      const sale = localSale(done, row);
      return Promise.all([
        done.kind === 'shift.closed' ? requireWholeShift(db, row.incarnation, done.body) : null,
        sale === null ? null : db.sales.put(sale),
        done.kind === 'sale.completed' ? spendGrants(db, done.body.tenders) : null,
        done.kind === 'grant.returned' ? freeGrant(db, done.body) : null,
        done.kind === 'receipt.reprinted' ? db.sales.update(done.body.saleId, { copies: done.body.copyNo }) : null,
        closesCart === null
          ? null
          : db.carts.put({ cartId: closesCart, cart: null, savedMs: entry.wallMs, closedSeq: row.seq }),
      ]);
    },
    after: (entry, register) => registerAfter(entry as EntryEnvelope & NewFact, register),
  };
}

/** The fact with the numbers of this till's own series. Refuses what the open shift does not allow. */
function numbered({ till }: Place, fact: NewFact, register: Register): NewFact {
  switch (fact.kind) {
    case 'sale.completed':
    case 'return.completed':
    case 'sale.voided': {
      requireShift(register, fact.body.shiftId);
      const no = receiptNo(till.tillCode, register.incarnationNo ?? till.incarnationNo, register.receiptNo + 1);
      return numberedFact(fact, no);
    }
    case 'shift.opened':
      if (register.shift !== null) throw new RefusedError('shift_open_already');
      return { kind: fact.kind, body: { ...fact.body, shiftNo: register.shiftNo + 1 } };
    case 'shift.closed':
      requireShift(register, fact.body.shiftId);
      return { kind: fact.kind, body: { ...fact.body, zNo: register.zNo + 1 } };
    case 'cash.counted':
    case 'cash.moved':
    case 'drawer.opened':
    case 'shift.handed_over':
    case 'value.topped_up':
      requireShift(register, fact.body.shiftId);
      return fact;
    case 'incarnation.opened':
    case 'receipt.reprinted':
    case 'price.overridden':
    case 'line.removed':
    case 'cart.claimed':
    case 'cart.held':
    case 'cart.released':
    case 'stock.moved':
    case 'stock.counted':
    case 'pin.failed':
    case 'clock.shifted':
    case 'practice.started':
    case 'practice.ended':
    case 'entry.settled':
    case 'grant.given':
    case 'grant.returned':
    case 'grant.written_off':
      return fact;
  }
}

function numberedFact(
  fact: Extract<NewFact, { kind: 'sale.completed' | 'return.completed' | 'sale.voided' }>,
  no: string,
): NewFact {
  switch (fact.kind) {
    case 'sale.completed':
      return { kind: fact.kind, body: { ...fact.body, no } };
    case 'return.completed':
      return { kind: fact.kind, body: { ...fact.body, no } };
    case 'sale.voided':
      return { kind: fact.kind, body: { ...fact.body, no } };
  }
}

function requireShift(register: Register, shiftId: string): void {
  if (register.shift?.shiftId !== shiftId) throw new RefusedError('no_open_shift');
}

/** A Z report misses nothing: what slipped in behind its back (another tab) sends the cashier back to count. */
async function requireWholeShift(
  db: JournalDb,
  incarnation: string,
  { shiftId, lastSeq }: EntryBody<'shift.closed'>,
): Promise<void> {
  // Facts of an older life are numbered in another series, and were there before this life began.
  const later = await entriesAfter(db, { incarnation, seq: lastSeq, limit: Infinity });
  if (shiftFacts(later, shiftId).length > 0) throw new RefusedError('try_later');
}

function registerAfter(entry: EntryEnvelope & NewFact, register: Register): Register {
  if (entry.kind === 'sale.completed' || entry.kind === 'return.completed' || entry.kind === 'sale.voided') {
    return { ...register, receiptNo: register.receiptNo + 1 };
  }
  if (entry.kind === 'shift.opened') {
    return { ...register, shiftNo: entry.body.shiftNo, shift: openShift(entry, entry.body) };
  }
  if (entry.kind === 'shift.handed_over') {
    const { shift } = register;
    return shift === null ? register : { ...register, shift: { ...shift, staffId: entry.staffId ?? '' } };
  }
  if (entry.kind === 'shift.closed') {
    const { zNo, grandTotalMinor } = entry.body;
    return { ...register, zNo, grandTotalMinor, shift: null };
  }
  return register;
}

const openShift = (entry: EntryEnvelope, { shiftId, shiftNo, floatMinor }: EntryBody<'shift.opened'>): OpenShift => ({
  shiftId,
  shiftNo,
  floatMinor,
  staffId: entry.staffId ?? '',
  openedMs: entry.wallMs,
  openedSeq: entry.seq,
  businessDate: entry.businessDate ?? '',
});

/** The row of the sales list, or null for facts that are no sale. */
export function localSale(entry: EntryEnvelope & NewFact, row: EntryRow): LocalSale | null {
  const { incarnation, seq, entryId, hash } = row;
  const { wallMs, staffId } = entry;
  const shared = { incarnation, seq, entryId, hash, wallMs, staffId };
  if (entry.kind === 'sale.completed') {
    const { saleId, no, shiftId, cartId, totals } = entry.body;
    return { ...shared, saleId, no, shiftId, cartId, totalMinor: totals.totalMinor, kind: 'sale', body: entry.body };
  }
  if (entry.kind === 'return.completed' || entry.kind === 'sale.voided') {
    const { returnId, no, shiftId, totalMinor } = entry.body;
    const voids = entry.kind === 'sale.voided' ? { isVoid: true } : {};
    const row = { saleId: returnId, no, shiftId, cartId: null, totalMinor, kind: 'return', body: entry.body } as const;
    return { ...shared, ...row, ...voids };
  }
  return null;
}
