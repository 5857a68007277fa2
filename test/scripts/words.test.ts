/** The words gate must turn red on each way a screen could show an empty or a foreign word. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = process.cwd();
let folder = '';

const SCREEN = `
import { msg } from '@lingui/core/macro';
export const words = [msg\`Hold\`, msg\`Paid \${1 + 1} times\`];
export const note = (n: number) => msg\`\${n} to sync\`;
`;

const words = (...args: string[]) => {
  const done = spawnSync(process.execPath, [join(folder, 'scripts/words.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status: done.status, text: done.stdout + done.stderr };
};

const catalogue = (locale: string) => join(folder, 'src/ui/words/till', `${locale}.po`);

/** Puts Chinese in, as a translator would. */
function translate(pairs: Readonly<Record<string, string>>): void {
  let text = readFileSync(catalogue('zh-CN'), 'utf8');
  for (const [en, zh] of Object.entries(pairs))
    text = text.replace(`msgid "${en}"\nmsgstr ""`, `msgid "${en}"\nmsgstr "${zh}"`);
  writeFileSync(catalogue('zh-CN'), text);
}

const COMPLETE = { Hold: '挂单', 'Paid {0} times': '已付 {0} 次', '{n} to sync': '{n} 待同步' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfloop-words-'));
  for (const path of ['scripts', 'lingui.config.js', 'package.json'])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'src/till'), { recursive: true });
  writeFileSync(join(folder, 'src/till/screen.tsx'), SCREEN);
  expect(words('till').status).toBe(0);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('complete words pass, and extracting again changes nothing', () => {
  translate(COMPLETE);
  expect(words('--check')).toEqual({ status: 0, text: '' });
  const before = readFileSync(catalogue('zh-CN'), 'utf8');
  words('till');
  expect(readFileSync(catalogue('zh-CN'), 'utf8')).toBe(before);
});

test('a message without its Chinese is named', () => {
  translate({ ...COMPLETE, Hold: '' });
  expect(words('--check')).toMatchObject({ status: 1, text: 'till/zh-CN: no words for: Hold\n' });
});

test('a message nobody extracted is named', () => {
  translate(COMPLETE);
  writeFileSync(join(folder, 'src/till/other.tsx'), SCREEN.replace('Hold', 'Recall'));
  expect(words('--check').text).toContain('till/zh-CN: not extracted: Recall');
});

test('a message nobody shows any more is named', () => {
  translate(COMPLETE);
  writeFileSync(join(folder, 'src/till/screen.tsx'), SCREEN.replace('Hold', 'Paid {0}'));
  expect(words('--check').text).toContain('till/en: not used any more: Hold');
});

test('a lost placeholder is named', () => {
  translate({ ...COMPLETE, '{n} to sync': '待同步' });
  expect(words('--check').text).toContain('till/zh-CN: placeholders differ: {n} to sync | 待同步');
});

test('an exclamation mark is named', () => {
  translate({ ...COMPLETE, Hold: '挂单！' });
  expect(words('--check').text).toContain('till/zh-CN: neither exclamation marks nor 您: 挂单！');
});

test('one message with other words in a catalogue of the same screen is named', () => {
  translate(COMPLETE);
  mkdirSync(join(folder, 'src/ui'), { recursive: true });
  writeFileSync(
    join(folder, 'src/ui/key.tsx'),
    "import { msg } from '@lingui/core/macro';\nexport const key = msg`Hold`;\n",
  );
  expect(words('ui').status).toBe(0);
  const own = catalogue('zh-CN').replace('/till/', '/ui/');
  const say = (zh: string) => {
    const text = readFileSync(own, 'utf8');
    writeFileSync(own, text.replace(/msgid "Hold"\nmsgstr ".*"/, `msgid "Hold"\nmsgstr "${zh}"`));
  };
  say('挂单');
  expect(words('--check')).toEqual({ status: 0, text: '' });
  say('拿着');
  const { status, text } = words('--check');
  expect(status).toBe(1);
  expect(text).toContain('other words');
  expect(text).toContain('拿着');
});
