/**
 * The house rules as a test: who imports whom, how long things are, what they are called, what papers name. Every judge
 * is tried on a planted offence as well, because a judge that sees no files finds no faults.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { judgeClasses } from './tidy/judge-classes.ts';
import { judgeExports } from './tidy/judge-exports.ts';
import { judgeHabits } from './tidy/judge-habits.ts';
import { judgeCycles, judgeImports } from './tidy/judge-imports.ts';
import { judgePackages } from './tidy/judge-packages.ts';
import { judgePapers } from './tidy/judge-papers.ts';
import { judgeSizes } from './tidy/judge-sizes.ts';
import { judgeStyles } from './tidy/judge-styles.ts';
import { readTree, sourcesOf, treeOf, type Fault, type Tree } from './tidy/source-tree.ts';

const tree = readTree(fileURLToPath(new URL('..', import.meta.url)));

const JUDGES: Readonly<Record<string, (tree: Tree) => readonly Fault[]>> = {
  imports: judgeImports,
  cycles: judgeCycles,
  sizes: judgeSizes,
  habits: judgeHabits,
  styles: judgeStyles,
  classes: judgeClasses,
  papers: judgePapers,
  packages: judgePackages,
  exports: judgeExports,
};

const told = (faults: readonly Fault[]) => faults.map(({ path, line, what }) => `${path}:${String(line)} ${what}`);

describe('this checkout', () => {
  test('was read', () => {
    expect(sourcesOf(tree).length).toBeGreaterThan(100);
  });

  test.each(Object.entries(JUDGES))('%s', (_name, judge) => {
    expect(told(judge(tree))).toEqual([]);
  });
});

type Offence = readonly [judge: string, what: string, files: Readonly<Record<string, string>>, fault: RegExp];

// What the planted files lean on.
const REAL = [
  'package.json',
  'src/wire/face.ts',
  'src/core/result.ts',
  'src/client/service-worker.ts',
  'test/support/pg.ts',
];

const lines = (count: number) => Array.from({ length: count }, (_, i) => `// ${String(i)}`).join('\n');

const OFFENCES: readonly Offence[] = [
  ['imports', 'core imports react', { 'src/core/zz.ts': "import 'react';" }, /core may not import react/],
  ['imports', 'core imports node', { 'src/core/zz.ts': "import 'node:fs';" }, /core may not import node:fs/],
  ['imports', 'core imports wire', { 'src/core/zz.ts': "import '../wire/face.ts';" }, /core may not import wire/],
  [
    'imports',
    'core imports a type of wire',
    { 'src/core/zz.ts': "export type F = import('../wire/face.ts').Face;" },
    /core may not/,
  ],
  [
    'imports',
    'core loads wire later',
    { 'src/core/zz.ts': "await import('../wire/face.ts');" },
    /core may not import wire/,
  ],
  [
    'imports',
    'wire imports server',
    { 'src/wire/zz.ts': "import '../server/zz.ts';", 'src/server/zz.ts': '' },
    /wire may not import server/,
  ],
  [
    'imports',
    'a face imports a face',
    { 'src/till/zz.ts': "import '../shop/zz.ts';", 'src/shop/zz.ts': '' },
    /till may not import shop/,
  ],
  [
    'imports',
    'the server imports a face',
    { 'src/server/zz.ts': "import '../till/zz.ts';", 'src/till/zz.ts': '' },
    /server may not import till/,
  ],
  [
    'imports',
    'a face imports the server',
    { 'src/shop/zz.ts': "import '../server/zz.ts';", 'src/server/zz.ts': '' },
    /shop may not import server/,
  ],
  ['imports', 'the client imports react', { 'src/client/zz.ts': "import 'react';" }, /client may not import react/],
  [
    'imports',
    'ui imports client code',
    { 'src/ui/zz.ts': "import '../client/service-worker.ts';" },
    /ui may not import client/,
  ],
  ['imports', 'SQL outside its folder', { 'src/server/zz.ts': "import 'kysely';" }, /SQL lives in/],
  [
    'imports',
    'src imports test',
    { 'src/till/zz.ts': "import '../../test/support/pg.ts';" },
    /src may not import test/,
  ],
  ['imports', 'src uses a tool of the tests', { 'src/server/zz.ts': "import 'vitest';" }, /tool of the tests/],
  ['imports', 'a package nobody declared', { 'src/server/zz.ts': "import 'left-pad';" }, /not in package.json/],
  ['imports', 'a file that is not there', { 'src/till/zz.ts': "import './gone.ts';" }, /leads nowhere/],
  [
    'imports',
    'main.tsx loads a face at once',
    { 'src/main.tsx': "import './till/zz.ts';", 'src/till/zz.ts': '' },
    /may not import till/,
  ],
  [
    'imports',
    'the checker shares code',
    { 'test/replay/checker.ts': "import '../../src/core/result.ts';" },
    /nothing of src/,
  ],
  ['imports', 'a room nobody planned', { 'src/cellar/zz.ts': "import 'react';" }, /not a room/],
  [
    'cycles',
    'two files need each other',
    { 'src/core/zz-a.ts': "import './zz-b.ts';", 'src/core/zz-b.ts': "import './zz-a.ts';" },
    /a cycle: src\/core\/zz-a.ts -> src\/core\/zz-b.ts -> src\/core\/zz-a.ts/,
  ],
  ['sizes', 'a file of 401 lines', { 'src/core/zz.ts': lines(401) }, /a file of 401 lines/],
  ['sizes', 'a function of 71 lines', { 'src/core/zz.ts': `export function f() {\n${lines(69)}\n}` }, /function of 71/],
  ['sizes', 'a line of 121', { 'src/core/zz.ts': `// ${'x'.repeat(118)}` }, /a line of 121/],
  ['habits', 'a vague file', { 'src/till/utils.ts': '' }, /does not say what/],
  ['habits', 'a vague folder', { 'src/till/helpers/a.ts': '' }, /does not say what/],
  ['habits', 'a barrel', { 'src/till/zz.ts': "export { ok } from '../core/result.ts';" }, /passes on/],
  ['habits', 'camel case', { 'src/till/SellScreen.tsx': '' }, /kebab-case/],
  ['habits', 'a rule without a header', { 'src/core/zz.ts': 'export const a = 1;' }, /no header/],
  ['habits', 'something left undone', { 'src/core/zz.ts': '// TO' + 'DO later' }, /left undone/],
  ['habits', 'a skipped test', { 'test/core/zz.test.ts': "test.skip('x', () => {});" }, /skipped or alone/],
  ['habits', 'a lonely test', { 'test/core/zz.test.ts': "describe.only('x', () => {});" }, /skipped or alone/],
  ['habits', 'a default export', { 'src/till/zz.ts': 'export default 1;' }, /named/],
  ['habits', 'a rule that looks at the clock', { 'src/core/zz.ts': '// x\nexport const a = Date.now();' }, /no clock/],
  [
    'habits',
    'an engine that looks at the clock',
    { 'src/client/sync/engine.ts': '// x\nconst a = new Date();' },
    /no clock/,
  ],
  ['habits', 'an engine that fetches', { 'src/client/sync/engine.ts': "// x\nvoid fetch('/');" }, /no clock/],
  [
    'habits',
    'an engine that reads the store',
    { 'src/client/sync/engine.ts': "// x\nindexedDB.open('x');" },
    /no clock/,
  ],
  ['habits', 'a component that fetches', { 'src/till/zz.tsx': "void fetch('/');" }, /does not fetch/],
  ['styles', 'a raw colour', { 'src/till/zz.module.css': '.a {\n  color: #fff;\n}' }, /:2 a raw colour/],
  ['styles', 'a named colour', { 'src/till/zz.module.css': '.a { background: white }' }, /a raw colour/],
  ['styles', 'a raw length', { 'src/till/zz.module.css': '.a { &:hover { gap: 4px; } }' }, /a raw length/],
  ['styles', 'a physical side', { 'src/till/zz.module.css': '.a { margin-left: 1em; }' }, /not logical/],
  ['styles', 'a second color-scheme', { 'src/till/zz.module.css': '.a { color-scheme: dark; }' }, /color-scheme/],
  ['papers', 'a dead path', { 'README.md': 'see `src/core/gone.ts`' }, /no such path: src\/core\/gone.ts/],
  ['papers', 'a dead link', { 'CONTRIBUTING.md': 'see [it](GONE.md)' }, /no such path: GONE.md/],
  ['papers', 'a command that is not', { 'README.md': 'type `npm run gone`' }, /no such command: gone/],
  [
    'packages',
    'a package nobody imports',
    { 'package.json': '{ "dependencies": { "left-pad": "1.0.0" } }', 'src/till/zz.ts': '// left-pad' },
    /nothing uses left-pad/,
  ],
  [
    'packages',
    'types of a package that is gone',
    { 'package.json': '{ "devDependencies": { "@types/left-pad": "1.0.0" } }' },
    /nothing uses @types\/left-pad/,
  ],
  [
    'packages',
    'a package the paper hides',
    { 'ARCHITECTURE.md': '## Dependencies\n\n| `react` |' },
    /:1 dexie is not named/,
  ],
  [
    'packages',
    'a package the paper made up',
    { 'ARCHITECTURE.md': '## Dependencies\n\n| `left-pad` |' },
    /no dependency/,
  ],
  [
    'exports',
    'an export nobody imports',
    {
      'src/till/zz.ts': 'export const idle = 1;\nexport const taken = 2;',
      'src/till/zy.ts': "import { taken } from './zz.ts';",
    },
    /zz.ts:1 nothing imports idle/,
  ],
  ['exports', 'a file nothing loads', { 'src/till/zz.ts': 'export const a = 1;' }, /nothing loads this file/],
  [
    'classes',
    'a class nobody wears',
    { 'src/till/zz.module.css': '.idle { gap: 0; }', 'src/till/zz.tsx': "import css from './zz.module.css';" },
    /nothing wears \.idle/,
  ],
  [
    'classes',
    'a class that is not there',
    { 'src/till/zz.module.css': '', 'src/till/zz.tsx': "import css from './zz.module.css';\nconst a = css.gone;" },
    /no class gone/,
  ],
];

describe('a planted offence turns the test red', () => {
  test.each(OFFENCES)('%s: %s', (judge, _what, files, fault) => {
    const planted = Object.keys(files);
    const found = (JUDGES[judge] ?? judgeImports)(treeOf(tree, REAL, files));
    expect(told(found.filter(({ path }) => planted.includes(path))).join('\n')).toMatch(fault);
  });

  test('and what is allowed stays green', () => {
    const fine = treeOf(tree, REAL, {
      'src/till/zz.tsx':
        "import { x } from '../client/zz.ts'; import 'react'; import css from './zz.module.css'; css.a;",
      'src/client/zz.ts': '/** A header. */\nexport const x = new Date(0);',
      'src/till/zz.module.css':
        '@media (min-width: 600px) { .a { inset-inline: 0; gap: var(--s-1); inline-size: 50%; } }',
      'index.html': '<script type="module" src="/src/till/zz.tsx"></script>',
      'README.md': 'see `src/core/`, `src/<face>/<face>-app.tsx` and `npm run check`',
    });
    const files = ['src/till/zz.tsx', 'src/client/zz.ts', 'src/till/zz.module.css', 'README.md'];
    const found = Object.values(JUDGES).flatMap((judge) => judge(fine));
    expect(told(found.filter(({ path }) => files.includes(path)))).toEqual([]);
  });
});
