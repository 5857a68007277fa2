/** Damage to the files of a browser's IndexedDB, as a failing disk does it: bytes turned, or the end of a file gone. */
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from '../sim/dice.ts';

const MOST_BYTES = 64;

/** The store's own files, biggest first; empty when the profile has none. */
function filesOf(profile: string): readonly string[] {
  const folder = join(profile, 'Default', 'IndexedDB');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.leveldb'))
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((path) => /\.(log|ldb)$/.test(path) && statSync(path).size > 0)
    .sort((a, b) => statSync(b).size - statSync(a).size);
}

type Damage = 'turned' | 'cut';

/** Damages one file at places drawn; tells what was done, for whoever plays it again. */
export function damage(profile: string, dice: Dice): { readonly how: Damage; readonly words: string } {
  const files = filesOf(profile);
  if (files.length === 0) throw new Error(`no IndexedDB in ${profile}`);
  const path = dice.pick(files);
  const { size } = statSync(path);
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (dice.chance(0.5)) {
    // Half of them near the end, where the last sales are.
    const left = dice.chance(0.5) ? Math.max(0, size - dice.int(1, 20_000)) : dice.int(0, size - 1);
    truncateSync(path, left);
    return { how: 'cut', words: `${file} cut from ${String(size)} to ${String(left)} bytes` };
  }
  const bytes = readFileSync(path);
  const from = dice.chance(0.5) ? Math.max(0, size - 20_000) : 0;
  const places = Array.from({ length: dice.int(1, MOST_BYTES) }, () => dice.int(from, size - 1));
  for (const at of places) bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.int(0, 7));
  writeFileSync(path, bytes);
  return { how: 'turned', words: `${file} of ${String(size)} bytes turned at ${places.join(' ')}` };
}
