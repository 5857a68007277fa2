/** Clips for a fake camera of 1280x720: codes as a person holds them, drawn when the bench runs. */
import bwip from 'bwip-js/node';
import type { Page } from 'playwright';

/** `text` null: there is no code. `afterS`: measured from so many seconds on. */
type Scene = { readonly name: string; readonly text: string | null; readonly clip: Buffer; readonly afterS: number };

const LINK = 'https://shop.example/01/06901234567892?s=1';
const EAN = { bcid: 'ean13', text: '6901234567892' };
/** `turn` in degrees, `blur` in pixels of the frame. The module of a linear code is 4 pixels wide. */
const HELD = [
  { name: 'EAN-13, in the middle', code: EAN, text: EAN.text, turn: 0, blur: 0 },
  { name: 'QR, in the middle', code: { bcid: 'qrcode', text: LINK }, text: LINK, turn: 8, blur: 0 },
  { name: 'EAN-13, turned by 90', code: EAN, text: EAN.text, turn: 90, blur: 0 },
  { name: 'EAN-13, aslant by 40', code: EAN, text: EAN.text, turn: 40, blur: 0 },
  { name: 'EAN-13, out of focus (half a module)', code: EAN, text: EAN.text, turn: 4, blur: 2 },
] as const;

const FRAMES = 12;

export async function liveScenes(page: Page): Promise<Scene[]> {
  await page.setViewportSize({ width: 1280, height: 720 });
  const scenes: Scene[] = [];
  for (const { name, code, text, turn, blur } of HELD) {
    const png = await bwip.toBuffer({ ...code, scale: 4, padding: 12, backgroundcolor: 'ffffff', includetext: true });
    const frames: Buffer[] = [];
    for (let at = 0; at < FRAMES; at += 1) {
      const sway = `translate(${String(8 * Math.sin(at))}px, ${String(6 * Math.cos(at))}px)`; // a hand is never still
      const style = `filter: blur(${String(blur)}px); transform: ${sway} rotate(${String(turn)}deg)`;
      const image = `<img src="data:image/png;base64,${png.toString('base64')}" style="${style}">`;
      await page.setContent(
        `<body style="margin:0;background:#8a8478;display:grid;height:100vh;place-items:center">${image}`,
      );
      frames.push(await page.screenshot({ type: 'jpeg', quality: 85 }));
    }
    scenes.push({ name, text, clip: Buffer.concat(frames), afterS: 0 });
  }
  await page.setContent(SHELF);
  const shelf = Buffer.concat(Array<Buffer>(FRAMES).fill(await page.screenshot({ type: 'jpeg', quality: 85 })));
  const unread = { text: null, clip: shelf };
  return [
    ...scenes,
    { ...unread, name: 'nothing to read', afterS: 0 },
    { ...unread, name: 'nothing to read for a while', afterS: 12 },
  ];
}

/** Print and edges, and no code among them. */
const SHELF = `<body style="margin:0;background:#8a8478;font:700 40px sans-serif;columns:3">${Array.from(
  { length: 60 },
  (_, at) => `<p style="background:${at % 2 === 0 ? '#fff' : '#c33'};margin:6px">2 for ${String(at)}.90 · 550 ml</p>`,
).join('')}`;
