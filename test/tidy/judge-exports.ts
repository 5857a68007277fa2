/**
 * What a file offers is taken by another: no export without an importer, no file that nothing loads. A file that code
 * starts with is named, as text, by the page, a script, a setting or whoever starts the thread.
 */
import ts from 'typescript';
import { importsOf } from './imports.ts';
import { lineOf, parse, sourcesOf, type Fault, type Tree } from './source-tree.ts';

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
const isDeclaration = (path: string): boolean => path.endsWith('.d.ts');

/** For each file, the texts of those that import it. */
function importersOf(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  const scripts = [...tree].filter(([path]) => /^(scripts\/.*|[\w.-]+)\.(mjs|js|ts)$/.test(path));
  for (const [path, text] of new Map([...sourcesOf(tree), ...scripts])) {
    for (const { target } of importsOf(path, text, tree)) {
      if (target?.kind === 'file') texts.set(target.path, [...(texts.get(target.path) ?? []), text]);
    }
  }
  return texts;
}

type Offer = { readonly name: string; readonly line: number };

function offersOf(path: string, text: string): readonly Offer[] {
  return parse(path, text).statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const line = lineOf(statement);
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => ({ name: name.getText(), line }));
    }
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return isNamed && statement.name !== undefined ? [{ name: statement.name.text, line }] : [];
  });
}

const says = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
const SCHEMAS_AS_A_WHOLE = /import \* as \w+ from '[./]*src\/wire\//; // a test that hashes all of a module's shapes

export function judgeExports(tree: Tree): readonly Fault[] {
  const importers = importersOf(tree);
  const isStarted = (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');
    const started = new RegExp(`[/'"]${name}\\.(js|tsx?)['"]`);
    return [...tree].some(([other, text]) => other !== path && started.test(text));
  };
  return sourcesOf(tree).flatMap(([path, text]) => {
    if (isTest(path) || isDeclaration(path)) return [];
    const by = importers.get(path);
    if (by === undefined) return isStarted(path) ? [] : [{ path, line: 1, what: 'nothing loads this file' }];
    const isTaken = ({ name }: Offer) =>
      by.some(
        (importer) => says(importer, name) || (path.startsWith('src/wire/') && SCHEMAS_AS_A_WHOLE.test(importer)),
      );
    const idle = offersOf(path, text).filter((offer) => !isTaken(offer));
    return idle.map(({ name, line }) => ({ path, line, what: `nothing imports ${name}` }));
  });
}
