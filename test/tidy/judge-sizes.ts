/** How long things may be: file 400 lines, function 70, line 120. Longer ones have two ideas in them. */
import ts from 'typescript';
import { lineOf, nodesOf, parse, sourcesOf, type Fault, type Tree } from './source-tree.ts';

const MOST_FILE_LINES = 400;
const MOST_FUNCTION_LINES = 70;
const MOST_LINE_CHARS = 120;
const MEASURED = /^(src|test|scripts)\/.*\.(ts|tsx|mjs|css|sql)$|^[\w.-]+\.(ts|js)$/;

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

/** What holds tests, as `describe` does, is a chapter, not a function. */
function isChapter(node: ts.Node): boolean {
  if (!node.getSourceFile().fileName.startsWith('test/')) return false;
  const within = nodesOf(node).filter(ts.isCallExpression);
  return within.some(({ expression }) => /^(test|it)\b/.test(expression.getText()));
}

function longFunctions(path: string, text: string): readonly Fault[] {
  const functions = nodesOf(parse(path, text)).filter((node) => ts.isFunctionLike(node) && 'body' in node);
  return functions.flatMap((node) => {
    const first = lineOf(node);
    const length = node.getSourceFile().getLineAndCharacterOfPosition(node.end).line + 2 - first;
    if (length <= MOST_FUNCTION_LINES || isChapter(node)) return [];
    return [{ path, line: first, what: `a function of ${String(length)} lines` }];
  });
}

export function judgeSizes(tree: Tree): readonly Fault[] {
  const measured = [...tree].filter(([path]) => MEASURED.test(path));
  const files = measured.flatMap(([path, text]) => {
    const length = linesOf(text).length;
    return length <= MOST_FILE_LINES ? [] : [{ path, line: 1, what: `a file of ${String(length)} lines` }];
  });
  const lines = measured.flatMap(([path, text]) =>
    linesOf(text).flatMap((line, i) =>
      line.length <= MOST_LINE_CHARS ? [] : [{ path, line: i + 1, what: `a line of ${String(line.length)}` }],
    ),
  );
  return [...files, ...lines, ...sourcesOf(tree).flatMap(([path, text]) => longFunctions(path, text))];
}
