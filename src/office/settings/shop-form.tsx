/** The shop: its names, its address on the network as it goes into every QR code, its receipt footer. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { currencySign } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { Note, RefusalNote, useRefusalWords } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { NamesPair } from './names-pair.tsx';
import { namesOf, namesOrNull, useSaveSettings } from './use-save.ts';

type Props = { readonly settings: OfficeSettings['settings']; readonly onSaved: (saved: OfficeSettings) => void };

const isLocalOnly = (origin: string): boolean => /\/\/(localhost|127\.|\[::1\])/.test(origin);

export function ShopForm({ settings, onSaved }: Props) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const words = useRefusalWords();
  const [origin, setOrigin] = useState(settings.shopOrigin);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void save({
      names: namesOf(form, 'name'),
      shopOrigin: origin,
      lang: form.get('lang') === 'en' ? 'en' : 'zh',
      receiptFooter: namesOrNull(form, 'footer'),
    });
  };
  const isAddressFault = refusal?.code === 'bad_address';
  return (
    <Panel title={t`Shop`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={isAddressFault ? null : refusal} />
        <NamesPair field="name" labels={[t`Name in Chinese`, t`Name in English`]} names={settings.names} />
        <InputField
          label={t`Address in QR codes`}
          type="url"
          hint={
            <Trans>
              What phones open when they scan a shelf label: this server's address in your shop's network, or on the
              web.
            </Trans>
          }
          value={origin}
          readOnly={!isOwner}
          error={isAddressFault ? words(refusal) : null}
          onChange={(event) => setOrigin(event.currentTarget.value)}
        />
        {isLocalOnly(origin) ? <LocalOnlyNote /> : null}
        <NamesPair
          field="footer"
          labels={[t`Receipt footer in Chinese`, t`Receipt footer in English`]}
          names={settings.receiptFooter}
        />
        <LanguageAndCurrency settings={settings} />
        {isOwner ? (
          <div>
            <Button kind="primary" type="submit" disabled={busy}>
              {t`Save`}
            </Button>
          </div>
        ) : (
          <Note tone="plain">{t`Only an owner changes these.`}</Note>
        )}
      </form>
    </Panel>
  );
}

function LocalOnlyNote() {
  return (
    <Note tone="warn">
      <Trans>
        Phones cannot open this address: it means the device itself. Start the server with --https and set the address
        it prints for your network.
      </Trans>
    </Note>
  );
}

function LanguageAndCurrency({ settings }: Pick<Props, 'settings'>) {
  const { t, i18n } = useLingui();
  const { isOwner } = useSigned();
  const { currency } = settings;
  const sign = currencySign(currency, langOf(i18n.locale));
  return (
    <div className={css.pair}>
      <SelectField label={t`Language of receipts`} name="lang" defaultValue={settings.lang} disabled={!isOwner}>
        <option value="zh" lang="zh-CN">
          中文
        </option>
        <option value="en" lang="en">
          English
        </option>
      </SelectField>
      <InputField
        label={t`Currency`}
        value={`${currency} ${sign}`}
        readOnly
        hint={t`Fixed when the shop was made: every sale is in it.`}
      />
    </div>
  );
}
