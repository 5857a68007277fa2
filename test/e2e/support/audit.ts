/** A screen must pass the accessibility audit as it stands. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';

/** Fails with each rule broken and the elements that break it. `screen` names it in the failure. */
export async function expectNoFaults(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const faults = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html.slice(0, 160)) }));
  expect(faults, screen).toEqual([]);
}
