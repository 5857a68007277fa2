/** A screen must pass the accessibility audit as it stands, and its colours must in the other themes as well. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';

/** A theme moves nothing and names nothing: of all rules only this one can break in another. */
const COLOUR_RULES = ['color-contrast'];
const THEMES = ['light', 'dark', 'contrast'] as const;

/** Fails with each rule broken and the elements that break it. `screen` names it in the failure. */
export async function expectNoFaults(page: Page, screen: string): Promise<void> {
  const faults = await faultsOf(page, new AxeBuilder({ page }));
  const before = await page.evaluate(themeNow);
  for (const theme of THEMES.filter((each) => each !== before)) {
    await page.evaluate(showTheme, theme);
    const found = await faultsOf(page, new AxeBuilder({ page }).withRules(COLOUR_RULES));
    faults.push(...found.map((fault) => ({ ...fault, id: `${fault.id} (${theme})` })));
  }
  await page.evaluate(showTheme, before);
  expect(faults, screen).toEqual([]);
}

type Fault = { readonly id: string; readonly at: readonly string[] };

async function faultsOf(page: Page, axe: AxeBuilder): Promise<Fault[]> {
  await atRest(page);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => ({
    id,
    at: nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message.slice(0, 140) ?? ''}`),
  }));
}

const themeNow = (): string => document.documentElement.dataset['theme'] ?? '';

/** As a person's choice does. '': nothing was chosen. */
function showTheme(theme: string): void {
  if (theme === '') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** A colour half-way to its next one is no colour of the design: what moves comes to its end first. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ends = ({ effect }: Animation) => effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(ends)
        .map(({ finished }) => finished),
    );
  });
}
