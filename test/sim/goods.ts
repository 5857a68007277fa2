/** What is sold in the simulated shop: bodies of facts whose sums add up. */
import { toMinor, ZERO } from '../../src/core/money.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import type { Dice } from './dice.ts';

export const SKUS = [1, 2, 3, 4] as const;
export const INITIAL_MILLI = 100_000;
const UNIT_MINOR = [0, 190, 250, 999, 5];

export function saleBody(
  dice: Dice,
  shiftId: string,
  ids: { saleId: string; cartId: string },
): EntryBody<'sale.completed'> {
  const lines = Array.from({ length: dice.int(1, 3) }, (_, at) => {
    const skuNo = dice.pick(SKUS);
    const count = dice.int(1, 3);
    const unitMinor = toMinor(UNIT_MINOR[skuNo] ?? 0);
    const grossMinor = toMinor(unitMinor * count);
    return {
      lineId: at + 1, skuNo, name: `Goods ${skuNo} 货`, qtyMilli: count * 1000, unitMinor, listMinor: unitMinor,
      grossMinor, discountMinor: ZERO, taxBp: 0, taxMinor: ZERO,
    }; // prettier-ignore
  });
  const totalMinor = toMinor(lines.reduce((sum, line) => sum + line.grossMinor, 0));
  const changeMinor = toMinor(dice.chance(0.5) ? 0 : dice.int(1, 500));
  return {
    ...ids,
    no: 'draft',
    kind: 'counter',
    shiftId,
    currency: 'GBP',
    taxMode: 'included',
    pbVersion: '0000:0',
    lines,
    tenders: [{ tenderId: 1, method: 'cash', amountMinor: toMinor(totalMinor + changeMinor) }],
    changeMinor,
    totals: { grossMinor: totalMinor, discountMinor: ZERO, taxMinor: ZERO, totalMinor },
    channel: 'counter',
    sourceQr: null,
  };
}

/** The same goods from a phone's cart, which its picture handed over. */
export const handedOver = (sale: EntryBody<'sale.completed'>): EntryBody<'sale.completed'> => ({
  ...sale,
  channel: 'handoff',
  sourceQr: `O0:${sale.cartId}`,
});

/** One of each line comes back. */
export function returnBody(
  sale: Pick<EntryBody<'sale.completed'>, 'saleId' | 'lines'>,
  { shiftId, returnId }: { shiftId: string; returnId: string },
): EntryBody<'return.completed'> {
  const [line] = sale.lines;
  if (line === undefined) throw new Error('a sale has a line');
  const refundMinor = line.unitMinor;
  return {
    returnId,
    no: 'draft',
    saleId: sale.saleId,
    shiftId,
    currency: 'GBP',
    lines: [
      {
        lineId: 1, skuNo: line.skuNo, name: line.name, qtyMilli: 1000, refundMinor, taxBp: 0, taxMinor: ZERO,
        condition: 'resalable',
      }, // prettier-ignore
    ],
    plan: [{ tenderId: 1, method: 'cash', amountMinor: refundMinor }],
    totalMinor: refundMinor,
    reason: 'sour',
    approverId: null,
  };
}

type Moves = readonly { readonly skuNo: number; readonly deltaMilli: number }[];
const readMoves = new Map<string, Moves>();

/** What an entry's bytes do to stock, read without any code of the product. */
export function movesIn(bytes: string): Moves {
  let moves = readMoves.get(bytes);
  if (moves !== undefined) return moves;
  if (readMoves.size > 10_000) readMoves.clear();
  moves = movesOf(bytes);
  readMoves.set(bytes, moves);
  return moves;
}

function movesOf(bytes: string): Moves {
  const entry = JSON.parse(bytes) as {
    kind: string;
    body: { lines?: { skuNo: number; qtyMilli: number }[]; moves?: { skuNo: number; deltaMilli: number }[] };
  };
  const lines = entry.body.lines ?? [];
  if (entry.kind === 'sale.completed') return lines.map(({ skuNo, qtyMilli }) => ({ skuNo, deltaMilli: -qtyMilli }));
  if (entry.kind === 'return.completed') return lines.map(({ skuNo, qtyMilli }) => ({ skuNo, deltaMilli: qtyMilli }));
  return entry.kind === 'stock.moved' ? (entry.body.moves ?? []) : [];
}
