/** All carts that are put aside in this store: found by name, note or person, taken back by one touch. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Pause, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { heldMatches } from '../../core/held-cart.ts';
import { nameIn } from '../../core/product.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatAgo, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, useHand, useSettings, useTill } from '../counter-context.tsx';
import { type ShownHold, useHeldCarts, useTillName } from './held-carts.ts';
import css from './held-sheet.module.css';
import { clearHold, hold, recall } from './holding.ts';

const SEARCH_FROM = 6; // fewer are seen at a glance

export function HeldSheet() {
  const { t } = useLingui();
  const { view } = useCounter();
  const isEmpty = useHand((state) => state.cart.lines.length === 0);
  const all = useHeldCarts();
  const nameOf = usePersonName();
  const [query, setQuery] = useState('');
  const found = all.filter(({ held }) => heldMatches(held, nameOf(held.staffId), query.trim()));
  return (
    <Sheet open wide onClose={() => view.setState({ sheet: null })} title={t`Held carts`}>
      <div className={css.sheet}>
        {isEmpty ? null : <HoldForm />}
        <AsOf />
        {all.length < SEARCH_FROM ? null : (
          <InputField
            type="search"
            label={t`Name, note or person`}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        )}
        {found.length === 0 ? (
          <EmptyState icon={<Pause aria-hidden="true" />} title={t`No held carts`}>
            {t`A cart you hold waits here, at every till of this store.`}
          </EmptyState>
        ) : (
          <ul className={css.rows}>
            {found.map((shown) => (
              <HeldRow key={shown.held.heldId} shown={shown} who={nameOf(shown.held.staffId)} />
            ))}
          </ul>
        )}
      </div>
    </Sheet>
  );
}

/** The cart in the hand, put aside under a name. */
function HoldForm() {
  const { t } = useLingui();
  const counter = useCounter();
  const before = useHand((state) => state.cart.hold);
  const [name, setName] = useState(before?.name ?? '');
  const [note, setNote] = useState(before?.note ?? '');
  const put = async () => {
    if (await hold(counter, { name, note })) counter.view.setState({ sheet: null });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <InputField label={t`Name`} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      <InputField label={t`Note`} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      <Button kind="primary" size="key" type="submit" icon={<Pause aria-hidden="true" />}>
        {t`Hold this cart`}
      </Button>
    </form>
  );
}

/** How old the other tills' carts are, while the server does not answer. */
function AsOf() {
  const { t, i18n } = useLingui();
  const online = useTill((state) => state.online);
  const ms = useTill((state) => state.lastSyncMs);
  const tz = useTill((state) => state.store?.tz);
  if (online || ms === null) return null;
  const time = formatTime({ ms, lang: langOf(i18n.locale), tz });
  return <p className={css.asOf}>{t`Offline: carts of other tills as of ${time}`}</p>;
}

function usePersonName(): (staffId: string | null) => string {
  const { i18n } = useLingui();
  const staff = useTill((state) => state.staff);
  return (staffId) => {
    const person = staff.find((one) => one.staffId === staffId);
    return person === undefined ? '' : nameIn(person.names, langOf(i18n.locale));
  };
}

function HeldRow({ shown: { held, may }, who }: { readonly shown: ShownHold; readonly who: string }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const tillName = useTillName();
  const tz = useTill((state) => state.store?.tz);
  const lang = langOf(i18n.locale);
  const { name, note, heldMs, totalMinor, goods } = held;
  const ago = formatAgo(Math.max(0, counter.tools.nowMs() - heldMs), lang);
  const facts = [formatTime({ ms: heldMs, lang, tz }), ago, who, tillName(held.deviceId) ?? ''];
  const holder = held.takers[0]?.deviceId;
  const elsewhere = holder === undefined ? null : tillName(holder);
  return (
    <li className={css.row}>
      <button
        type="button"
        className={css.take}
        disabled={may === 'no'}
        onClick={() => void recall(counter, held.heldId)}
      >
        <span className={css.what}>
          <strong className={css.name}>{name}</strong>
          {note === '' ? null : <span>{note}</span>}
          <span className={css.facts}>{facts.filter((one) => one !== '').join(' · ')}</span>
          {elsewhere === null ? null : (
            <span className={css.elsewhere}>
              {may === 'copy' ? t`Taken at ${elsewhere} a while ago: take a copy` : t`In use: ${elsewhere}`}
            </span>
          )}
        </span>
        <span className={css.count}>
          <Plural value={goods?.lines.length ?? 0} one="# line" other="# lines" />
        </span>
        <MoneyText amountMinor={totalMinor} currency={currency} />
      </button>
      <IconButton label={t`Clear ${name}`} disabled={may === 'no'} onClick={() => void clearHold(counter, held)}>
        <Trash2 aria-hidden="true" />
      </IconButton>
    </li>
  );
}
