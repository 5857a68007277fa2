/** On which goods: all, some categories, or products picked one by one. */
import { Plural, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { EVERYTHING, type Scope } from '../../core/scope.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import type { ProductListed } from '../../wire/office.ts';
import grid from '../parts/form-grid.module.css';
import { ProductPicker } from '../parts/product-picker.tsx';
import { useCategories } from '../products/categories.ts';

type Props = { readonly scope: Scope; readonly onChange: (scope: Scope) => void };
type By = 'all' | 'categories' | 'products';

const byOf = ({ skuNos, categories }: Scope): By =>
  skuNos.length > 0 ? 'products' : categories.length > 0 ? 'categories' : 'all';

export function GoodsFields({ scope, onChange }: Props) {
  const { t } = useLingui();
  const [by, setBy] = useState<By>(byOf(scope));
  const choose = (next: By) => {
    setBy(next);
    onChange(EVERYTHING);
  };
  return (
    <>
      <SelectField
        className={grid.wide}
        label={t`On which goods`}
        value={by}
        onChange={(event) => choose(event.currentTarget.value as By)}
      >
        <option value="all">{t`All goods`}</option>
        <option value="categories">{t`Categories`}</option>
        <option value="products">{t`Products picked one by one`}</option>
      </SelectField>
      {by === 'categories' ? <CategoriesField scope={scope} onChange={onChange} /> : null}
      {by === 'products' ? <ProductsField scope={scope} onChange={onChange} /> : null}
    </>
  );
}

function CategoriesField({ scope, onChange }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const flip = (id: string) =>
    scope.categories.includes(id) ? scope.categories.filter((one) => one !== id) : [...scope.categories, id];
  return (
    <fieldset className={grid.group}>
      <legend>{t`Categories`}</legend>
      <div className={grid.choices}>
        {useCategories().map(({ categoryId, names }) => (
          <CheckField
            key={categoryId}
            label={nameIn(names, lang)}
            checked={scope.categories.includes(categoryId)}
            onChange={() => onChange({ ...EVERYTHING, categories: flip(categoryId) })}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Those it had stay until they are taken out together; what is picked here comes on top. */
function ProductsField({ scope, onChange }: Props) {
  const { t } = useLingui();
  const [kept, setKept] = useState(scope.skuNos);
  const [picked, setPicked] = useState<readonly ProductListed[]>([]);
  const tell = (had: readonly number[], more: readonly ProductListed[]) => {
    setKept(had);
    setPicked(more);
    onChange({ ...EVERYTHING, skuNos: [...new Set([...had, ...more.map(({ skuNo }) => skuNo)])] });
  };
  return (
    <div className={grid.wide}>
      {kept.length === 0 ? null : (
        <p>
          <Plural value={kept.length} one="# product so far" other="# products so far" />{' '}
          <Button kind="plain" onClick={() => tell([], picked)}>
            {t`Take them out`}
          </Button>
        </p>
      )}
      <ProductPicker picked={picked} onChange={(more) => tell(kept, more)} />
    </div>
  );
}
