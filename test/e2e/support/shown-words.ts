/** What a screen says, from the catalogues it is built with: a test names the English, the page shows its own. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const WORDS = resolve('src/ui/words'); // npm runs tests and tools at the project's root

export const LANGS = ['zh-CN', 'en'] as const;
export type Lang = (typeof LANGS)[number];
type Catalogue = 'ui' | 'till' | 'shop' | 'office' | 'display';
/** A face whose words come in two parts says both. */
const PARTS: Readonly<Partial<Record<Catalogue, readonly string[]>>> = { till: ['till', 'counter'] };

type Values = Readonly<Record<string, string | number>>;
/** The words of one message. A message that no screen has is an error: the test is older than the screen. */
export type Say = (message: string, values?: Values) => string;

const unquoted = (lines: string): string =>
  [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => JSON.parse(`"${text}"`) as string).join('');

function messagesOf(po: string): ReadonlyMap<string, string> {
  const pairs = po.matchAll(/^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)/gm);
  return new Map([...pairs].map(([, id = '', text = '']) => [unquoted(id), unquoted(text)]));
}

/** Speaks one catalogue in one language. `{name}` in a message is replaced by its value. */
export function wordsOf(catalogue: Catalogue, lang: Lang): Say {
  const parts = PARTS[catalogue] ?? [catalogue];
  const messages = messagesOf(parts.map((part) => readFileSync(join(WORDS, part, `${lang}.po`), 'utf8')).join('\n'));
  return (message, values = {}) => {
    const text = messages.get(message);
    if (text === undefined) throw new Error(`no screen of ${catalogue} says "${message}" in ${lang}`);
    if (text === '') throw new Error(`"${message}" is not translated into ${lang} in ${catalogue}`);
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
  };
}
