/** Every package of package.json is there because something uses it, and ARCHITECTURE.md names those that run. */
import { importsOf } from './imports.ts';
import { packagesOf } from './judge-imports.ts';
import { sourcesOf, type Fault, type Tree } from './source-tree.ts';

const PAPER = 'ARCHITECTURE.md';
const SECTION = '## Dependencies';
const IN_CODE = /`([@\w][\w./@-]*)`/g;

/** Names the packages that sources import, and those that scripts, settings and a test's first line speak of. */
function usedIn(tree: Tree): (name: string) => boolean {
  const imported = new Set(
    sourcesOf(tree)
      .flatMap(([path, text]) => importsOf(path, text, tree))
      .flatMap(({ target }) => (target?.kind === 'package' ? [target.name] : [])),
  );
  const settings = [...tree].filter(([path]) => /^scripts\/|^[\w.-]+\.(js|ts)$/.test(path)).map(([, text]) => text);
  const firstLines = sourcesOf(tree).map(([, text]) => text.slice(0, text.indexOf('\n')));
  return (name) =>
    imported.has(name) ||
    settings.some((text) => [`'${name}'`, `'${name}/`, `/${name}/`].some((part) => text.includes(part))) ||
    firstLines.includes(`// @vitest-environment ${name}`);
}

/** `@types/babel__core` describes `@babel/core`. */
function describedBy(name: string): string {
  const [scope, rest] = name.replace(/^@types\//, '').split('__');
  return rest === undefined ? (scope ?? '') : `@${scope ?? ''}/${rest}`;
}

function namedInPaper(tree: Tree): { readonly names: ReadonlySet<string>; readonly line: number } {
  const text = tree.get(PAPER) ?? '';
  const from = text.indexOf(SECTION);
  if (from < 0) return { names: new Set(), line: 1 };
  const to = text.indexOf('\n## ', from);
  const rows = text
    .slice(from, to < 0 ? undefined : to)
    .split('\n')
    .filter((row) => row.startsWith('|'));
  const names = rows.flatMap((row) => [...row.matchAll(IN_CODE)].map(([, name = '']) => name));
  return { names: new Set(names), line: text.slice(0, from).split('\n').length };
}

export function judgePackages(tree: Tree): readonly Fault[] {
  const { runtime, all } = packagesOf(tree);
  const isUsed = usedIn(tree);
  const isNeeded = (name: string) =>
    name === '@types/node' || (name.startsWith('@types/') ? all.has(describedBy(name)) : isUsed(name));
  const { names, line } = namedInPaper(tree);
  const idle = [...all].filter((name) => !isNeeded(name)).map((name) => `nothing uses ${name}`);
  const untold = [...runtime].filter((name) => !names.has(name)).map((name) => `${name} is not named here`);
  const gone = [...names].filter((name) => !runtime.has(name)).map((name) => `${name} is no dependency`);
  return [
    ...idle.map((what) => ({ path: 'package.json', line: 1, what })),
    ...[...untold, ...gone].map((what) => ({ path: PAPER, line, what })),
  ];
}
