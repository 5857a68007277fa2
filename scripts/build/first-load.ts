/**
 * What a browser fetches before a face shows its first screen, weighed: the page's entry, what the entry names for that
 * face, and its words in one language. What a face loads later, by itself, is not counted.
 */
import { gzipSync } from 'node:zlib';

type FirstLoad = {
  readonly scriptBytes: number;
  readonly styleBytes: number;
  readonly files: readonly string[];
};

const gzipped = (text: string) => gzipSync(text, { level: 9 }).length;

/** Vite keeps one list of files in the entry, and an import of a face names its own by their places in it. */
function depsOf(entry: string, face: string): readonly string[] {
  const list = /\.f=(\[[^\]]*\])/.exec(entry)?.[1] ?? '[]';
  const all = [...list.matchAll(/["'`]([^"'`]+)["'`]/g)].map((found) => found[1] ?? '');
  const places = new RegExp(`${face}-app-[\\w-]+\\.js.{0,40}?__vite__mapDeps\\(\\[([\\d,]*)\\]`).exec(entry)?.[1] ?? '';
  return places === '' ? [] : places.split(',').map((place) => all[Number(place)] ?? '');
}

/** `texts`: every built file by its path. Sizes are of gzip, level 9. */
export function firstLoadOf(face: string, texts: ReadonlyMap<string, string>): FirstLoad {
  const page = texts.get('index.html') ?? '';
  const entries = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((found) => found[1] ?? '');
  const deps = entries.flatMap((path) => depsOf(texts.get(path) ?? '', face));
  const words = [...texts.keys()].filter((path) => new RegExp(`/words-(ui|${face})-zh-CN-`).test(path));
  const files = [...new Set([...entries, ...deps, ...words])];
  const weigh = (ending: string) =>
    files.filter((path) => path.endsWith(ending)).reduce((sum, path) => sum + gzipped(texts.get(path) ?? ''), 0);
  return { scriptBytes: weigh('.js'), styleBytes: weigh('.css'), files };
}
