/** The keyboard map, as a table. */
import { useLingui } from '@lingui/react/macro';
import { CheckField } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, usePreference } from '../counter-context.tsx';
import css from './keys-sheet.module.css';

export function KeysSheet() {
  const { t } = useLingui();
  const { view, preferences } = useCounter();
  const bareKeys = usePreference((chosen) => chosen.bareKeys);
  const rows: readonly (readonly [keys: string, words: string])[] = [
    ['F2', t`Search products`],
    ['F3', t`Member`],
    ['F4', t`Hold this cart`],
    ['F6', t`Held carts`],
    ['F7', t`Receipts`],
    ['⇧ F7', t`Return`],
    ['F8', t`Discount`],
    ['F9', t`Pay`],
    ['F10', t`Exact cash`],
    ['3 *', t`Three of the next product`],
    ['*', t`Quantity of the line`],
    ['+  −', t`One more, one less`],
    ['Del', t`Remove the line`],
    ['Enter', t`Confirm the marked key`],
    ['Esc', t`Back one level`],
    ['?', t`This map`],
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
