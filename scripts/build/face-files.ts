/**
 * Which built files each face needs, so that a phone is never sent the till, the office and a megabyte of decoder.
 *
 * A file mentions the files it loads by their hashed names (imports, style sheets, workers, wasm), and these names are
 * unique; so the files of a face are what can be reached from its app by mentions. The entry mentions every face and is
 * therefore not walked through: what it needs by itself is the shell, which is kept on every device.
 */

/** The faces that need one file. `shell`: every device, before any face. */
export type Keeper = 'shell' | 'till' | 'shop' | 'office' | 'display';

const FACES = ['till', 'shop', 'office', 'display'] as const;
const ALWAYS = /^(index\.html|theme\.js|icons\/halfloop\.svg)$/;
const WORDS = /(^|\/)words-(ui|till|shop|office|display)-/;

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Files each file mentions. `texts`: path in the output folder to its text (empty for pictures and wasm). */
function mentions(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const hashed = [...texts.keys()].filter((path) => path.startsWith('assets/'));
  const of = (path: string, text: string) => hashed.filter((other) => other !== path && text.includes(baseName(other)));
  return new Map([...texts].map(([path, text]) => [path, of(path, text)]));
}

function reach(
  from: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
  stops: (path: string) => boolean,
) {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path) || stops(path)) continue;
    seen.add(path);
    waiting.push(...(edges.get(path) ?? []));
  }
  return seen;
}

/** Files an entry imports without being asked: `import ... from "./x.js"` and what index.html names. */
function staticImports(text: string, texts: ReadonlyMap<string, string>): readonly string[] {
  const named = [...text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]|(?:href|src)="\/([^"]+)"/g)];
  const paths = named.map(([, chunk, file]) => (chunk === undefined ? (file ?? '') : `assets/${chunk}`));
  return paths.filter((path) => texts.has(path));
}

/** Who keeps which file. A file in no set is kept by nobody: it is fetched when a page asks for it. */
export function keepersOf(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly Keeper[]> {
  const edges = mentions(texts);
  const paths = [...texts.keys()];
  const shellEdges = new Map(paths.map((path) => [path, staticImports(texts.get(path) ?? '', texts)]));
  const shell = reach(
    paths.filter((path) => ALWAYS.test(path)),
    shellEdges,
    () => false,
  );
  const entry = staticImports(texts.get('index.html') ?? '', texts);
  const reached = FACES.map((face) => {
    const isOthersWords = (path: string) => ![`ui`, face].includes(WORDS.exec(path)?.[2] ?? face);
    const stops = (path: string) => entry.includes(path) || isOthersWords(path);
    const starts = paths.filter((path) => new RegExp(`^assets/${face}-app-`).test(path));
    const words = starts.length === 0 ? [] : paths.filter((path) => WORDS.test(path));
    return [face, reach([...starts, ...words], edges, stops)] as const;
  });
  const keepers = (path: string): readonly Keeper[] =>
    shell.has(path) ? ['shell'] : reached.filter(([, files]) => files.has(path)).map(([face]) => face);
  return new Map(paths.map((path) => [path, keepers(path)]));
}
