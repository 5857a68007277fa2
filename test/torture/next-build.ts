/**
 * The build that comes after this one, made without building: the same code under other file names, as any change of it
 * would give, a page that says so, and therefore another service worker. It lies beside the first one, so that the
 * server's packages are found.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The mark of the next build in its page. */
export const NEXT = 'meta[name="build"][content="next"]';

const HASHED = /^(.+-)([\w-]{8})(\.\w+)$/;

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Copies the build in `dist` to `folder` as the next one. Gives `folder`. */
export function makeNextBuild(dist: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(dist, folder, { recursive: true });
  const web = join(folder, 'web');
  const assets = join(web, 'assets');
  const renamed = new Map<string, string>();
  for (const name of readdirSync(assets)) {
    const [, start, hash, end] = HASHED.exec(name) ?? [];
    if (start === undefined || hash === undefined || end === undefined) continue;
    const next = `${start}next${hash.slice(4)}${end}`;
    renameSync(join(assets, name), join(assets, next));
    renamed.set(name, next);
  }
  if (renamed.size === 0) throw new Error(`no file of ${assets} is named by its hash`);
  const names = new RegExp([...renamed.keys()].map((name) => name.replaceAll('.', '\\.')).join('|'), 'g');
  for (const path of filesUnder(web).filter((each) => /\.(js|css|html)$/.test(each))) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(names, (name) => renamed.get(name) ?? name),
    );
  }
  const page = readFileSync(join(web, 'index.html'), 'utf8').replace(
    '<head>',
    '<head><meta name="build" content="next" />',
  );
  writeFileSync(join(web, 'index.html'), page);
  const revision = createHash('md5').update(page).digest('hex');
  const worker = readFileSync(join(web, 'sw.js'), 'utf8');
  const marked = worker.replace(
    /"revision":"[0-9a-f]{32}","url":"index\.html"/,
    `"revision":"${revision}","url":"index.html"`,
  );
  if (marked === worker) throw new Error('the service worker does not name index.html');
  writeFileSync(join(web, 'sw.js'), marked);
  return folder;
}
