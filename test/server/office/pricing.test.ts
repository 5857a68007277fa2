import { afterEach, beforeEach, expect, test } from 'vitest';
import { promotionList, taxList } from '../../../src/wire/office-pricing.ts';
import { promotionRow } from '../../../src/wire/catalogue.ts';
import { aPromotion, amount, each, of, over, percent } from '../../support/pricing.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, ORG, type OfficeServer, type Person } from './office-fixture.ts';

const { promotionId: _id, rev: _rev, state: _state, ...fields } = aPromotion(1, each(of(1), percent(1000)));

onBothEngines('promotions and taxes in the office', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
  });
  afterEach(async () => {
    await server.close();
  });

  /** The row as tills are told of it. */
  const told = (table: string, id: string) =>
    server.deps.door.read(ORG, async (tx) => {
      const row = await tx.db
        .selectFrom('feed')
        .select('body')
        .where('org_id', '=', ORG)
        .where('stream', '=', 'org')
        .where('tbl', '=', table)
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return JSON.parse(row.body ?? 'null') as unknown;
    });

  test('a promotion is made, changed by who saw it last, and ended, and tills are told each time', async () => {
    const made = promotionRow.parse((await owner.call('POST', '/promotions', fields)).json());
    expect(made).toMatchObject({ ...fields, rev: 1, state: 'active' });
    expect(await told('promotion', made.promotionId)).toEqual(made);
    const path = `/promotions/${made.promotionId}`;
    const changed = await owner.call('PATCH', path, { ...fields, priority: 5, rev: 1 });
    expect(changed.json()).toMatchObject({ rev: 2, priority: 5 });
    expect((await owner.call('PATCH', path, { ...fields, rev: 1 })).json()).toEqual({ code: 'changed_meanwhile' });
    await owner.call('POST', `${path}/end`, { rev: 2 });
    expect(await told('promotion', made.promotionId)).toMatchObject({ rev: 3, state: 'ended' });
    expect(promotionList.parse((await owner.call('GET', '/promotions')).json()).rows).toHaveLength(1);
    expect((await owner.call('POST', '/promotions/none/end', { rev: 1 })).statusCode).toBe(404);
  });

  test.each([
    ['no name', { names: {} }, 'name_missing'],
    ['more than all of it', { offer: each(of(1), percent(10_001)) }, 'bad_request'],
    [
      'steps that fall',
      {
        offer: over(5, amount(1), {
          steps: [
            { from: 5, reward: amount(1) },
            { from: 4, reward: amount(2) },
          ],
        }),
      },
      'bad_request',
    ],
    ['every full nothing', { offer: over(0, amount(1), { isEvery: true }) }, 'bad_request'],
    ['an end before its start', { fromDate: '2026-02-01', toDate: '2026-01-01' }, 'bad_request'],
    ['a field nobody knows', { more: 1 }, 'bad_request'],
  ])('is refused with %s', async (_name, change, code) => {
    expect((await owner.call('POST', '/promotions', { ...fields, ...change })).json()).toMatchObject({ code });
  });

  test("taxes and rounding are the shop's, and a shop that says nothing of them has the row it had", async () => {
    expect(await told('settings', 'org')).not.toHaveProperty('cashRounding');
    const tax = {
      names: { en: 'QST' },
      ratePpm: 99_750,
      perUnitMinor: 0,
      isCompound: false,
      scope: fields.offer.form === 'each' ? fields.offer.scope : of(),
      storeIds: null,
      order: 2,
    };
    await owner.call('POST', '/taxes', tax);
    const [row] = taxList.parse((await owner.call('GET', '/taxes')).json()).rows;
    expect(await told('tax', row!.taxId)).toEqual({ ...tax, taxId: row!.taxId, state: 'active' });
    await owner.call('PATCH', `/taxes/${row!.taxId}`, { ...tax, ratePpm: 95_000, state: 'ended' });
    expect(await told('tax', row!.taxId)).toMatchObject({ ratePpm: 95_000, state: 'ended' });
    const cashRounding = { stepMinor: 5, how: 'half_up', on: 'cash' };
    await owner.call('PATCH', '/settings', { taxMode: 'added', taxRounding: 'total', cashRounding });
    expect(await told('settings', 'org')).toMatchObject({ taxMode: 'added', taxRounding: 'total', cashRounding });
  });
});
