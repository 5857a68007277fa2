/**
 * A store's compact catalogue, made once for each state of the goods and kept compressed in memory: every phone of a
 * shop asks for the same bytes. Rebuilt when the org's stream has moved and somebody asks.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ShopCatalogue } from '../../wire/shop.ts';
import type { Door } from '../db/door.ts';
import { catalogueVersion } from '../db/catalogue-products.ts';
import { offersForPhones } from '../db/pricing.ts';
import { compactGoods, shopStoreByNo } from '../db/shop-goods.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

export type PackedCatalogue = {
  readonly etag: string;
  readonly br: Buffer;
  readonly gz: Buffer;
  readonly plain: Buffer;
};

interface CatalogueShelf {
  /** The catalogue of a store as bytes; undefined when there is no such store. */
  of(storeNo: number): Promise<PackedCatalogue | undefined>;
}

type Kept = { readonly head: string; readonly packed: Promise<PackedCatalogue | undefined> };

/** Makes catalogues when asked, one at a time per store. */
export function createCatalogueShelf(door: Door, orgId: string, clock: () => number): CatalogueShelf {
  const kept = new Map<number, Kept>();
  const pack = async (storeNo: number): Promise<PackedCatalogue | undefined> => {
    const read = await door.read(orgId, async (tx) => {
      const found = await shopStoreByNo(tx, storeNo);
      if (found === undefined) return undefined;
      const offers = await offersForPhones(tx, found.storeId);
      return { store: found.store, ...(await compactGoods(tx, found.catalogueMax)), ...offers };
    });
    if (read === undefined) return undefined;
    const version = createHash('sha256').update(JSON.stringify(read)).digest('hex').slice(0, 32);
    const catalogue: ShopCatalogue = { ...read, version, serverMs: clock() };
    const plain = Buffer.from(JSON.stringify(catalogue));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
    const [br, gz] = await Promise.all([brotli(plain, quality), gzipped(plain)]);
    return { etag: `"${version}"`, br, gz, plain };
  };
  return {
    async of(storeNo) {
      const head = await door.read(orgId, catalogueVersion);
      const known = kept.get(storeNo);
      if (known?.head === head) return known.packed;
      const packed = pack(storeNo);
      kept.set(storeNo, { head, packed });
      packed.then(
        (value) => {
          if (value === undefined) kept.delete(storeNo);
        },
        () => kept.delete(storeNo), // whoever asked is told; the next one tries anew
      );
      return packed;
    },
  };
}
