/** Pictures of every screen a story passes, for people to look at. They lie in a temporary folder, not in the tree. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expectNoFaults } from './audit.ts';

type Album = {
  readonly folder: string;
  take(page: Page, name: string): Promise<void>;
};

/** The sizes a screen is looked at in; a story goes on in the first. */
export const WIDE = { viewport: { width: 1280, height: 800 } } as const;
const SMALL = { width: 1024, height: 768 } as const;

/** Pictures of a screen in both sizes, and its audit: what is wrong is kept for the story's end. */
export function lookerAt(album: Album, faults: string[]): (shown: Page, name: string) => Promise<void> {
  return async (shown, name) => {
    await album.take(shown, name);
    await expectNoFaults(shown, name).catch((cause: unknown) => faults.push(String(cause)));
    await shown.setViewportSize(SMALL);
    await album.take(shown, `${name}-1024`);
    await shown.setViewportSize(WIDE.viewport);
  };
}

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
