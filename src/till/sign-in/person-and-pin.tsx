/**
 * Who, then the PIN: tiles of people and a pad. Works offline; keys and pasting work too. After too many tries it
 * counts the seconds down and stays shut until they are over.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { nameIn } from '../../core/product.ts';
import type { Result } from '../../core/result.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { NumPad } from '../../ui/num-pad.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { StaffRow } from '../../wire/catalogue.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useNow } from '../clock.ts';
import { useRoleNames } from '../role-names.ts';
import css from './person-and-pin.module.css';

const PIN_MAX = 8;
const PIN_MIN = 4;

type Props = {
  readonly people: readonly StaffRow[];
  readonly prove: (staffId: string, pin: string) => Promise<Result<StaffRow, Refusal>>;
  readonly onProved: (person: StaffRow) => void;
};

export function PersonAndPin({ people, prove, onProved }: Props) {
  const [chosen, setChosen] = useState<StaffRow | null>(null);
  const only = people.length === 1 ? people[0] : undefined;
  const person = only ?? chosen;
  if (person == null) return <People people={people} onChoose={setChosen} />;
  return (
    <Pin
      key={person.staffId}
      person={person}
      prove={prove}
      onProved={onProved}
      onBack={only === undefined ? () => setChosen(null) : null}
    />
  );
}

function People({
  people,
  onChoose,
}: {
  readonly people: readonly StaffRow[];
  readonly onChoose: (person: StaffRow) => void;
}) {
  const { i18n } = useLingui();
  const roleNames = useRoleNames();
  return (
    <ul className={css.people}>
      {people.map((person) => {
        const name = nameIn(person.names, langOf(i18n.locale));
        return (
          <li key={person.staffId}>
            <button type="button" className={css.person} onClick={() => onChoose(person)}>
              <span className={css.face} aria-hidden="true">
                {name.slice(0, 1)}
              </span>
              <span className={css.name}>{name}</span>
              <span className={css.role}>{roleNames[person.role]}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

type PinProps = Pick<Props, 'prove' | 'onProved'> & { readonly person: StaffRow; readonly onBack: (() => void) | null };

function Pin({ person, prove, onProved, onBack }: PinProps) {
  const { t, i18n } = useLingui();
  const [pin, setPin] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [shutUntilMs, setShutUntilMs] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const nowMs = useNow(500);
  const waitSeconds = Math.ceil((shutUntilMs - nowMs) / 1000);
  const isShut = waitSeconds > 0;
  const name = nameIn(person.names, langOf(i18n.locale));
  useEffect(() => input.current?.focus(), []);
  const submit = async () => {
    if (pin.length < PIN_MIN || isAsking || isShut) return;
    setAsking(true);
    const proved = await prove(person.staffId, pin).finally(() => {
      setAsking(false); // also when it broke: the next try may not
      setPin('');
    });
    if (proved.ok) {
      onProved(proved.value);
      return;
    }
    const seconds = Number(proved.error.facts?.['seconds'] ?? 0);
    setShutUntilMs(seconds > 0 ? Date.now() + seconds * 1000 : 0);
    setRefusal(proved.error);
    input.current?.focus();
  };
  const words = isShut ? ({ code: 'too_many_tries', facts: { seconds: waitSeconds } } as const) : refusal;
  const isOver = refusal?.code === 'too_many_tries' && !isShut;
  return (
    <form
      className={css.pin}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={css.who}>
        {onBack === null ? null : (
          <Button kind="plain" icon={<ChevronLeft aria-hidden="true" />} onClick={onBack}>
            {t`Other person`}
          </Button>
        )}
        <strong>{name}</strong>
      </p>
      <input
        ref={input}
        className={css.input}
        type="password"
        inputMode="none"
        autoComplete="off"
        aria-label={t`PIN of ${name}`}
        aria-describedby="pin-refusal"
        value={pin}
        maxLength={PIN_MAX}
        onChange={(event) => setPin(event.target.value.replace(/\D/g, '').slice(0, PIN_MAX))}
      />
      <p id="pin-refusal" className={css.refusal} role="alert">
        {words === null || isOver ? null : refusalText(i18n, words)}
        {isAsking ? <Trans>Checking the PIN</Trans> : null}
      </p>
      <NumPad text={pin} maxLength={PIN_MAX} disabled={isAsking || isShut} onChange={setPin} />
      <Button type="submit" kind="primary" size="pay" wide disabled={pin.length < PIN_MIN || isAsking || isShut}>
        {t`Confirm`}
      </Button>
    </form>
  );
}
