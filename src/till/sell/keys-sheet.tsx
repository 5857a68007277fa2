/** The keyboard map, as a table. */
import { useLingui } from '@lingui/react/macro';
import { CheckField } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, usePreference } from '../counter-context.tsx';
import { keyFor, keyText, MOVABLE } from '../key-map.ts';
import { useKeyWords } from './key-words.ts';
import css from './keys-sheet.module.css';

export function KeysSheet() {
  const { t } = useLingui();
  const { view, preferences } = useCounter();
  const bareKeys = usePreference((chosen) => chosen.bareKeys);
  const keys = usePreference((chosen) => chosen.keys);
  const words = useKeyWords();
  const rows: readonly (readonly [keys: string, words: string])[] = [
    ...MOVABLE.map((act) => [keyText(keyFor(keys, act)), words[act]] as const),
    [`⇧ ${keyFor(keys, 'F7')}`, t`Return`],
    [`3 ${keyFor(keys, '*')}`, t`Three of the next product`],
    ['Enter', t`Confirm the marked key`],
    ['Esc', t`Back one level`],
  ];
  return (
    <Sheet open onClose={() => view.setState({ sheet: null })} title={t`Keys`}>
      <table className={css.keys}>
        <tbody>
          {rows.map(([keys, words]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd className={css.key}>{keys}</kbd>
              </th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <CheckField
        label={t`Use keys without F (* + − ?)`}
        checked={bareKeys}
        onChange={(event) => preferences.setState({ bareKeys: event.target.checked })}
      />
    </Sheet>
  );
}
