/**
 * Who people were when something happened: by what the office knows of them now, and not by what a till says.
 *
 * Somebody who had left by then, or who works in other stores only, is nobody there: neither could have typed a PIN at
 * that till. A fact made before and heard of later stays theirs. An owner is at home in every store of the shop.
 */
import type { Role } from '../../core/permission.ts';

/** `leftMs`: when they left, null while they work here. */
type Person = { readonly role: Role; readonly storeIds: readonly string[]; readonly leftMs: number | null };
type Happened = {
  readonly entry: { readonly wallMs: number; readonly offsetMs: number | null };
  readonly device: { readonly storeId: string };
};
export type People = ReadonlyMap<string, Person>;

/** The role somebody had at the till of this fact when it happened; undefined: none. */
export function roleAt(people: People, { entry, device }: Happened): (staffId: string) => Role | undefined {
  const happenedMs = entry.wallMs + (entry.offsetMs ?? 0);
  return (staffId) => {
    const person = people.get(staffId);
    if (person === undefined) return undefined;
    if (person.role !== 'owner' && !person.storeIds.includes(device.storeId)) return undefined;
    return person.leftMs === null || happenedMs < person.leftMs ? person.role : undefined;
  };
}
