import { afterEach, beforeEach, expect, test } from 'vitest';
import { promotionList, taxList } from '../../../src/wire/office-pricing.ts';
import { promotionRow, taxRow } from '../../../src/wire/catalogue.ts';
import { productSaved } from '../../../src/wire/office.ts';
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
    const how = { taxMode: 'added', taxRounding: 'total', taxRoundsTo: 'down', cashRounding };
    await owner.call('PATCH', '/settings', how);
    expect(await told('settings', 'org')).toMatchObject(how);
    await owner.call('PATCH', '/settings', { taxRoundsTo: 'nearest' });
    expect(await told('settings', 'org')).toMatchObject({ ...how, taxRoundsTo: 'nearest' });
  });

  const plain = { names: { en: 'VAT' }, perUnitMinor: 0, isCompound: false, storeIds: null, order: 1 };
  const everything = { skuNos: [], categories: [], exceptSkuNos: [] };

  test('another rate is told before its day: one tax ends on the day before, one like it begins', async () => {
    const first = taxRow.parse(
      (await owner.call('POST', '/taxes', { ...plain, ratePpm: 160_000, scope: everything })).json(),
    );
    const follow = (fromDate: string, ratePpm: number, taxId = first.taxId) =>
      owner.call('POST', `/taxes/${taxId}/follow`, { fromDate, ratePpm, perUnitMinor: 0 });
    const next = taxRow.parse((await follow('2027-04-01', 130_000)).json());
    expect(await told('tax', first.taxId)).toMatchObject({ ratePpm: 160_000, toDate: '2027-03-31', state: 'active' });
    expect(await told('tax', next.taxId)).toMatchObject({ ...plain, ratePpm: 130_000, fromDate: '2027-04-01' });
    expect((await follow('2027-04-02', 100_000)).json()).toMatchObject({ code: 'bad_request' }); // it is over by then
    expect((await follow('2027-04-01', 100_000, next.taxId)).json()).toMatchObject({ code: 'bad_request' });
    expect((await follow('2028-01-01', 0, next.taxId)).json()).toMatchObject({ code: 'bad_request' });
    expect(await told('tax', next.taxId)).not.toHaveProperty('toDate', '2027-12-31');
    expect(taxList.parse((await owner.call('GET', '/taxes')).json()).rows).toHaveLength(2);
    const manager = await server.signIn('manager');
    expect((await manager.call('POST', '/taxes', { ...plain, ratePpm: 1, scope: everything })).statusCode).toBe(403);
  });

  test('the goods of a tax are counted by category and one by one, the others by their own rate', async () => {
    const add = async (code: string, category: string | null, taxBp: number): Promise<number> => {
      const fields = { code, gtins: [], names: { zh: code }, spec: null, brand: null, unit: 'pcs', hot: false };
      const body = { ...fields, category, taxBp, status: 'active', priceMinor: 100 };
      return productSaved.parse((await owner.call('POST', '/products', body)).json()).product.skuNo;
    };
    const own = async () => taxList.parse((await owner.call('GET', '/taxes')).json()).own;
    const before = await own();
    const [, left, named] = [
      await add('N1', 'snacks', 600),
      await add('N2', 'snacks', 600),
      await add('N3', null, 600),
    ];
    expect(await own()).toEqual([...before, { taxBp: 600, products: 3 }].sort((a, b) => a.taxBp - b.taxBp));
    const scope = { skuNos: [], categories: ['snacks'], exceptSkuNos: [left] };
    await owner.call('POST', '/taxes', { ...plain, ratePpm: 90_000, scope });
    await owner.call('POST', '/taxes', { ...plain, ratePpm: 10_000, scope: { ...everything, skuNos: [named] } });
    const { rows, products } = taxList.parse((await owner.call('GET', '/taxes')).json());
    const counts = new Map(rows.map((row) => [row.ratePpm, products[row.taxId]]));
    expect([counts.get(90_000), counts.get(10_000)]).toEqual([2, 1]); // crisps of the shop and N1; N3
    expect((await own()).find(({ taxBp }) => taxBp === 600)).toEqual({ taxBp: 600, products: 1 }); // N2, left out
  });
});
