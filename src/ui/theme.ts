/**
 * Light, dark, automatic or high contrast, remembered per face on this device. `public/theme.js` sets the attribute
 * before the first paint; this module changes it afterwards. A till starts light, the others follow the system.
 */
export type Theme = 'auto' | 'light' | 'dark' | 'contrast';

export const THEMES: readonly Theme[] = ['light', 'dark', 'auto', 'contrast'];

const KEPT_UNDER = 'halfloop-theme';

export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

/** The theme in force on this page. */
export function currentTheme(): Theme {
  const shown = document.documentElement.dataset['theme'];
  return isTheme(shown) ? shown : 'auto';
}

/** Shows a theme and remembers it for this face (`till`, `shop`, `office`, `display`). */
export function keepTheme(face: string, theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(`${KEPT_UNDER}-${face}`, theme);
  } catch {
    // The choice then holds until the page is closed: nothing is lost that a person must know of.
  }
}
