import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { settleDrafts, type ProductDraft, type Settled } from '../../../src/server/catalogue/settle-drafts.ts';
import type { ProductRow } from '../../../src/wire/catalogue.ts';

const KEYS = ['1', '2', '3', '4', '5'];
const gtin = fc.constantFrom(...KEYS.map((key) => key.padStart(14, '0')));
const code = fc.constantFrom(...KEYS.map((key) => `C${key}`), 'c1');

/** A few products that share no key. */
const shop = fc
  .uniqueArray(fc.record({ code: fc.option(code), gtins: fc.uniqueArray(gtin, { maxLength: 2 }), price: fc.nat(9) }), {
    maxLength: 5,
  })
  .map((drawn) => {
    const taken = new Set<string>();
    return drawn.map(({ code: wanted, gtins, price }, i): ProductRow => {
      const free = (key: string): boolean => !taken.has(key) && taken.add(key).has(key);
      return {
        skuId: `p${String(i)}`,
        skuNo: i + 1,
        code: wanted !== null && free(wanted) ? wanted : null,
        gtins: gtins.filter(free).sort(),
        names: { zh: `名${String(i)}` },
        spec: null,
        brand: null,
        category: null,
        unit: 'pcs',
        priceMinor: toMinor(price),
        floorMinor: null,
        taxBp: 0,
        picture: null,
        story: null,
        search: '',
        rank: 0,
        hot: false,
        status: 'active',
      };
    });
  });
type Drawn = {
  readonly product: number | null;
  readonly code: string | null;
  readonly gtins: readonly string[] | null;
  readonly price: number;
};
const drawnDraft: fc.Arbitrary<Drawn> = fc.record({
  product: fc.option(fc.nat(4)),
  code: fc.option(code),
  gtins: fc.option(fc.uniqueArray(gtin, { maxLength: 3 })),
  price: fc.nat(9),
});

function draftsOf(drawn: readonly Drawn[], stored: readonly ProductRow[]): ProductDraft[] {
  return drawn.map(({ product, code: wanted, gtins, price }) => ({
    skuId: product === null ? null : (stored[product]?.skuId ?? null),
    fields: {
      names: { zh: '新' },
      priceMinor: toMinor(price),
      ...(wanted === null ? {} : { code: wanted }),
      ...(gtins === null ? {} : { gtins: [...gtins] }),
    },
  }));
}

/** The shop after a save, and the drafts as they would be sent again: new products are found by now. */
function afterSave(drafts: readonly ProductDraft[], settled: readonly Settled[], stored: readonly ProductRow[]) {
  const products = new Map(stored.map((product) => [product.skuId, product]));
  const again = drafts.map((draft, i): ProductDraft => {
    const each = settled[i];
    if (each === undefined || each.what === 'refused') return draft;
    const skuId = draft.skuId ?? `n${String(i)}`;
    products.set(skuId, { ...each.fields, skuId, skuNo: 100 + i, search: '' });
    return { ...draft, skuId };
  });
  return { stored: [...products.values()], again };
}

test('no key ever has two owners, and saving the same once more changes nothing', () => {
  fc.assert(
    fc.property(shop, fc.array(drawnDraft, { maxLength: 8 }), (stored, drawn) => {
      const drafts = draftsOf(drawn, stored);
      const settled = settleDrafts(drafts, stored);
      const after = afterSave(drafts, settled, stored);
      const keys = after.stored.flatMap((product) => [
        ...product.gtins,
        ...(product.code === null ? [] : [`c${product.code}`]),
      ]);
      expect(new Set(keys).size).toBe(keys.length);
      const twice = settleDrafts(after.again, after.stored);
      expect(twice.map(({ what }) => what)).toEqual(
        settled.map(({ what }) => (what === 'refused' ? 'refused' : 'unchanged')),
      );
    }),
    { numRuns: 2000 },
  );
});

test('of two drafts with one key the first stays and is named', () => {
  const draft = (fields: ProductDraft['fields']): ProductDraft => ({
    skuId: null,
    fields: { names: { en: 'x' }, priceMinor: toMinor(1), ...fields },
  });
  const [first, second] = settleDrafts([draft({ code: 'A' }), draft({ code: 'A' })], []);
  expect(first?.what).toBe('added');
  expect(second).toEqual({ what: 'refused', key: 'A', by: { draft: 0 } });
  expect(settleDrafts([draft({ code: 'A' }), draft({ code: 'a' })], []).map(({ what }) => what)).toEqual([
    'added',
    'added',
  ]);
});
