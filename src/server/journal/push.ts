/** A push as it goes through the journal, and what taking it in needs from the world. Shapes only. */
import type { Sha256Hex } from '../../core/journal.ts';
import type { PublicJwk } from '../../wire/scalars.ts';
import type { Durability, PushHeader } from '../../wire/sync.ts';
import type { JournalDoor } from './port.ts';

/** What the device states of the lines, and signs. */
type Statement = Pick<
  PushHeader,
  'deviceId' | 'incarnation' | 'from' | 'to' | 'headHash' | 'headSeq' | 'bodyDigest' | 'timeMs' | 'storeOnly'
>;

/** A push taken apart but not judged. */
export type Push = {
  readonly header: Statement;
  readonly headerText: string; // exact bytes of line 1
  readonly signature: Uint8Array;
  readonly lines: readonly string[];
  /** Brought by hand, in a file made some time ago: it says nothing of where the device or its clock is now. */
  readonly carried?: true;
};

/** What may be said of stored entries: the level they have reached, and whether that is what this shop asks for. */
export type Promised = { readonly durability: Durability; readonly safe: boolean };

export type AcceptMeans = {
  readonly door: JournalDoor;
  readonly clock: () => number;
  readonly ids: () => string;
  readonly sha256Hex: Sha256Hex;
  readonly verify: (key: PublicJwk, signature: Uint8Array, text: string) => Promise<boolean>;
  readonly promise: () => Promise<Promised>;
  /** Hears of what was survived: careful mode, entries parked for our own mistakes. */
  readonly report: (what: string, facts: Readonly<Record<string, unknown>>) => void;
};
