import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SmallRows } from '../../../src/client/catalogue/small-rows.ts';
import type { StoredRow } from '../../../src/client/db/cache-db.ts';
import { uuidOf } from '../../support/builders.ts';

type Known = { readonly memberId: string; readonly cardHash: string; readonly phoneHash: string | null };

const rowOf = (n: number, card: number, phone: number | null): StoredRow & { readonly r: Known } => {
  const memberId = uuidOf(n);
  const hashes = { cardHash: `c${String(card)}`, phoneHash: phone === null ? null : `p${String(phone)}` };
  const r = { memberId, ...hashes, label: '', tier: null, state: 'active' as const };
  return { t: 'member', id: memberId, s: 1, r };
};
const some = fc.nat(6);
const step = fc.oneof(
  fc.record({ put: some, card: some, phone: fc.option(some) }),
  fc.record({ drop: some }),
  fc.record({ taken: fc.array(fc.tuple(some, some, fc.option(some)), { maxLength: 4 }) }),
  fc.record({ look: fc.constant(true) }),
);

// The index is made at the first look-up and kept from then on: whenever that is, it says what going through all says.
test('members found by a hash are those that have it now', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const rows = new SmallRows();
      let model = new Map<string, Known>();
      const look = () => {
        for (const what of ['card', 'phone'] as const)
          for (let n = 0; n < 7; n += 1) {
            const hash = `${what === 'card' ? 'c' : 'p'}${String(n)}`;
            const right = [...model.values()].filter(
              (one) => (what === 'card' ? one.cardHash : one.phoneHash) === hash,
            );
            const ids = (of: readonly { readonly memberId: string }[]) => of.map(({ memberId }) => memberId).sort();
            expect(ids(rows.membersBy(what, hash))).toEqual(ids(right));
          }
      };
      for (const one of steps) {
        if ('put' in one) {
          const row = rowOf(one.put, one.card, one.phone);
          rows.put(row);
          model.set(row.id, row.r);
        } else if ('drop' in one) {
          rows.drop({ t: 'member', id: uuidOf(one.drop) });
          model.delete(uuidOf(one.drop));
        } else if ('taken' in one) {
          const other = new SmallRows();
          const fresh = one.taken.map((of) => rowOf(...of));
          for (const row of fresh) other.put(row);
          rows.takeTables((table) => table === 'member', other);
          model = new Map(fresh.map(({ id, r }) => [id, r]));
          other.put(rowOf(5, 5, 5)); // that reading goes on, and is not seen
        } else look();
      }
      look();
    }),
  );
});

test('tables of one stream are taken, those of another stay', () => {
  const [rows, other] = [new SmallRows(), new SmallRows()];
  rows.put({ t: 'till', id: 'a', s: 1, r: {} });
  rows.put({ t: 'staff', id: 'b', s: 1, r: {} });
  other.put({ t: 'staff', id: 'c', s: 1, r: {} });
  rows.takeTables((table) => table === 'staff', other);
  expect([...rows.all('staff'), ...rows.all('till')].map(({ id }) => id)).toEqual(['c', 'a']);
  expect(rows.get('staff', 'b')).toBe(undefined);
});
