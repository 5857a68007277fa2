import { beforeEach, expect, test } from 'vitest';
import { deviceKeys } from '../../../src/client/auth/device-key.ts';
import { checkPin, MAX_TRIES, sealVerifier, type PinDeps } from '../../../src/client/auth/pin.ts';
import { stretchPin, type SaltedCosts } from '../../../src/client/auth/stretch-pin.ts';
import type { DatabasePlace } from '../../../src/client/db/open-database.ts';
import type { StaffRow } from '../../../src/wire/catalogue.ts';
import { pinVerifierOf } from '../../../src/wire/pin-verifier.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';
import { newId } from '../../support/till-facts.ts';

const COSTS: SaltedCosts = { salt: 'AAECAwQFBgcICQoLDA0ODw', mKib: 64, t: 1, p: 1 };
let place: DatabasePlace;
let now: number;
let evaluated: number;
let deps: PinDeps;

/** What a tab does at start: the same databases, nothing in memory. */
async function openTab(): Promise<PinDeps> {
  const db = await openJournal(place);
  const { pepper } = await deviceKeys(db, crypto);
  const stretch: PinDeps['stretch'] = (pin, costs) => {
    evaluated += 1;
    return stretchPin(pin, costs);
  };
  return { db, crypto, pepper, stretch, clock: () => now };
}

async function person(pin: string, role: StaffRow['role'] = 'cashier', salt = COSTS.salt): Promise<StaffRow> {
  const costs = { ...COSTS, salt };
  const verifier = await sealVerifier(deps, pinVerifierOf(await stretchPin(pin, costs)));
  return { staffId: newId(), names: { en: 'Ann' }, role, storeIds: [], pin: { ...costs, verifier }, active: true };
}

beforeEach(async () => {
  place = memoryPlace();
  now = 1_000_000_000;
  evaluated = 0;
  deps = await openTab();
});

test('the right PIN lets in, a wrong one does not, and success clears the count', async () => {
  const ann = await person('246810');
  for (let round = 0; round < 4; round += 1) {
    for (let wrong = 0; wrong < 4; wrong += 1) {
      expect(await checkPin(deps, ann, '000000')).toEqual({ ok: false, error: { code: 'wrong_pin' } });
    }
    expect(await checkPin(deps, ann, '246810')).toEqual({ ok: true, value: ann });
  }
});

test('what is no PIN is not even tried', async () => {
  const ann = await person('246810');
  expect(await checkPin(deps, ann, '')).toMatchObject({ error: { code: 'wrong_pin' } });
  expect(await checkPin(deps, { ...ann, pin: null }, '246810')).toMatchObject({ error: { code: 'wrong_pin' } });
  expect(evaluated).toBe(0);
});

test('after five wrong PINs one waits 30 s, then longer, also in another tab and after a restart', async () => {
  const ann = await person('246810');
  for (let wrong = 0; wrong < 5; wrong += 1) await checkPin(deps, ann, '000000');
  const other = await openTab();
  expect(await checkPin(other, ann, '246810')).toEqual({
    ok: false,
    error: { code: 'too_many_tries', facts: { seconds: 30 } },
  });
  now += 29_999;
  expect(await checkPin(deps, ann, '246810')).toMatchObject({ error: { facts: { seconds: 1 } } });
  now += 1;
  expect(await checkPin(deps, ann, '000000')).toMatchObject({ error: { code: 'wrong_pin' } });
  expect(await checkPin(deps, ann, '246810')).toMatchObject({ error: { facts: { seconds: 60 } } });
  now -= 3_600_000; // the clock was put back: the wait starts again, it does not last an hour
  expect(await checkPin(deps, ann, '246810')).toMatchObject({ error: { facts: { seconds: 60 } } });
});

test('never more than ten evaluations, whatever the clock and however many tabs', async () => {
  const ann = await person('246810');
  const tabs = [deps, await openTab(), await openTab()];
  for (let round = 0; round < 12; round += 1) {
    await Promise.all(tabs.map((tab) => checkPin(tab, ann, String(100_000 + round))));
    now += 24 * 3_600_000;
  }
  expect(evaluated).toBe(MAX_TRIES);
  expect(await checkPin(deps, ann, '246810')).toEqual({ ok: false, error: { code: 'pin_locked' } });
});

test('a try counts before it is made: a kill in the middle buys nothing', async () => {
  const ann = await person('246810');
  const killed: PinDeps = { ...deps, stretch: () => Promise.reject(new Error('the tab was killed')) };
  for (let kill = 0; kill < 5; kill += 1) await expect(checkPin(killed, ann, '000000')).rejects.toThrow('killed');
  expect(await checkPin(await openTab(), ann, '246810')).toMatchObject({ error: { code: 'too_many_tries' } });
});

test('a manager who signs in unlocks the others; a new PIN starts afresh', async () => {
  const [ann, ben, boss] = [await person('246810'), await person('135792'), await person('97531246', 'manager')];
  for (const one of [ann, ben]) {
    for (let wrong = 0; wrong < 12; wrong += 1) {
      await checkPin(deps, one, '000000');
      now += 3_600_000;
    }
  }
  expect(await checkPin(deps, ann, '246810')).toMatchObject({ error: { code: 'pin_locked' } });
  const renewed = { ...ann, pin: (await person('864209', 'cashier', 'EAECAwQFBgcICQoLDA0ODw')).pin };
  expect(await checkPin(deps, renewed, '864209')).toMatchObject({ ok: true });
  expect(await checkPin(deps, ben, '135792')).toMatchObject({ error: { code: 'pin_locked' } });
  expect(await checkPin(deps, boss, '97531246')).toMatchObject({ ok: true });
  expect(await checkPin(deps, ben, '135792')).toMatchObject({ ok: true });
});

test('what is stored is not what the office sent: it needs this device', async () => {
  const verifier = pinVerifierOf(await stretchPin('246810', COSTS));
  const elsewhere = await deviceKeys(await openJournal(memoryPlace()), crypto);
  const here = await sealVerifier(deps, verifier);
  expect(here).not.toBe(verifier);
  expect(await sealVerifier({ crypto, pepper: elsewhere.pepper }, verifier)).not.toBe(here);
});
