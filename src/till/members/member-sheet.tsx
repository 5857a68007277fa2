/**
 * The member at the counter: found by card or telephone, then what they have here, money onto the card, and stored
 * value reserved for a time without the network. F3, or the key over the cart.
 */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { sumOfValue } from '../../core/value.ts';
import { toMinor } from '../../core/money.ts';
import type { Grant } from '../../client/till-device.ts';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { formatMoney, formatTime, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Refusal } from '../../wire/refusal.ts';
import { findMember, giveBackGrant, reserve, rulesOf, type Standing } from '../commands/members.ts';
import { useCounter, useHand, useSettings, useTill } from '../counter-context.tsx';
import css from './member-sheet.module.css';
import { Says } from './says.tsx';
import { putOnCart, takeOffCart } from './take-member.ts';
import { TopUpForm } from './top-up-form.tsx';
import { useStanding } from './use-standing.ts';

type Known = { readonly memberId: string; readonly label: string };

export function MemberSheet() {
  const { t } = useLingui();
  const { view } = useCounter();
  const member = useHand((state) => state.cart.member);
  return (
    <Sheet open onClose={() => view.setState({ sheet: null })} title={t`Member`}>
      {member === undefined ? <Find /> : <MemberHere key={member.memberId} member={member} />}
    </Sheet>
  );
}

function Find() {
  const { t } = useLingui();
  const counter = useCounter();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const member = findMember(counter.tools, typed);
    if (member === null) setRefusal({ code: 'member_unknown' });
    else putOnCart(counter, member);
  };
  return (
    <form className={css.form} onSubmit={find}>
      <InputField
        autoFocus // what was asked for comes first
        autoComplete="off"
        label={t`Card number or telephone`}
        maxLength={40}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setRefusal(null);
        }}
      />
      <Says refusal={refusal} />
      <p className={css.hint}>{t`A card can also be scanned while the sale is open.`}</p>
      <Button kind="primary" size="key" type="submit" disabled={typed.trim() === ''}>
        {t`Find`}
      </Button>
    </form>
  );
}

function MemberHere({ member }: { readonly member: Known }) {
  const { t } = useLingui();
  const counter = useCounter();
  const isPaying = useHand((state) => state.cart.saleEntryId !== null);
  const { standing, grants, refresh } = useStanding(member.memberId);
  const close = () => {
    takeOffCart(counter);
    counter.view.setState({ sheet: null });
  };
  return (
    <div className={css.form}>
      <p className={css.label}>{member.label}</p>
      <Figures standing={standing} />
      <TopUpForm member={member} knownMinor={standing?.valueMinor ?? null} onDone={refresh} />
      <Reserved member={member} grants={grants} onDone={refresh} />
      <Button disabled={isPaying} onClick={close}>
        {t`Take off this sale`}
      </Button>
    </div>
  );
}

function Figures({ standing }: { readonly standing: Standing | null }) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const tz = useTill((state) => state.store?.tz);
  if (standing === null)
    return <p className={css.hint}>{t`Points and stored value are not known without the network.`}</p>;
  const time = formatTime({ ms: standing.asOfMs, lang: langOf(i18n.locale), tz });
  return (
    <>
      <dl className={css.figures}>
        <div>
          <dt>{t`Points`}</dt>
          <dd>{standing.points}</dd>
        </div>
        <div>
          <dt>{t`Stored value`}</dt>
          <dd>
            <MoneyText amountMinor={standing.valueMinor} currency={currency} />
          </dd>
        </div>
      </dl>
      <p className={css.hint}>{t`As of ${time}`}</p>
    </>
  );
}

type PartProps = { readonly member: Known; readonly onDone: () => void };

/** Stored value or points this till may spend without the network, for a day. */
function Reserved({ member, grants, onDone }: PartProps & { readonly grants: readonly Grant[] }) {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const { currency } = useSettings();
  const tz = useTill((state) => state.store?.tz);
  const online = useTill((state) => state.online);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const lang = langOf(i18n.locale);
  const [what, setWhat] = useState<'value' | 'points'>('value');
  const wanted = wantedOf(what, text, currency);
  const after = (done: { readonly ok: true } | { readonly ok: false; readonly error: Refusal }) => {
    setRefusal(done.ok ? null : done.error);
    if (done.ok) setText('');
    onDone();
  };
  return (
    <form
      className={css.part}
      aria-label={t`Reserve for this till`}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== null) void reserve(tools, { memberId: member.memberId, ...wanted }).then(after);
      }}
    >
      {grants.map((grant) => {
        const { points } = grant;
        const amount =
          points > 0 ? t`${points} points` : formatMoney({ amountMinor: sumOfValue(grant), currency, lang });
        const until = formatTime({ ms: grant.leaseUntilMs, lang, tz });
        return (
          <p key={grant.grantId} className={css.grant}>
            <span>{t`${amount} reserved here until ${until}`}</span>
            <Button onClick={() => void giveBackGrant(tools, grant).then(after)}>{t`Give back`}</Button>
          </p>
        );
      })}
      {rulesOf(tools).pay == null ? null : (
        <SelectField
          label={t`What to reserve`}
          value={what}
          onChange={(event) => setWhat(event.target.value === 'points' ? 'points' : 'value')}
        >
          <option value="value">{t`Stored value`}</option>
          <option value="points">{t`Points`}</option>
        </SelectField>
      )}
      <InputField
        label={t`Reserve to spend offline`}
        hint={t`For 24 hours, at this till only.`}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Says refusal={refusal} />
      <Button type="submit" disabled={!online || wanted === null}>
        {t`Reserve`}
      </Button>
    </form>
  );
}

/** What was typed, as it is asked for; null: that is none. */
function wantedOf(what: 'value' | 'points', text: string, currency: string) {
  if (what === 'points') return /^[1-9]\d{0,8}$/.test(text.trim()) ? { points: Number(text.trim()) } : null;
  const amountMinor = toMinor((text === '' ? null : readAmount(text, currency)) ?? 0);
  return amountMinor === 0 ? null : { amountMinor };
}
