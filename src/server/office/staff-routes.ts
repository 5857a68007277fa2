/**
 * People who sell: list, add, change, set a PIN. A PIN comes here once, is stretched outside any transaction, and only
 * its verifier is stored and sent to tills.
 *
 * Invariants: a shop keeps an active owner; a manager touches no owner; a PIN is unique in each store its owner works
 * in; who becomes a manager needs a new, longer PIN.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { err, ok, type Result } from '../../core/result.ts';
import type { Role, StaffRow } from '../../wire/catalogue.ts';
import type { OfficeUser } from '../../wire/office.ts';
import {
  pinSet,
  staffAdd,
  staffChange,
  type StaffChange,
  type StaffList,
  type StaffListed,
} from '../../wire/office-shop.ts';
import { fromBase64url } from '../../wire/proof.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { makePinVerifier, verifierUnder } from '../auth/make-pin.ts';
import type { Tx } from '../db/door.ts';
import { saveStaff, staffRows, stores } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { hasPinLength, isEasyPin, pinLeast } from './pin-rules.ts';
import { tidyNames } from './product-edits.ts';

const listed = ({ pin, ...person }: StaffRow): StaffListed => ({ ...person, hasPin: pin !== null });
const leads = (role: Role): boolean => role === 'manager' || role === 'owner';

export function staffRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/staff', () =>
    door.read(orgId, async (tx) => ok<StaffList>({ rows: (await staffRows(tx)).map(listed) })),
  );

  routes.write('POST', '/staff', 'change', staffAdd, async ({ body, user }) => {
    const names = tidyNames(body.names);
    if (names === null) return err({ code: 'name_missing' });
    if (body.role === 'owner' && user.role !== 'owner') return err({ code: 'not_allowed' });
    const person: StaffRow = { ...body, names, staffId: deps.ids(), pin: null, active: true };
    return door.write(orgId, async (tx) => {
      if (!(await storesExist(tx, person.storeIds))) return notFound;
      await saveStaff(tx, person, deps.clock());
      return ok(listed(person));
    });
  });

  routes.write('PATCH', '/staff/:staffId', 'change', staffChange, ({ body, params, user }) =>
    door.write(orgId, (tx) =>
      changePerson(tx, { staffId: params['staffId'] ?? '', change: body, user, nowMs: deps.clock() }),
    ),
  );

  routes.write('PUT', '/staff/:staffId/pin', 'change', pinSet, ({ body, params, user }) =>
    setPin(deps, params['staffId'] ?? '', body.pin, user),
  );
}

type Change = {
  readonly staffId: string;
  readonly change: StaffChange;
  readonly user: OfficeUser;
  readonly nowMs: number;
};

async function changePerson(tx: Tx, { staffId, change, user, nowMs }: Change): Promise<Result<StaffListed, Refusal>> {
  const all = await staffRows(tx);
  const was = all.find((person) => person.staffId === staffId);
  if (was === undefined) return notFound;
  const names = change.names === undefined ? was.names : tidyNames(change.names);
  if (names === null) return err({ code: 'name_missing' });
  const role = change.role ?? was.role;
  if (user.role !== 'owner' && (was.role === 'owner' || role === 'owner')) return err({ code: 'not_allowed' });
  const storeIds = change.storeIds ?? was.storeIds;
  if (!(await storesExist(tx, storeIds))) return notFound;
  const active = change.active ?? was.active;
  const owners = all.filter((person) => person.role === 'owner' && person.active && person.staffId !== staffId);
  if (was.role === 'owner' && was.active && (role !== 'owner' || !active) && owners.length === 0)
    return err({ code: 'last_owner' });
  // A PIN is known to be free in the stores it was set for, and long enough for the role it was set for, and no
  // further.
  const moved = storeIds.some((storeId) => !was.storeIds.includes(storeId));
  const pin = moved || (leads(role) && !leads(was.role)) || (active && !was.active) ? null : was.pin;
  const after: StaffRow = { staffId, names, role, storeIds, pin, active };
  await saveStaff(tx, after, nowMs);
  return ok(listed(after));
}

async function storesExist(tx: Tx, storeIds: readonly string[]): Promise<boolean> {
  const known = new Set((await stores(tx)).map((store) => store.storeId));
  return storeIds.length > 0 && storeIds.every((storeId) => known.has(storeId));
}

async function setPin(
  deps: ServerDeps,
  staffId: string,
  pin: string,
  user: OfficeUser,
): Promise<Result<StaffListed, Refusal>> {
  const { all, storeNos } = await deps.door.read(deps.orgId, async (tx) => ({
    all: await staffRows(tx),
    storeNos: (await stores(tx)).map((store) => store.storeNo),
  }));
  const person = all.find((one) => one.staffId === staffId);
  if (person === undefined) return notFound;
  if (person.role === 'owner' && user.role !== 'owner') return err({ code: 'not_allowed' });
  if (!hasPinLength(pin, person.role)) return err({ code: 'pin_too_short', facts: { least: pinLeast(person.role) } });
  const colleagues = all.filter(
    (one) => one.staffId !== staffId && one.storeIds.some((id) => person.storeIds.includes(id)),
  );
  let free = !isEasyPin(pin, storeNos);
  for (const { pin: theirs } of colleagues) {
    if (theirs === null) continue;
    const same = (await verifierUnder(pin, fromBase64url(theirs.salt), theirs)) === theirs.verifier;
    await breathe(); // others get their turn on this thread in between
    free = free && !same; // every one is tried: the time taken tells nothing about which
  }
  if (!free) return err({ code: 'pin_not_acceptable' });
  const verifier = await makePinVerifier(pin, deps.randomBytes(16));

  return deps.door.write(deps.orgId, async (tx): Promise<Result<StaffListed, Refusal>> => {
    const now = await staffRows(tx);
    // another PIN was set while this was checked
    if (pinsOf(now) !== pinsOf(all)) return err({ code: 'changed_meanwhile' });
    const after: StaffRow = { ...person, pin: verifier };
    await saveStaff(tx, after, deps.clock());
    return ok(listed(after));
  });
}

const pinsOf = (people: readonly StaffRow[]): string =>
  JSON.stringify(
    people.map(({ staffId, pin, role, storeIds, active }) => [staffId, pin?.verifier, role, storeIds, active]),
  );
