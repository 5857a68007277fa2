/**
 * The keyboard map of this device: what each key does, and another key for it. The next key pressed is the new one;
 * what another act has already, or the browser needs, is refused in words.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/field.tsx';
import { useCounter, usePreference } from '../counter-context.tsx';
import { isCharacter, keyFor, keyText, MOVABLE, type Movable } from '../key-map.ts';
import { useKeyWords } from '../sell/key-words.ts';
import css from './keys-part.module.css';
import { moveKey, type MoveRefusal } from './move-key.ts';

export function KeysPart() {
  const { t } = useLingui();
  const { preferences } = useCounter();
  const words = useKeyWords();
  const keys = usePreference((chosen) => chosen.keys);
  const bareKeys = usePreference((chosen) => chosen.bareKeys);
  const { act, said, change } = useChange();
  return (
    <>
      <ul className={css.rows}>
        {MOVABLE.map((each) => (
          <li key={each} className={css.row}>
            <span>{words[each]}</span>
            <kbd className={css.key}>{keyText(keyFor(keys, each))}</kbd>
            <Button aria-pressed={act === each} onClick={() => change(act === each ? null : each)}>
              {act === each ? t`Press the key` : t`Another key`}
              <span data-unseen="">{words[each]}</span>
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className={css.says} data-bad={said !== null || undefined}>
        {said === null ? null : <Refused refusal={said} />}
      </p>
      <CheckField
        label={t`Use keys without F (* + − ?)`}
        checked={bareKeys}
        onChange={(event) => preferences.setState({ bareKeys: event.target.checked })}
      />
      <Button disabled={Object.keys(keys).length === 0} onClick={() => preferences.setState({ keys: {} })}>
        {t`All keys as they were`}
      </Button>
    </>
  );
}

type Said = MoveRefusal & { readonly act: Movable; readonly key: string };

/** The act that waits for its new key, and why the last one was refused. */
function useChange() {
  const { preferences } = useCounter();
  const [act, setAct] = useState<Movable | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  useEffect(() => {
    if (act === null) return undefined;
    const take = (event: KeyboardEvent) => {
      if (['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') {
        setAct(null);
        return;
      }
      const isChord = event.ctrlKey || event.altKey || event.metaKey;
      const key = isChord ? '' : event.key;
      const moved = moveKey(preferences.getState().keys, { act, key });
      if (moved.ok) {
        preferences.setState({ keys: moved.value });
        setSaid(null);
        setAct(null);
      } else setSaid({ ...moved.error, act, key });
    };
    document.addEventListener('keydown', take, { capture: true });
    return () => document.removeEventListener('keydown', take, { capture: true });
  }, [act, preferences]);
  const change = (next: Movable | null) => {
    setSaid(null);
    setAct(next);
  };
  return { act, said, change };
}

function Refused({ refusal }: { readonly refusal: Said }) {
  const words = useKeyWords();
  if (refusal.code === 'key_taken') {
    const [key, act] = [keyText(refusal.key), words[refusal.by]];
    return (
      <Trans>
        {key} is already the key for: {act}. Move that one first.
      </Trans>
    );
  }
  return isCharacter(refusal.act) ? (
    <Trans>Choose a sign such as / or =. Letters and digits belong to the scanner.</Trans>
  ) : (
    <Trans>Choose one of F1 to F10, without F5, or a key such as Insert or Home.</Trans>
  );
}
