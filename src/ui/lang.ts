/** Which of the two languages is shown, as rules name it (zh, en), and where a person's choice is remembered. */
import type { Lang } from '../core/product.ts';

const KEPT_UNDER = 'halfloop-lang';

/** The language of a locale tag: anything Chinese is zh, the rest en. */
export const langOf = (locale: string): Lang => (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en');

/** The tag chosen on this device before, else null. Storage that is switched off counts as no choice. */
export function keptLang(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    return null;
  }
}

/** Remembers the chosen tag for the next start. */
export function keepLang(tag: string): void {
  try {
    localStorage.setItem(KEPT_UNDER, tag);
  } catch {
    // The choice then holds until the page is closed: nothing is lost that a person must know of.
  }
}
