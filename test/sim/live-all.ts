/** Many lives one after the other, and how a broken one is told. */
import { live, type Life } from './life.ts';

const TWICE_EVERY = 100;

export type Ask = {
  readonly from: number;
  readonly seeds: number;
  readonly untilMs: number;
  readonly clock: () => number;
  readonly stopAt: number; // broken lives after which nothing new is learnt
  readonly onBroken: (life: Life) => void;
  readonly twiceEvery?: number;
  /** Lives one life; in memory unless said otherwise. */
  readonly liveOne?: (seed: number) => Promise<Life>;
};

type Lives = {
  readonly lives: number;
  readonly broken: readonly Life[];
  readonly ms: number;
  readonly events: number;
  readonly entries: number;
  readonly twice: number;
};

const oneLife = (seed: number): Promise<Life> => live(seed);

export async function liveAll(ask: Ask): Promise<Lives> {
  const { from, seeds, untilMs, clock, stopAt, onBroken, twiceEvery = TWICE_EVERY, liveOne = oneLife } = ask;
  const startMs = clock();
  const broken: Life[] = [];
  const sums = { lives: 0, events: 0, entries: 0, twice: 0 };
  for (let seed = from; seed < from + seeds && clock() < untilMs && broken.length < stopAt; seed += 1) {
    let life = await liveOne(seed);
    if (seed % twiceEvery === 0) {
      const again = await liveOne(seed);
      sums.twice += 1;
      if (again.traceHash !== life.traceHash || again.events !== life.events) {
        life = {
          ...life,
          broken: { id: 'D1', what: `D1: ${life.traceHash} the first time, ${again.traceHash} the second` },
        };
      }
    }
    sums.lives += 1;
    sums.events += life.events;
    sums.entries += life.entries;
    if (life.broken === null) continue;
    broken.push(life);
    onBroken(life);
  }
  return { ...sums, broken, ms: clock() - startMs };
}

type Telling = { readonly lastLines?: number; readonly again?: string };

/** A broken life in words, with its last events. */
export const told = ({ seed, faults, broken, lines }: Life, { lastLines = 25, again }: Telling = {}): string =>
  [
    `seed ${seed} broke ${broken?.what ?? ''}`,
    `  faults: ${faults.join(', ') || 'none'}`,
    ...lines.slice(-lastLines).map((line) => `  ${line}`),
    `  again: ${again ?? `SIM_SEED=${seed} npm run sim`}`,
  ].join('\n');
