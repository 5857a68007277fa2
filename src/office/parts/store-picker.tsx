/** Which store the screens speak of. A shop with one store has nothing to pick. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import { useOffice, useSigned } from './office-context.ts';
import css from './store-picker.module.css';

export function StorePicker() {
  const { t, i18n } = useLingui();
  const { storeChoice } = useOffice();
  const { stores, store } = useSigned();
  const lang = langOf(i18n.locale);
  if (stores.length === 1) return <span>{nameIn(store.names, lang)}</span>;
  return (
    <select
      className={css.picker}
      aria-label={t`Store`}
      value={store.storeId}
      onChange={(event) => storeChoice.getState().choose(event.currentTarget.value)}
    >
      {stores.map((one) => (
        <option key={one.storeId} value={one.storeId}>
          {nameIn(one.names, lang)}
        </option>
      ))}
    </select>
  );
}
