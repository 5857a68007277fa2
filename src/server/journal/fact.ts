/** A fact on its way to its effect, and what was decided of it. Shapes only. */
import type { Entry } from '../../wire/entry.ts';
import type { EffectStatus, KeptFor } from '../../wire/task.ts';
import type { KnownDevice } from './port.ts';

/** An entry to be given its effect, and whose journal it stands in. */
export type Fact = {
  readonly entry: Entry;
  readonly hash: string;
  readonly device: KnownDevice;
  readonly incarnation: string;
  /** A person took it as it came: what only made it doubtful no longer keeps it back. */
  readonly asItIs?: boolean;
};

export type Ruling = {
  readonly status: Exclude<EffectStatus, 'set_aside'>;
  readonly code: KeptFor | null;
  readonly awaits: string | null;
};
