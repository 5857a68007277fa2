/** The till rendered, for tests that look at its screens. Ask for jsdom in the test's first line. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { act, configure, render } from '@testing-library/react';
import type { Counter } from '../../src/till/counter.ts';
import { TillRoot } from '../../src/till/till-root.tsx';

// Screens arrive one by one, and a busy machine takes its time over each.
configure({ asyncUtilTimeout: 8000 });

/** Shows the till at an address, with its sale's code fetched as while somebody signs in. */
export async function showTill(counter: Counter, path = '/till/'): Promise<void> {
  await import('../../src/till/sell/sell-screen.tsx');
  Element.prototype.scrollIntoView = () => undefined; // jsdom has no layout to scroll
  history.replaceState(null, '', path);
  // Awaited, so that what is lazy has come.
  await act(async () => {
    render(
      <I18nProvider i18n={i18n}>
        <TillRoot counter={counter} />
      </I18nProvider>,
    );
  });
}
