/**
 * Texts nobody means well with, made by a seed: real ones cut, doubled, bent and mixed, and noise of every kind. The
 * same seed makes the same texts, so a failure names itself by seed and place.
 */

/** Random numbers by a seed (mulberry32), below `most`. */
export function seeded(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

const NOISE = [
  '0', '9', 'A', 'z', ' ', '%', '/', '?', '&', '=', '(', ')', ':', '-', '.', '"', '\\', '{', '[', '\0', '\u001d', '\n',
  '\ud800', '\udfff', '\ufeff', '\u202e', '水', '🍎', '９', '%2F', '%00', '%zz', '//', '01', 'O0:',
  'https://', '__proto__', '1e309',
]; // prettier-ignore

/** `count` texts bent out of `samples`, at most `longest` long. */
export function hostileTexts(
  samples: readonly string[],
  { count = 10_000, seed = 1, longest = 4000 }: { count?: number; seed?: number; longest?: number } = {},
): string[] {
  const random = seeded(seed);
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
  const bends: readonly ((text: string) => string)[] = [
    (text) => text.slice(0, random(text.length + 1)),
    (text) => text.slice(random(text.length + 1)),
    (text) => text + pick(samples),
    (text) => text.slice(0, random(text.length + 1)) + pick(NOISE) + text.slice(random(text.length + 1)),
    (text) => text.slice(0, random(text.length + 1)) + pick(samples) + text.slice(random(text.length + 1)),
    (text) => Array.from(text).reverse().join(''),
    (text) => text.toLowerCase(),
    (text) => text.repeat(1 + random(20)),
    (text) => text + pick(NOISE).repeat(1 + random(400)),
    (text) => swapped(text, random(text.length || 1), String.fromCharCode(random(0x10000))),
    (text) => swapped(text, random(text.length || 1), String.fromCharCode(32 + random(95))),
    () => Array.from({ length: random(80) }, () => String.fromCharCode(random(0x10000))).join(''),
    () => Array.from({ length: random(60) }, () => pick(NOISE)).join(''),
    () => Array.from({ length: random(40) }, () => random(10)).join(''),
  ];
  return Array.from({ length: count }, () => {
    let text = pick(samples);
    for (let times = 1 + random(3); times > 0; times -= 1) text = (bends[random(bends.length)] ?? String)(text);
    return text.slice(0, longest);
  });
}

const swapped = (text: string, at: number, character: string): string =>
  text.slice(0, at) + character + text.slice(at + 1);

const JUNK: readonly unknown[] = [
  null, true, -1, -0, 0, 1.5, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, '', '\ud800', 'a\0b', [], {}, [[[[]]]],
  'x'.repeat(5000),
]; // prettier-ignore

/** `count` values bent out of JSON `samples`: parts gone, doubled, of another kind, under other names. */
export function hostileValues(samples: readonly string[], { count = 10_000, seed = 1 } = {}): unknown[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[random(from.length)];
  const junk = (): unknown => structuredClone(pick(JUNK));
  const bend = (value: unknown, depth: number): unknown => {
    if (random(depth + 2) === 0) return junk();
    if (Array.isArray(value)) {
      const list: unknown[] = [...(value as unknown[])];
      const at = random(list.length + 1);
      list.splice(at, random(2), bend(list[at], depth + 1));
      return list;
    }
    if (value === null || typeof value !== 'object') return junk();
    const entries: [string, unknown][] = Object.entries(value);
    const [name, inside] = entries[random(entries.length || 1)] ?? ['a', 1];
    const named = random(4) === 0 ? (pick(['__proto__', 'constructor', 'extra', '']) ?? '') : name;
    return Object.fromEntries([
      ...entries.filter(([each]) => each !== name || random(8) !== 0),
      [named, bend(inside, depth + 1)],
    ]);
  };
  return Array.from({ length: count }, () => {
    let value: unknown = JSON.parse(pick(samples) ?? 'null');
    for (let times = 1 + random(3); times > 0; times -= 1) value = bend(value, 0);
    return value;
  });
}

/**
 * The least CPU time of five runs, in milliseconds: how much work it is, whatever else the machine does meanwhile.
 */
export function leastWorkMs(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
