import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { saveProducts, type Saved } from '../../../src/server/catalogue/save-product.ts';
import type { ProductDraft } from '../../../src/server/catalogue/settle-drafts.ts';
import { productsById } from '../../../src/server/db/catalogue-products.ts';
import { onBothEngines } from '../engines.ts';
import { ORG, testShop, type TestShop } from './shop.ts';

onBothEngines('saving products', (engine) => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await testShop(engine);
  });
  afterEach(() => shop.remove());

  const means = { newId: randomUUID, nowMs: 7 };
  const save = (...drafts: ProductDraft[]): Promise<Saved> =>
    shop.door.write(ORG, (tx) => saveProducts(tx, drafts, means));
  const fresh = (fields: ProductDraft['fields']): ProductDraft => ({
    skuId: null,
    fields: { names: { zh: '茶' }, priceMinor: toMinor(100), ...fields },
  });
  async function saved(...drafts: ProductDraft[]): Promise<string[]> {
    return (await save(...drafts)).products.map((each) => (each.what === 'refused' ? '' : each.product.skuId));
  }
  const now = async (skuId: string | undefined) => (await shop.read((tx) => productsById(tx, [skuId ?? ''], false)))[0];

  test('keys may be exchanged in one save', async () => {
    const [a, b] = await saved(
      fresh({ code: 'A', gtins: ['00000096385074'] }),
      fresh({ code: 'B', gtins: ['06901234567892'] }),
    );
    const swapped = await save(
      { skuId: a ?? '', fields: { code: 'B', gtins: ['06901234567892'] } },
      { skuId: b ?? '', fields: { code: 'A', gtins: ['00000096385074'] } },
    );
    expect(swapped).toMatchObject({ changed: 2, refused: 0 });
    expect(await now(a)).toMatchObject({ code: 'B', gtins: ['06901234567892'] });
    expect(await now(b)).toMatchObject({ code: 'A', gtins: ['00000096385074'] });
  });

  test('a key of another product is refused and everything else of the save gets in', async () => {
    const [a] = await saved(fresh({ code: 'A' }));
    const both = await save(fresh({ code: 'A', names: { en: 'Other' } }), fresh({ code: 'C' }));
    expect(both).toMatchObject({ added: 1, refused: 1 });
    expect(both.products[0]).toMatchObject({ what: 'refused', key: 'A', by: { product: { skuId: a } } });
  });

  test('a minimum age is kept, stays when another field changes, and 0 takes it away', async () => {
    const [a] = await saved(fresh({ code: 'A', minAge: 18 }));
    expect(await now(a)).toMatchObject({ minAge: 18 });
    expect(await save({ skuId: a ?? '', fields: { minAge: 18 } })).toMatchObject({ unchanged: 1 });
    await save({ skuId: a ?? '', fields: { priceMinor: toMinor(200) } });
    expect(await now(a)).toMatchObject({ minAge: 18, priceMinor: 200 });
    expect(await save({ skuId: a ?? '', fields: { minAge: 0 } })).toMatchObject({ changed: 1 });
    expect(await now(a)).not.toHaveProperty('minAge');
    expect(await save({ skuId: a ?? '', fields: { minAge: 16 } })).toMatchObject({ changed: 1 });
  });

  test('what the till asks of each pack is kept in one order, and nothing asked takes it away', async () => {
    const [a] = await saved(fresh({ code: 'A', asks: ['serial', 'lot'] }));
    expect(await now(a)).toMatchObject({ asks: ['lot', 'serial'] });
    expect(await save({ skuId: a ?? '', fields: { asks: ['lot', 'serial'] } })).toMatchObject({ unchanged: 1 });
    await save({ skuId: a ?? '', fields: { asks: ['serial'] } });
    expect(await now(a)).toMatchObject({ asks: ['serial'] });
    expect(await save({ skuId: a ?? '', fields: { asks: [] } })).toMatchObject({ changed: 1 });
    expect(await now(a)).not.toHaveProperty('asks');
  });

  test('options are kept as they are, changed only when they differ, and an empty list takes them away', async () => {
    const half = { names: { en: 'half' }, deltaMinor: toMinor(50) };
    const sugar = [{ names: { en: 'Sugar' }, min: 1, max: 1, choices: [half] }];
    const [a] = await saved(fresh({ code: 'A', options: sugar }));
    expect(await now(a)).toMatchObject({ options: sugar });
    expect(await save({ skuId: a ?? '', fields: { options: structuredClone(sugar) } })).toMatchObject({ unchanged: 1 });
    await save({ skuId: a ?? '', fields: { priceMinor: toMinor(200) } });
    expect(await now(a)).toMatchObject({ options: sugar, priceMinor: 200 });
    expect(await save({ skuId: a ?? '', fields: { options: [] } })).toMatchObject({ changed: 1 });
    expect(await now(a)).not.toHaveProperty('options');
  });

  test('a price is set once: the same again moves no stream, the search text stays', async () => {
    const [a] = await saved(fresh({ code: 'A' }));
    const before = await now(a);
    const head = await shop.head();
    const dearer = { skuId: a ?? '', fields: { priceMinor: toMinor(250) } };
    expect(await save(dearer)).toMatchObject({ changed: 1 });
    expect(await now(a)).toEqual({ ...before, priceMinor: 250 });
    expect(await shop.head()).toBe(head + 1);
    expect(await save(dearer)).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await shop.head()).toBe(head + 1);
  });

  test('numbers have no gap after a save that was rolled back', async () => {
    const failed = shop.door.write(ORG, async (tx) => {
      await saveProducts(tx, [fresh({ code: 'X' })], means);
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow('no');
    const { products } = await save(fresh({ code: 'A' }), fresh({ code: 'B' }));
    expect(products.map((each) => (each.what === 'refused' ? 0 : each.product.skuNo))).toEqual([1, 2]);
  });
});
