/** 中文 or English, at once and remembered. Each language is named in itself. */
import { useLingui } from '@lingui/react/macro';
import { keepLang } from './lang.ts';
import css from './language-switch.module.css';
import { activateWords, LANGS, type Lang, type WordsOf } from './words.ts';

const OWN_NAMES: Readonly<Record<Lang, string>> = { 'zh-CN': '中文', en: 'English' };
const SHORT_NAMES: Readonly<Record<Lang, string>> = { 'zh-CN': '中', en: 'EN' };

type Props = { readonly face: WordsOf; readonly short?: boolean };

export function LanguageSwitch({ face, short = false }: Props) {
  const { t, i18n } = useLingui();
  const names = short ? SHORT_NAMES : OWN_NAMES;
  const choose = (lang: Lang) => {
    keepLang(lang);
    void activateWords(face, lang);
  };
  return (
    <div role="group" aria-label={t`Language`} className={css.group}>
      {LANGS.map((lang) => (
        <button
          key={lang}
          type="button"
          lang={lang}
          aria-label={short ? `${SHORT_NAMES[lang]} ${OWN_NAMES[lang]}` : OWN_NAMES[lang]}
          aria-pressed={i18n.locale === lang}
          className={css.choice}
          onClick={() => {
            choose(lang);
          }}
        >
          {names[lang]}
        </button>
      ))}
    </div>
  );
}
