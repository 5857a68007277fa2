/**
 * A screen as anybody may meet it: audited in every theme, still for whoever asked for no motion, and whole in narrow
 * windows. With `HALFLOOP_ALBUM` it is pictured as well, in sizes and themes, for people to look at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { expectNoFaults } from './audit.ts';

type Size = { readonly width: number; readonly height: number };
/** `narrow`: widths in which nothing may lie beside the window. `pictured`: those looked at by people. */
export type Sizes = { readonly whole: Size; readonly narrow: readonly Size[]; readonly pictured: readonly Size[] };

const FOLDER = process.env['HALFLOOP_ALBUM'];

/** Answers what is wrong with the screen as it stands; it is left in its whole size and its own theme. */
export async function faultsOfLooks(page: Page, name: string, sizes: Sizes): Promise<string[]> {
  const faults: string[] = [];
  await expectNoFaults(page, name).catch((cause: unknown) => faults.push(String(cause)));
  faults.push(...(await page.evaluate(movingParts)).map((part) => `${name} moves: ${part}`));
  for (const size of sizes.narrow) {
    await resize(page, size);
    const wide = await page.evaluate(widerThanWindow);
    faults.push(...wide.map((part) => `${name} at ${String(size.width)}: ${part}`));
  }
  await resize(page, sizes.whole);
  if (FOLDER !== undefined) await picture(page, name, sizes);
  return faults;
}

/** The page hears of its new size with the next frame, not with the size itself: what it draws then is judged. */
async function resize(page: Page, size: Size): Promise<void> {
  await page.setViewportSize(size);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(size.width);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

async function picture(page: Page, name: string, { whole, pictured }: Sizes): Promise<void> {
  const folder = join(FOLDER ?? '', (await page.locator('html').getAttribute('lang')) ?? '');
  mkdirSync(folder, { recursive: true });
  const theme = await page.locator('html').getAttribute('data-theme');
  const set = (next: string) =>
    page.evaluate((to) => {
      document.documentElement.dataset['theme'] = to;
    }, next);
  for (const size of [whole, ...pictured]) {
    await resize(page, size);
    await page.screenshot({ path: join(folder, `${name}-${String(size.width)}.png`) });
  }
  await resize(page, whole);
  await set('dark');
  await page.screenshot({ path: join(folder, `${name}-dark.png`) });
  if (theme === null) {
    await page.evaluate(() => {
      delete document.documentElement.dataset['theme'];
    });
  } else await set(theme);
}

/** Parts that would move although nobody wants motion. Runs in the page. */
function movingParts(): string[] {
  const longest = (times: string) => Math.max(...times.split(',').map((time) => parseFloat(time)));
  const found = new Set<string>();
  for (const element of document.querySelectorAll('*')) {
    for (const pseudo of ['', '::before', '::after']) {
      const style = getComputedStyle(element, pseudo === '' ? null : pseudo);
      const isAnimated = style.animationName !== 'none' && longest(style.animationDuration) > 0;
      if (isAnimated || longest(style.transitionDuration) > 0) found.add(`${element.tagName}.${element.className}`);
    }
  }
  return [...found];
}

/** What makes the whole page scroll to the side. A table may scroll in its own frame. Runs in the page. */
function widerThanWindow(): string[] {
  const root = document.documentElement;
  const isFramed = (element: Element): boolean => {
    for (let at = element.parentElement; at !== null && at !== root; at = at.parentElement) {
      if (at.matches('[role=region][tabindex], [role=grid]') || getComputedStyle(at).overflowX === 'auto') return true;
    }
    return false;
  };
  const faults = root.scrollWidth > root.clientWidth ? [`the page is ${String(root.scrollWidth)} px wide`] : [];
  for (const element of document.querySelectorAll('button, input, select, textarea, a[href], h1, h2, p, th, td')) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const { left, right, width } = element.getBoundingClientRect();
    const isOut = width > 1 && (left < -1 || right > innerWidth + 1);
    if (isOut && !isFramed(element)) faults.push(`${element.outerHTML.slice(0, 90)} lies outside`);
  }
  return faults;
}
