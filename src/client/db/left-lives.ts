/** Lives of its journal that this device has left: how the server is told of them, and what of them is still to do. */
import { entriesAfter, readMeta, type JournalDb } from './journal-db.ts';

/** How many facts of older lives are still to be journalled again. */
export const leftOf = (parts: readonly { readonly after: number; readonly to: number }[]): number =>
  parts.reduce((sum, { after, to }) => sum + to - after, 0);

type LeftLife = {
  readonly incarnation: string;
  readonly seq: number;
  readonly hash: string;
  readonly keptFrom?: number;
};

/**
 * The newest `most` of them, each with the place up to which the server had it. Where their beginning is forgotten
 * (retention.ts), with the first number that is still here: a server that lacks such a life is told what never comes.
 */
export async function livesLeft(db: JournalDb, most: number): Promise<readonly LeftLife[]> {
  const all = (await readMeta(db, 'oldLives'))?.lives ?? [];
  const left = all.flatMap(({ incarnation, agreed }) => (agreed === undefined ? [] : [{ incarnation, ...agreed }]));
  const named: LeftLife[] = [];
  for (const life of left.slice(-most)) {
    const [first] = await entriesAfter(db, { incarnation: life.incarnation, seq: 0, limit: 1 });
    const keptFrom = Math.min(first?.seq ?? Infinity, life.seq + 1);
    named.push(keptFrom === 1 ? life : { ...life, keptFrom });
  }
  return named;
}
