/** A style sheet of a screen and its users agree: every class is worn, every class worn is there. */
import { posix } from 'node:path';
import { sourcesOf, type Fault, type Tree } from './source-tree.ts';

const IMPORTED = /import (\w+) from '([^']+\.module\.css)'/g;

type User = { readonly path: string; readonly name: string; readonly text: string };

function usersOf(tree: Tree): ReadonlyMap<string, readonly User[]> {
  const users = new Map<string, User[]>();
  for (const [path, text] of sourcesOf(tree)) {
    for (const [line, name = '', sheet = ''] of text.matchAll(IMPORTED)) {
      const target = posix.join(posix.dirname(path), sheet);
      users.set(target, [...(users.get(target) ?? []), { path, name, text: text.replace(line, '') }]);
    }
  }
  return users;
}

function classesIn(css: string): ReadonlySet<string> {
  const plain = css.replace(/\/\*[^]*?\*\//g, '').replace(/:global\([^{]*\)/g, '');
  return new Set([...plain.matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(([, name = '']) => name));
}

const wornIn = ({ name, text }: User): readonly string[] =>
  [...text.matchAll(new RegExp(`(?<![\\w./-])${name}(?:\\.(\\w+)|\\['([\\w-]+)'\\])`, 'g'))].map(
    ([, a, b]) => a ?? b ?? '',
  );

export function judgeClasses(tree: Tree): readonly Fault[] {
  const users = usersOf(tree);
  return [...tree].flatMap(([path, css]) => {
    if (!path.endsWith('.module.css')) return [];
    const by = users.get(path) ?? [];
    const there = classesIn(css);
    const worn = new Set(by.flatMap(wornIn));
    const isByName = by.some(({ name, text }) => new RegExp(`\\b${name}\\[\\w`).test(text)); // css[tone]: any of them
    const idle = isByName ? [] : [...there].filter((name) => !worn.has(name));
    const missing = by.flatMap((user) =>
      wornIn(user).flatMap((name) => (there.has(name) ? [] : [{ path: user.path, line: 1, what: `no class ${name}` }])),
    );
    return [...idle.map((name) => ({ path, line: 1, what: `nothing wears .${name}` })), ...missing];
  });
}
