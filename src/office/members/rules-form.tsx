/** How points are earned, how much a card may hold, and what the shop adds to a top-up. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState, type SubmitEvent } from 'react';
import { decimalText } from '../../core/currency.ts';
import { valueMaxAtFirst } from '../../core/loyalty.ts';
import { type Minor, toMinor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { readAmount } from '../../ui/format.ts';
import { officeSettings, type OfficeSettings } from '../../wire/office-shop.ts';
import { RefusalNote, useRefusalWords } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { MOST_LEAST, MOST_PER_UNIT } from '../../wire/loyalty.ts';
import { useRemote } from '../parts/use-remote.ts';
import css from '../settings/settings-screen.module.css';
import { useSaveSettings } from '../settings/use-save.ts';

export function RulesForm() {
  const { api } = useOffice();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/settings', { schema: officeSettings, unattended }),
    [api],
  );
  const { value, refresh } = useRemote(load, { streams: 'org' });
  return value === null ? null : <Rules settings={value.settings} onSaved={refresh} />;
}

type Props = { readonly settings: OfficeSettings['settings']; readonly onSaved: () => void };

/** An amount above zero; null: none is meant; undefined: what stands there is none. */
function amountOf(text: string, currency: string): Minor | null | undefined {
  if (text.trim() === '') return null;
  const minor = readAmount(text, currency);
  return minor === null || minor <= 0 ? undefined : toMinor(minor);
}

/** A whole number above zero, at most `most`; null: none is meant; undefined: what stands there is none. */
function countOf(text: string, most: number): number | null | undefined {
  const plain = text.trim();
  if (plain === '') return null;
  const count = /^\d{1,9}$/.test(plain) ? Number(plain) : 0;
  return count > 0 && count <= most ? count : undefined;
}

function Rules({ settings, onSaved }: Props) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const words = useRefusalWords();
  const { currency, loyalty } = settings;
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const textOf = (minor: number | null | undefined) => (minor == null ? '' : decimalText(minor, currency));
  const [form, setForm] = useState({
    per: textOf(loyalty?.perMinor),
    max: textOf(loyalty == null ? valueMaxAtFirst(currency) : loyalty.valueMaxMinor),
    from: textOf(loyalty?.gifts[0]?.fromMinor),
    gift: textOf(loyalty?.gifts[0]?.giftMinor),
    perUnit: String(loyalty?.pay?.perUnit ?? ''),
    least: String(loyalty?.pay?.least ?? ''),
  });
  const [perUnit, least] = [countOf(form.perUnit, MOST_PER_UNIT), countOf(form.least, MOST_LEAST)];
  const [per, max] = [amountOf(form.per, currency), amountOf(form.max, currency)];
  const [from, gift] = [amountOf(form.from, currency), amountOf(form.gift, currency)];
  const isPair = (from === null) === (gift === null);
  const isPaying = perUnit !== undefined && least !== undefined && (perUnit !== null || least === null);
  const isGood =
    per !== undefined && max !== undefined && from !== undefined && gift !== undefined && isPair && isPaying;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isGood) return;
    const gifts = from === null || gift === null ? [] : [{ fromMinor: from, giftMinor: gift }];
    const pay = perUnit === null ? null : { perUnit, least: least ?? 0 };
    void save({ loyalty: { perMinor: per, valueMaxMinor: max, gifts, pay } });
  };
  const bad = (value: number | null | undefined) => (value === undefined ? words({ code: 'bad_number' }) : null);
  const field = (name: keyof typeof form, label: string, hint: string, value: number | null | undefined) => (
    <InputField
      label={label}
      hint={hint}
      inputMode="decimal"
      readOnly={!isOwner}
      value={form[name]}
      error={bad(value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setForm((before) => ({ ...before, [name]: text }));
      }}
    />
  );
  return (
    <Panel title={t`Points and stored value`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={refusal} />
        {field('per', t`One point for each, ${currency}`, t`Left empty, no points are earned.`, per)}
        {field('perUnit', t`Points that pay for 1 ${currency}`, t`Left empty, points do not pay.`, perUnit)}
        {field('least', t`Least points in a payment`, t`Left empty, any number.`, least)}
        {field('max', t`A card holds at most, ${currency}`, t`Left empty, as much as anybody pays in.`, max)}
        {field('from', t`A gift for a top-up from, ${currency}`, t`Left empty, together with the gift: none.`, from)}
        {field('gift', t`The gift, ${currency}`, t`Kept apart from what was paid in, and spent after it.`, gift)}
        {isOwner ? (
          <div>
            <Button type="submit" disabled={busy || !isGood}>{t`Save points and stored value`}</Button>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}
