import { i18n } from '@lingui/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusalText } from '../../src/ui/refusal-text.ts';
import { activateWords } from '../../src/ui/words.ts';
import { REFUSALS, type RefusalCode } from '../../src/wire/refusal.ts';

const codes = Object.keys(REFUSALS) as RefusalCode[];
const FACTS = { digits: '6901234567891', missingMinor: 650, paidAtMs: Date.now(), seconds: 30, done: 1, total: 2 };

describe.each(['en', 'zh-CN'] as const)('in %s', (lang) => {
  beforeAll(() => activateWords('ui', lang));

  test.each(codes)('%s has words', (code) => {
    const text = refusalText(i18n, { code, facts: FACTS });
    expect(text.length).toBeGreaterThan(2);
    expect(text).not.toMatch(/[{}]|[!！]|您|undefined/);
    if (lang === 'zh-CN') expect(text).toMatch(/\p{Script=Han}/u);
  });
});

test('facts stand in the words, money as money', async () => {
  await activateWords('ui', 'zh-CN');
  expect(refusalText(i18n, { code: 'unknown_code', facts: { digits: '96385075' } })).toContain('96385075');
  expect(refusalText(i18n, { code: 'short_tender', facts: { missingMinor: 650 } })).toContain('¥6.50');
  expect(refusalText(i18n, { code: 'too_many_tries', facts: { seconds: 30 } })).toContain('30');
});
