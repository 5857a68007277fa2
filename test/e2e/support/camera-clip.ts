/** Clips for the browser's camera: pictures of what is held in front of it, one after another, over and over. */
import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { qrPath } from '../../../src/ui/qr-code.tsx';

const VIEW = { width: 1280, height: 720 } as const;
const FRAMES_EACH = 10;

/** Writes the clip to `file`: each scene is the inside of a page, 1280 by 720, held still for a moment. */
export async function filmScenes(browser: Browser, scenes: readonly string[], file: string): Promise<string> {
  const page = await browser.newPage({ viewport: VIEW });
  const frames: Buffer[] = [];
  for (const scene of scenes) {
    await page.setContent(
      `<body style="margin:0;height:720px;display:grid;place-items:center;background:#777">${scene}`,
    );
    const frame = await page.screenshot({ type: 'jpeg', quality: 85 });
    frames.push(...Array.from({ length: FRAMES_EACH }, () => frame));
  }
  await page.close();
  writeFileSync(file, Buffer.concat(frames));
  return file;
}

/** A shelf label with its code, as it hangs in the shop: small in the picture, a little turned. */
export function shelfScene(address: string, name: string): string {
  const { d, side } = qrPath(address, 'byte');
  const box = String(side);
  return `<div style="background:#fff;padding:24px;transform:rotate(4deg);font:700 28px sans-serif">
    <svg viewBox="0 0 ${box} ${box}" width="330"><path d="${d}"/></svg><p style="margin:8px 0 0">${name}</p></div>`;
}

/** A phone held before the camera, by a picture of its screen. */
export const phoneScene = (screen: Buffer): string =>
  `<img style="height:690px;border:12px solid #111;border-radius:28px;transform:rotate(-3deg)"
    src="data:image/png;base64,${screen.toString('base64')}">`;
