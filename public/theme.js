// Runs before the first paint, so that nobody sees a flash of the wrong theme or hears the wrong language. A file and
// not an inline script: the content security policy allows no inline script. src/ui/theme.ts and lang.ts write the keys.
(() => {
  const segment = location.pathname.split('/')[1];
  const face = ['till', 'office', 'display'].includes(segment) ? segment : 'shop';
  const root = document.documentElement;
  let theme = null;
  let lang = null;
  try {
    theme = localStorage.getItem(`halfloop-theme-${face}`);
    lang = localStorage.getItem('halfloop-lang');
  } catch {
    // Storage is switched off: the defaults below hold.
  }
  const known = ['auto', 'light', 'dark', 'contrast'].includes(theme);
  root.dataset.theme = known ? theme : face === 'till' ? 'light' : 'auto'; // shops are bright: a till starts light
  const tag = lang ?? navigator.language;
  root.lang = /^zh/i.test(tag) ? 'zh-CN' : 'en';
})();
