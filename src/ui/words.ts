/**
 * The words of a screen, in the person's language. Each face has its own catalogue; what faces share is in `ui`.
 * Both are fetched only when they are used, and one pair at a time is active.
 */
import { i18n, type Messages } from '@lingui/core';

export type Lang = 'zh-CN' | 'en';
export type WordsOf = 'ui' | 'till' | 'counter' | 'shop' | 'office' | 'display';

export const LANGS: readonly Lang[] = ['zh-CN', 'en'];

const catalogues = import.meta.glob<{ readonly messages: Messages }>('./words/*/*.po');

async function load(face: WordsOf, lang: Lang): Promise<Messages> {
  const open = catalogues[`./words/${face}/${lang}.po`];
  if (open === undefined) return {}; // a face without words of its own yet
  return (await open()).messages;
}

/** Catalogues that came later than the face's own, and stay. */
const opened = new Map<WordsOf, Promise<void>>();

/** Adds the words of parts that are fetched later, in the language of the page. Once is enough. */
export function openWords(room: WordsOf): Promise<void> {
  const known = opened.get(room);
  if (known !== undefined) return known;
  const opening = addWords(room);
  opened.set(room, opening);
  opening.catch(() => opened.delete(room)); // whoever waits hears of it; the next one tries again
  return opening;
}

async function addWords(room: WordsOf): Promise<void> {
  for (;;) {
    const lang = LANGS.find((one) => one === i18n.locale);
    if (lang === undefined) return; // nothing is shown yet: `activateWords` brings them along
    const messages = await load(room, lang);
    if (i18n.locale !== lang) continue; // switched meanwhile
    i18n.load(lang, messages);
    return;
  }
}

/** Makes `lang` the language of this page with the words of `ui` and of `face`. Safe to call again to switch. */
export async function activateWords(face: WordsOf, lang: Lang): Promise<void> {
  const rooms = new Set<WordsOf>(['ui', face, ...opened.keys()]);
  const loaded = await Promise.all([...rooms].map((room) => load(room, lang)));
  i18n.loadAndActivate({ locale: lang, messages: Object.assign({}, ...loaded) as Messages });
  if (typeof document !== 'undefined') document.documentElement.lang = lang;
}

/** The language to begin with: the one chosen before, else the first of the browser's that we speak, else Chinese. */
export function firstLang(chosen: string | null, offered: readonly string[]): Lang {
  const wanted = [chosen ?? '', ...offered].map((tag) => tag.toLowerCase());
  const found = wanted.find((tag) => tag.startsWith('zh') || tag.startsWith('en'));
  return found?.startsWith('en') === true ? 'en' : 'zh-CN';
}
