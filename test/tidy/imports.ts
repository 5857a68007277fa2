/**
 * What a file imports: statically, lazily, as a worker or by a glob. Resolved against the tree, never against the disk.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { lineOf, nodesOf, parse, type Tree } from './source-tree.ts';

export type Import = {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  readonly isLazy: boolean; // loaded later: not part of a cycle at start
  readonly isTypeOnly: boolean; // gone after compilation
  /** A path of the tree, a package's name, or null: it leads nowhere. */
  readonly target:
    { readonly kind: 'file'; readonly path: string } | { readonly kind: 'package'; readonly name: string } | null;
};

type Found = Pick<Import, 'specifier' | 'isLazy' | 'isTypeOnly'> & { readonly node: ts.Node };

const textOf = (node: ts.Node | undefined): string | null =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;

function isTypeOnlyImport(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** `import.meta.glob('...')` or of several patterns. A pattern stands for its fixed beginning. */
function globbed(node: ts.CallExpression): readonly string[] {
  if (node.expression.getText() !== 'import.meta.glob') return [];
  const [first] = node.arguments;
  const parts = first !== undefined && ts.isArrayLiteralExpression(first) ? [...first.elements] : [first];
  return parts.map(textOf).filter((text) => text !== null);
}

function found(node: ts.Node): readonly Found[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const specifier = textOf(node.moduleSpecifier);
    return specifier === null ? [] : [{ node, specifier, isLazy: false, isTypeOnly: isTypeOnlyImport(node) }];
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const specifier = textOf(node.argument.literal);
    return specifier === null ? [] : [{ node, specifier, isLazy: false, isTypeOnly: true }];
  }
  if (!ts.isCallExpression(node)) return [];
  const lazily = (specifier: string): Found => ({ node, specifier, isLazy: true, isTypeOnly: false });
  if (node.expression.kind !== ts.SyntaxKind.ImportKeyword) return globbed(node).map(lazily);
  const specifier = textOf(node.arguments[0]);
  return specifier === null ? [] : [lazily(specifier)];
}

/** `@scope/name/part` and `name/part` to the name of the package; Node's own keep their `node:`. */
function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function resolve(from: string, specifier: string, tree: Tree): Import['target'] {
  if (!specifier.startsWith('.')) return { kind: 'package', name: packageName(specifier) };
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  const star = path.indexOf('*');
  if (star >= 0) return { kind: 'file', path: path.slice(0, star) };
  if (tree.has(path)) return { kind: 'file', path };
  return path.endsWith('-app.tsx') && from === 'src/main.tsx' ? { kind: 'file', path } : null; // a face not written yet
}

/** Every import of one file. */
export function importsOf(path: string, text: string, tree: Tree): readonly Import[] {
  const all = nodesOf(parse(path, text)).flatMap(found);
  return all.map(({ node, specifier, isLazy, isTypeOnly }) => ({
    from: path,
    line: lineOf(node),
    specifier,
    isLazy: isLazy || specifier.includes('?worker'),
    isTypeOnly,
    target: resolve(path, specifier, tree),
  }));
}
