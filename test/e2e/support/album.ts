/** Pictures of every screen a story passes, for people to look at. They lie in a temporary folder, not in the tree. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';

type Album = {
  readonly folder: string;
  take(page: Page, name: string): Promise<void>;
};

/** `HALFLOOP_ALBUM` names the folder where the albums go. Says at the end of a run where they are. */
export function openAlbum(title: string): Album {
  const folder = mkdtempSync(join(process.env['HALFLOOP_ALBUM'] ?? tmpdir(), `halfloop-album-${title}-`));
  let count = 0;
  return {
    folder,
    take: async (page, name) => {
      count += 1;
      await page.screenshot({ path: join(folder, `${String(count).padStart(2, '0')}-${name}.png`) });
    },
  };
}
