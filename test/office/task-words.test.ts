/** What needs a person is said in words, in both languages: every code the server can make, and one it may learn. */
import { i18n } from '@lingui/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { keptWords } from '../../src/office/parts/kept-words.ts';
import { taskWords } from '../../src/office/today/task-words.ts';
import { activateWords } from '../../src/ui/words.ts';
import type { OfficeTask } from '../../src/wire/office.ts';
import { KEPT_FOR, TASK_CODES } from '../../src/wire/task.ts';

// Every fact of every code, each with a text of its own, so that one shown in the wrong place is seen.
const FACTS = {
  no: 'A1-0007',
  from: 11,
  to: 22,
  at: 33,
  acked: 44,
  stored: 55,
  seq: 66,
  count: 77,
  reason: 'sums_differ',
};
const NAMED: Readonly<Record<string, readonly string[]>> = {
  entries_missing: ['11', '22'],
  server_lost_entries: ['44', '55'],
  entry_parked: ['66'],
  entry_quarantined: ['66'],
  transfer_differs: ['77'],
};

const task = (code: string, facts: OfficeTask['facts'] = FACTS): OfficeTask => ({
  taskId: `${code} x`,
  code,
  atMs: 0,
  tillCode: 'T9',
  facts,
});

describe.each(['en', 'zh-CN'] as const)('in %s', (lang) => {
  beforeAll(() => activateWords('office', lang));
  const expectWords = (text: string) => {
    expect(text.length).toBeGreaterThan(8);
    expect(text).not.toMatch(/[{}_]|undefined|[!！]|您/);
    expect(/\p{Script=Han}/u.test(text)).toBe(lang === 'zh-CN');
  };

  test.each(TASK_CODES)('%s', (code) => {
    const text = taskWords(i18n, task(code));
    expectWords(text);
    for (const fact of ['T9', ...(NAMED[code] ?? [])]) expect(text).toContain(fact);
  });

  test.each(KEPT_FOR)('an entry kept aside says why: %s', (reason) => {
    expectWords(keptWords(i18n, reason));
    expect(taskWords(i18n, task('entry_quarantined', { ...FACTS, reason }))).toContain(keptWords(i18n, reason));
  });

  test('a code of a newer server asks for a reload, and is not shown bare', () => {
    for (const text of [taskWords(i18n, task('till_on_fire')), keptWords(i18n, 'too_hot')]) expectWords(text);
  });
});
