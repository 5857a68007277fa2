// @vitest-environment jsdom
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { SyncPill, type PillState } from '../../src/ui/pill.tsx';
import { activateWords } from '../../src/ui/words.ts';

const WELL: PillState = { online: true, pending: 0, attention: 0, mayBeErased: false, lastSyncMs: null };

afterEach(cleanup);

test.each([
  ['all is with the server', {}, 'All synced', '全部已同步'],
  ['entries are on their way', { pending: 3 }, 'Syncing 3', '同步中 3'],
  ['no network', { online: false }, 'Offline', '离线'],
  ['no network, entries wait', { online: false, pending: 3 }, 'Offline · 3 to sync', '离线 · 3 待同步'],
  [
    'no network, entries wait, the browser promises nothing',
    { online: false, pending: 3, mayBeErased: true },
    'Offline · 3 to sync, may be deleted',
    '离线 · 3 待同步，可能被清除',
  ],
  ['a person is needed', { online: false, pending: 3, attention: 1 }, '1 needs a person', '1 项需人工处理'],
] as const)('%s', async (_name, state, en, zh) => {
  await activateWords('till', 'en');
  render(
    <I18nProvider i18n={i18n}>
      <SyncPill {...WELL} {...state} />
    </I18nProvider>,
  );
  expect(screen.getByText(en)).toBeTruthy();
  cleanup();
  await activateWords('till', 'zh-CN');
  render(
    <I18nProvider i18n={i18n}>
      <SyncPill {...WELL} {...state} />
    </I18nProvider>,
  );
  expect(screen.getByText(zh)).toBeTruthy();
});
