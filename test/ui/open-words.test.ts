/** Words that come with a later part of a face stand in the page's language, and follow it. */
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { expect, test } from 'vitest';
import { activateWords, openWords } from '../../src/ui/words.ts';

const LATER = msg`Stocktake`; // said behind the counter only
const FIRST = msg`Enrolment code`;

test('a part that is opened brings its words, a change of language changes them too', async () => {
  await activateWords('till', 'zh-CN');
  expect([i18n._(FIRST), i18n._(LATER)]).toEqual(['注册码', 'Stocktake']);
  await openWords('counter');
  expect([i18n._(FIRST), i18n._(LATER)]).toEqual(['注册码', '盘点']);
  await activateWords('till', 'en');
  expect(i18n._(LATER)).toBe('Stocktake');
  await activateWords('till', 'zh-CN');
  expect(i18n._(LATER)).toBe('盘点');
});
