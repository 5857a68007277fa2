/** In which stores a rule holds: all, also those to come, or some. A shop with one has nothing to choose. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { nameIn } from '../../core/product.ts';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import grid from './form-grid.module.css';
import { useSigned } from './office-context.ts';

type Props = {
  readonly storeIds: readonly string[] | null; // null: all
  readonly error: ReactNode;
  readonly onChange: (storeIds: readonly string[] | null) => void;
};

export function StoresField({ storeIds, error, onChange }: Props) {
  const { t, i18n } = useLingui();
  const { stores } = useSigned();
  const lang = langOf(i18n.locale);
  if (stores.length < 2 && storeIds === null) return null;
  const flip = (id: string, had: readonly string[]) =>
    had.includes(id) ? had.filter((one) => one !== id) : [...had, id];
  return (
    <>
      <SelectField
        className={grid.wide}
        label={t`In which stores`}
        error={error}
        value={storeIds === null ? 'all' : 'some'}
        onChange={(event) => onChange(event.currentTarget.value === 'all' ? null : [])}
      >
        <option value="all">{t`All stores`}</option>
        <option value="some">{t`Some of them`}</option>
      </SelectField>
      {storeIds === null ? null : (
        <fieldset className={grid.group}>
          <legend>{t`Stores`}</legend>
          <div className={grid.choices}>
            {stores.map(({ storeId, names }) => (
              <CheckField
                key={storeId}
                label={nameIn(names, lang)}
                checked={storeIds.includes(storeId)}
                onChange={() => onChange(flip(storeId, storeIds))}
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
