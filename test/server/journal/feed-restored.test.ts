/** A pull of several pages, and the server put back to an older copy between two of them. */
import { expect, test } from 'vitest';
import { readPages } from '../../../src/server/journal/feed.ts';
import { Clockwork } from '../../sim/clockwork.ts';
import { Dice } from '../../sim/dice.ts';
import { CALM_ENGINE } from '../../sim/faults.ts';
import { Shop, ShopDoor } from '../../sim/shop-door.ts';

const CHAIN = { deviceId: 'd', incarnation: 'i' };

function shopOf() {
  const shop = new Shop();
  const door = new ShopDoor({
    shop, clockwork: new Clockwork(), dice: new Dice(1), faults: () => CALM_ENGINE, process: { alive: true },
    onCrash: () => undefined, projectionFails: () => false,
  }); // prettier-ignore
  const put = (id: string) =>
    door.write(async (tx) => {
      tx.putState('org', [{ t: 'note', id, r: { text: 'some words' } }]);
    });
  /** One row to a page. */
  const page = async (after: number, mark: string) => {
    const streams = [{ stream: 'org', gen: 'x', after, mark }];
    const ask = { proto: 1 as const, schema: 1, maxBytes: 1, incarnation: 'i', streams } as never;
    const [answer] = await door.read((port) => readPages(port, CHAIN, ask));
    return answer!;
  };
  return { shop, put, page };
}

/** Rows seen from the start on; `between` happens after the first page. */
async function pulled({ page }: ReturnType<typeof shopOf>, between: () => unknown): Promise<string[] | string> {
  const seen: string[] = [];
  for (let [after, mark, more] = [0, '', true]; more;) {
    const answer = await page(after, mark);
    if ('error' in answer) return answer.error;
    for (const { id } of answer.rows) seen.push(id);
    if (after === 0) await between();
    [after, mark, more] = [answer.to, answer.mark, answer.more];
  }
  return seen;
}

test('a row that moved ahead of the reader and was put back behind it is not lost', async () => {
  const shop = shopOf();
  for (const id of ['a', 'b', 'c']) await shop.put(id);
  const putBack = shop.shop.backup();
  await shop.put('a'); // its older version is nowhere any more
  // The copy agrees with the first page, which ends before the change; only the head it was read under tells.
  expect(await pulled(shop, () => putBack(null))).toBe('history_changed');
});

test('a pull goes on while rows change', async () => {
  const shop = shopOf();
  for (const id of ['a', 'b', 'c']) await shop.put(id);
  await shop.put('a');
  expect(await pulled(shop, () => shop.put('b'))).toEqual(['b', 'c', 'a', 'b']);
});
