/**
 * The files of the checkout as a map from path to text, so that a judge can be tried on a tree with one planted
 * offence. Parsing is remembered by text: a planted file costs one parse, not four hundred.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type Tree = ReadonlyMap<string, string>;

/** What is wrong, where. `line` counts from 1. */
export type Fault = { readonly path: string; readonly line: number; readonly what: string };

const FOLDERS = ['src', 'test', 'scripts', 'public', '.ci'];
const TEXT = /\.(ts|tsx|mjs|js|css|sql|po|json|html|svg|webmanifest)$/;

function walk(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}

/** The tree as it is on disk. Files that are no text are there with an empty text. */
export function readTree(root: string): Tree {
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = [...FOLDERS.flatMap((folder) => walk(root, folder)), ...top.map((entry) => entry.name)];
  const isText = (path: string) => TEXT.test(path) || /\.md$/.test(path);
  return new Map(paths.map((path) => [path, isText(path) ? readFileSync(join(root, path), 'utf8') : '']));
}

/** A small tree: some files of this one, and others added. */
export const treeOf = (tree: Tree, kept: readonly string[], added: Readonly<Record<string, string>>): Tree =>
  new Map([...kept.map((path) => [path, tree.get(path) ?? ''] as const), ...Object.entries(added)]);

/** TypeScript sources of src and test, declarations included. */
export const sourcesOf = (tree: Tree): readonly (readonly [string, string])[] =>
  [...tree].filter(([path]) => /^(src|test)\/.*\.tsx?$/.test(path));

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a TypeScript file. */
export function parse(path: string, text: string): ts.SourceFile {
  const key = `${path.endsWith('x') ? 'tsx' : 'ts'}\n${text}`;
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = parsed.get(key) ?? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  parsed.set(key, file);
  return file;
}

/** Every node below `node`, itself first. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (at: ts.Node): void => {
    found.push(at);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** The line a node begins on, leading comments left out. */
export const lineOf = (node: ts.Node): number => {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
};
