/**
 * The words of a screen, in the person's language. Each face has its own catalogue; what faces share is in `ui`.
 * Both are fetched only when they are used, and one pair at a time is active.
 */
import { i18n, type Messages } from '@lingui/core';

export type Lang = 'zh-CN' | 'en';
export type WordsOf = 'ui' | 'till' | 'shop' | 'office' | 'display';

export const LANGS: readonly Lang[] = ['zh-CN', 'en'];

const catalogues = import.meta.glob<{ readonly messages: Messages }>('./words/*/*.po');

async function load(face: WordsOf, lang: Lang): Promise<Messages> {
  const open = catalogues[`./words/${face}/${lang}.po`];
  if (open === undefined) return {}; // a face without words of its own yet
  return (await open()).messages;
}

/** Makes `lang` the language of this page with the words of `ui` and of `face`. Safe to call again to switch. */
export async function activateWords(face: WordsOf, lang: Lang): Promise<void> {
  const rooms: readonly WordsOf[] = face === 'ui' ? ['ui'] : ['ui', face];
  const loaded = await Promise.all(rooms.map((room) => load(room, lang)));
  i18n.loadAndActivate({ locale: lang, messages: Object.assign({}, ...loaded) as Messages });
  if (typeof document !== 'undefined') document.documentElement.lang = lang;
}

/** The language to begin with: the one chosen before, else the first of the browser's that we speak, else Chinese. */
export function firstLang(chosen: string | null, offered: readonly string[]): Lang {
  const wanted = [chosen ?? '', ...offered].map((tag) => tag.toLowerCase());
  const found = wanted.find((tag) => tag.startsWith('zh') || tag.startsWith('en'));
  return found?.startsWith('en') === true ? 'en' : 'zh-CN';
}
