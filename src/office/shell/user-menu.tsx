/** Who is signed in, the look of the page, and signing out. A native popover: Escape and a click elsewhere close it. */
import { useLingui } from '@lingui/react/macro';
import { CircleUser } from 'lucide-react';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { currentTheme, isTheme, keepTheme, THEMES, type Theme } from '../../ui/theme.ts';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRoleWords } from '../parts/role-words.ts';
import css from './user-menu.module.css';

const ID = 'user-menu';

export function UserMenu() {
  const { t, i18n } = useLingui();
  const { session: sessions } = useOffice();
  const { user } = useSigned().session;
  const roleWords = useRoleWords();
  const [theme, setTheme] = useState<Theme>(currentTheme());
  const name = nameIn(user.names, langOf(i18n.locale)) || user.login;
  const themeWords: Readonly<Record<Theme, string>> = {
    auto: t`As the system`,
    light: t`Light`,
    dark: t`Dark`,
    contrast: t`High contrast`,
  };
  const choose = (value: string) => {
    if (!isTheme(value)) return;
    keepTheme('office', value);
    setTheme(value);
  };
  return (
    <>
      <button type="button" className={css.button} popoverTarget={ID} aria-label={name}>
        <CircleUser aria-hidden="true" />
        <span className={css.name}>{name}</span>
      </button>
      <div id={ID} popover="auto" className={css.menu}>
        <p>
          <strong>{name}</strong>
          <br />
          <span className={css.role}>{roleWords[user.role]}</span>
        </p>
        <SelectField label={t`Look`} value={theme} onChange={(event) => choose(event.currentTarget.value)}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {themeWords[one]}
            </option>
          ))}
        </SelectField>
        <Button wide onClick={() => void sessions.signOut()}>{t`Sign out`}</Button>
      </div>
    </>
  );
}
