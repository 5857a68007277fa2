/**
 * What the server side is built from: the server, its commands, its worker files, and the tools that run the client's
 * own code in Node. Only files that exist become entries, so a part that is not written yet stops nobody.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

function filesUnder(folder: string, wanted: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => wanted.test(path)).map((path) => join(folder, path));
}

const nameOf = (path: string) => basename(path).replace(/\.tsx?$/, '');

/** Entry name (its place under dist, without `.js`) to source file. */
export function nodeEntries(root: string): Readonly<Record<string, string>> {
  const at = (path: string) => join(root, path);
  const main = [at('src/server/main.ts')].filter(existsSync).map((path) => ['server/main', path] as const);
  const commands = filesUnder(at('src/server/commands'), /^[\w-]+\.ts$/).map(
    (path) => [`server/commands/${nameOf(path)}`, path] as const,
  );
  const workers = filesUnder(at('src/server'), /-worker\.ts$/).map((path) => [`server/${nameOf(path)}`, path] as const);
  const replay = [at('test/replay/replay.ts')].filter(existsSync).map((path) => ['tools/replay', path] as const);
  const bench = filesUnder(at('test/bench'), /^[\w-]+\.ts$/).map((path) => [`tools/${nameOf(path)}`, path] as const);
  const torture = [at('test/torture/torture.ts')].filter(existsSync).map((path) => ['tools/torture', path] as const);
  const day = [at('test/day/day.ts')].filter(existsSync).map((path) => ['tools/day', path] as const);
  const sim = ['sim', 'sim-mutants']
    .map((name) => [`tools/${name}`, at(`test/sim/${name}.ts`)] as const)
    .filter(([, path]) => existsSync(path));
  const load = ['storm', 'servers']
    .map((name) => [`tools/${name}`, at(`test/load/${name}.ts`)] as const)
    .filter(([, path]) => existsSync(path));
  const tools = [...replay, ...bench, ...sim, ...load, ...torture, ...day];
  return Object.fromEntries([...main, ...commands, ...workers, ...tools]);
}
