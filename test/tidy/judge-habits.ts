/**
 * Habits a reader relies on: names that say what a file is about, no barrels, headers where a rule lives, nothing left
 * undone or skipped, and no clock, chance or network where a rule is computed.
 */
import ts from 'typescript';
import { lineOf, nodesOf, parse, sourcesOf, type Fault, type Tree } from './source-tree.ts';

const VAGUE = /^(utils?|helpers?|commons?|types?|services?|misc|shared|index|constants)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
const WITH_HEADER = /^src\/(core|wire|client|server)\/.*\.ts$/;
const PURE = /^src\/core\/.*\.ts$|\/engine\.ts$/;
const LEFT_UNDONE = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b(?!\(#\d+\))/;
const TOGGLE = /^(?:describe|test|it)(?:\.\w+)*\.(?:skip|only|todo|fails)$|^x(?:it|test|describe)$/;
const IMPURE_CALLS: readonly string[] = [
  ...['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'],
  ...['fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'Date'],
];
const WORLD = /^(indexedDB|localStorage|sessionStorage|navigator|document|window|globalThis|process)\b/;

function badNames(tree: Tree): readonly Fault[] {
  const paths = [...tree.keys()].filter((path) => /^(src|test|scripts)\//.test(path));
  return paths.flatMap((path) => {
    const parts = path.split('/').map((part) => part.replace(/(\.test|\.module|\.d)?\.[a-z0-9]+$/, ''));
    const vague = parts.find((part) => VAGUE.test(part));
    if (vague !== undefined) return [{ path, line: 1, what: `"${vague}" does not say what it is about` }];
    const name = path.slice(path.lastIndexOf('/') + 1);
    const isFine = KEBAB.test(name) || path.includes('/words/'); // catalogues are named by locale: zh-CN
    return isFine ? [] : [{ path, line: 1, what: `${name} is not in kebab-case` }];
  });
}

function missingHeaders(tree: Tree): readonly Fault[] {
  const asked = sourcesOf(tree).filter(([path]) => WITH_HEADER.test(path) && !path.endsWith('.d.ts'));
  const bare = asked.filter(([, text]) => !/^\s*(\/\*|\/\/)/.test(text));
  return bare.map(([path]) => ({ path, line: 1, what: 'no header comment' }));
}

function leftUndone(tree: Tree): readonly Fault[] {
  const read = [...tree].filter(([path]) => /^(src|test|scripts)\//.test(path) || path.endsWith('.md'));
  return read.flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        LEFT_UNDONE.test(line) ? [{ path, line: i + 1, what: 'left undone without a number' }] : [],
      ),
  );
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) ?? false)
  );
}

/** The clock read without being given: `new Date()`. With an argument it only converts. */
const readsClock = (node: ts.Node): boolean =>
  ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;

/** A call of what differs from run to run, or a look at the world outside. */
function isImpure(node: ts.Node): boolean {
  if (readsClock(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return WORLD.test(node.getText());
  return ts.isCallExpression(node) && IMPURE_CALLS.includes(node.expression.getText());
}

function faultsIn(path: string, node: ts.Node): string | null {
  if (ts.isCallExpression(node) && TOGGLE.test(node.expression.getText())) return 'a test that is skipped or alone';
  if (path.startsWith('src/') && isDefaultExport(node)) return 'exports are named';
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) return 'passes on what another file exports';
  if (PURE.test(path) && isImpure(node)) return `no clock, chance or world in here: ${node.getText()}`;
  const isScreen = /^src\/(ui|till|shop|office|display)\/.*\.tsx$/.test(path);
  if (isScreen && ts.isCallExpression(node) && node.expression.getText() === 'fetch')
    return 'a component does not fetch';
  return null;
}

export function judgeHabits(tree: Tree): readonly Fault[] {
  const inFiles = sourcesOf(tree).flatMap(([path, text]) =>
    nodesOf(parse(path, text)).flatMap((node) => {
      const what = faultsIn(path, node);
      return what === null ? [] : [{ path, line: lineOf(node), what }];
    }),
  );
  return [...badNames(tree), ...missingHeaders(tree), ...leftUndone(tree), ...inFiles];
}
