/**
 * Tells the server the chosen language, so that the next page is written in it and nothing has to change under the eye.
 */
import type { I18n } from '@lingui/core';

const KEPT_S = 31_536_000;

/** Keeps the language of the page in a cookie of ours: it holds two letters and nothing about a person. */
export function rememberLang(i18n: I18n): void {
  const keep = () => {
    document.cookie = `halfloop-lang=${i18n.locale}; path=/; max-age=${KEPT_S}; samesite=lax`;
  };
  keep();
  i18n.on('change', keep);
}
