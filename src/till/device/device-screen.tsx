/** This device: what it is, how it looks and sounds, its scanner, and what it has saved where. */
import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { nameIn } from '../../core/product.ts';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { langOf } from '../../ui/lang.ts';
import { currentTheme, isTheme, keepTheme, THEMES, type Theme } from '../../ui/theme.ts';
import { useCounter, usePreference, useTill } from '../counter-context.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { SyncFacts } from '../sync-sheet.tsx';
import css from './device-screen.module.css';
import { PracticePart } from '../practice/practice-part.tsx';
import { PrinterPart } from '../printing/printer-part.tsx';
import { Capabilities } from './capabilities.tsx';
import { CustomerPart } from './customer-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { LeavePart } from './leave-part.tsx';
import { ScannerTest } from './scanner-test.tsx';

export function DeviceScreen() {
  const { t } = useLingui();
  const isPractice = useTill((state) => state.practice !== undefined);
  return (
    <TitledScreen title={t`This device`}>
      <main className={css.main}>
        <Card title={t`Screen and sound`}>
          <Looks />
        </Card>
        <Card title={t`Printer and drawer`}>
          <PrinterPart />
        </Card>
        <Card title={t`Customer display`}>
          <CustomerPart />
        </Card>
        <Card title={t`What this device can do`}>
          <Capabilities />
        </Card>
        <Card title={t`Scanner`}>
          <ScannerTest />
        </Card>
        <Card title={t`Keys`}>
          <KeysPart />
        </Card>
        {isPractice ? null : (
          <Card title={t`Sync health`}>
            <SyncFacts />
          </Card>
        )}
        <Card title={t`Identity`}>
          <Identity />
        </Card>
        <Card title={t`Practice mode`}>
          <PracticePart />
        </Card>
        {isPractice ? null : (
          <Card title={t`Leave`}>
            <LeavePart />
          </Card>
        )}
      </main>
    </TitledScreen>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.card} aria-label={title}>
      <h2 className={css.title}>{title}</h2>
      {children}
    </section>
  );
}

function Looks() {
  const { t } = useLingui();
  const { preferences, sounds } = useCounter();
  const chosen = usePreference((all) => all);
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const names: Readonly<Record<Theme, string>> = {
    light: t`Light`,
    dark: t`Dark`,
    auto: t`As the system`,
    contrast: t`High contrast`,
  };
  return (
    <div className={css.fields}>
      <div className={css.row}>
        <span>{t`Language`}</span>
        <LanguageSwitch face="till" />
      </div>
      <SelectField
        label={t`Theme`}
        value={theme}
        onChange={(event) => {
          const next = event.target.value;
          if (!isTheme(next)) return;
          keepTheme('till', next);
          setTheme(next);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {names[each]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Receipt paper`}
        value={chosen.paperMm}
        onChange={(event) => preferences.setState({ paperMm: event.target.value === '58' ? 58 : 80 })}
      >
        <option value={80}>80 mm</option>
        <option value={58}>58 mm</option>
      </SelectField>
      <CheckField
        label={t`Sounds`}
        checked={chosen.sounds}
        onChange={(event) => {
          preferences.setState({ sounds: event.target.checked });
          sounds.play('hit');
        }}
      />
      <CheckField
        label={t`Cart at the left`}
        checked={chosen.mirrored}
        onChange={(event) => preferences.setState({ mirrored: event.target.checked })}
      />
    </div>
  );
}

function Identity() {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const identity = useTill((state) => state.identity);
  const store = useTill((state) => state.store);
  const persisted = useTill((state) => state.persisted);
  const thumbprint = useTill((state) => state.thumbprint);
  const products = useCounter().tools.device.catalogue.size;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t`Store`, store === null ? '–' : nameIn(store.names, lang)],
    [t`Till`, identity?.tillCode ?? '–'],
    [t`Products on this till`, products],
    [t`Storage`, persisted === true ? t`Kept by the browser` : t`The browser may delete it`],
    [
      t`Device key`,
      <code key="key" className={css.code}>
        {identity?.kid ?? thumbprint?.slice(0, 16) ?? '–'}
      </code>,
    ],
  ];
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name} className={css.row}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
