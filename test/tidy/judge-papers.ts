/** What the papers name must be there: paths in backticks or links, and npm commands. */
import type { Fault, Tree } from './source-tree.ts';

const PAPERS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const PATH = /(?:`|\]\()((?:src|test|scripts|public|\.ci)\/[\w./*<>{}@-]*|[\w-]+\.(?:md|json|ts|js|html))(?=[`)#])/g;
const COMMAND = /\bnpm run ([\w:-]+)/g;

/** A name with a part left open (`src/<face>/`, `*.test.ts`) stands for its fixed beginning. */
function isThere(path: string, tree: Tree): boolean {
  const fixed = path.replace(/[<*{].*$/, '').replace(/\/$/, '');
  return [...tree.keys()].some((file) => file === fixed || file.startsWith(fixed === path ? `${fixed}/` : fixed));
}

export function judgePapers(tree: Tree): readonly Fault[] {
  const { scripts = {} } = JSON.parse(tree.get('package.json') ?? '{}') as { scripts?: Record<string, string> };
  return PAPERS.flatMap((paper) =>
    (tree.get(paper) ?? '').split('\n').flatMap((text, i) => {
      const dead = [...text.matchAll(PATH)].map(([, path = '']) => path).filter((path) => !isThere(path, tree));
      const unknown = [...text.matchAll(COMMAND)].map(([, name = '']) => name).filter((name) => !(name in scripts));
      const what = [
        ...dead.map((path) => `no such path: ${path}`),
        ...unknown.map((name) => `no such command: ${name}`),
      ];
      return what.map((fault) => ({ path: paper, line: i + 1, what: fault }));
    }),
  );
}
