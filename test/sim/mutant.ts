/** What a planted bug is. */
import type { Patch } from './bundle.ts';

export type Mutant = Patch & {
  readonly name: string;
  readonly lie: string;
  /** The invariants any of which counts as a find. */
  readonly killedBy: readonly string[];
  /** Faults all its lives have: what shows it meets in one life of thousands otherwise. */
  readonly among?: readonly string[];
  /** How it is looked for, in words of the command; else in lives in memory. */
  readonly play?: readonly string[];
};
