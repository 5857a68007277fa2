/**
 * Which built files each face needs, so that a phone is never sent the till, the office and a megabyte of decoder.
 *
 * A file mentions the files it loads by their hashed names (imports, style sheets, workers, wasm), and these names are
 * unique; so the files of a face are what can be reached from its app by mentions. The entry mentions every face and is
 * therefore not walked through: what it needs by itself is the shell, which is kept on every device.
 */
import { firstLoadOf } from './first-load.ts';

/** Who keeps a file. `shell`: every device, before any face. `used`: whoever has used it once. */
type Keeper = 'shell' | 'used' | 'till' | 'shop' | 'office' | 'display';

/** A phone may pay for each megabyte: what is heavier than this it keeps only once used, as the reader of codes is. */
const HEAVY_BYTES = 100_000;

const FACES = ['till', 'shop', 'office', 'display'] as const;
const ALWAYS = /^(index\.html|theme\.js|icons\/halfloop\.svg)$/;
const WORDS = /(^|\/)words-(ui|till|counter|shop|office|display)-/;
/** Words that come later belong to the face that says them. */
const SAID_BY: Readonly<Record<string, string>> = { counter: 'till' };

type Edges = ReadonlyMap<string, readonly string[]>;

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Files each file mentions. `texts`: path in the output folder to its text (empty for pictures and wasm). */
function mentions(texts: ReadonlyMap<string, string>): Edges {
  const hashed = [...texts.keys()].filter((path) => path.startsWith('assets/'));
  const of = (path: string, text: string) => hashed.filter((other) => other !== path && text.includes(baseName(other)));
  return new Map([...texts].map(([path, text]) => [path, of(path, text)]));
}

function reach(from: readonly string[], edges: Edges, stops: (path: string) => boolean) {
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

/** Files reached from a face's app, words of other faces left out. */
function filesOfFace(face: string, texts: ReadonlyMap<string, string>, edges: Edges, entry: readonly string[]) {
  const paths = [...texts.keys()];
  const sayer = (path: string) => {
    const room = WORDS.exec(path)?.[2] ?? face;
    return SAID_BY[room] ?? room;
  };
  const isOthersWords = (path: string) => !['ui', face].includes(sayer(path));
  const starts = paths.filter((path) => new RegExp(`^assets/${face}-app-`).test(path));
  const words = starts.length === 0 ? [] : paths.filter((path) => WORDS.test(path));
  return reach([...starts, ...words], edges, (path) => entry.includes(path) || isOthersWords(path));
}

/**
 * Who keeps which file. A file kept by nobody is fetched when a page asks for it. `sizeOf` is in bytes; only the shop,
 * which runs on other people's phones, puts off what is heavy and not part of its first screen.
 */
export function keepersOf(
  texts: ReadonlyMap<string, string>,
  sizeOf: (path: string) => number,
): ReadonlyMap<string, readonly Keeper[]> {
  const edges = mentions(texts);
  const paths = [...texts.keys()];
  const imports = new Map(paths.map((path) => [path, staticImports(texts.get(path) ?? '', texts)]));
  const always = paths.filter((path) => ALWAYS.test(path));
  const shell = reach(always, imports, () => false);
  const entry = staticImports(texts.get('index.html') ?? '', texts);
  const ofFaces = FACES.map((face) => [face, filesOfFace(face, texts, edges, entry)] as const);
  const shopFirst = firstLoadOf('shop', texts).files;
  const isPutOff = (path: string) => sizeOf(path) > HEAVY_BYTES && !shopFirst.includes(path);
  const keepers = (path: string): readonly Keeper[] => {
    if (shell.has(path)) return ['shell'];
    const faces = ofFaces.filter(([, files]) => files.has(path)).map(([face]) => face);
    return faces.map((face) => (face === 'shop' && isPutOff(path) ? 'used' : face));
  };
  return new Map(paths.map((path) => [path, keepers(path)]));
}
