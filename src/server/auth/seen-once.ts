/** Numbers that may be used once: remembered for as long as they could be used again. In this process's memory. */
export type SeenOnce = (number: string) => boolean;

const MOST = 200_000;

/** True the first time a number is shown within `keepMs`. Two generations of sets: forgetting costs nothing. */
export function seenOnce(keepMs: number, clock: () => number): SeenOnce {
  let older = new Set<string>();
  let newer = new Set<string>();
  let turnedMs = clock();
  return (number) => {
    const nowMs = clock();
    if (nowMs - turnedMs > keepMs || newer.size > MOST) {
      older = newer;
      newer = new Set();
      turnedMs = nowMs;
    }
    if (older.has(number) || newer.has(number)) return false;
    newer.add(number);
    return true;
  };
}
