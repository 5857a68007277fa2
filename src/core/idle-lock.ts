/** After how many minutes a till left alone signs its person out. A shop chooses one of a few. */
export const LOCK_MINUTES = [1, 2, 5, 10, 30] as const;
export type LockMinutes = (typeof LOCK_MINUTES)[number];
/** Where the shop has said nothing. */
export const DEFAULT_LOCK_MINUTES: LockMinutes = 2;
