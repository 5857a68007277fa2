/** On which goods: all, some categories, or products picked one by one; all but some. */
import { Plural, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { nameIn } from '../../core/product.ts';
import { EVERYTHING } from '../../core/scope.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import type { ProductListed } from '../../wire/office.ts';
import { useCategories } from '../products/categories.ts';
import grid from './form-grid.module.css';
import type { GoodsChoice } from './goods-choice.ts';
import { ProductPicker } from './product-picker.tsx';

type Props = {
  readonly goods: GoodsChoice;
  readonly error: ReactNode;
  readonly onChange: (goods: GoodsChoice) => void;
};

export function GoodsFields({ goods, error, onChange }: Props) {
  const { t } = useLingui();
  const { by, scope } = goods;
  const choose = (next: GoodsChoice['by']) => {
    const exceptSkuNos = next === 'products' ? [] : scope.exceptSkuNos;
    onChange({ by: next, scope: { ...EVERYTHING, exceptSkuNos } });
  };
  return (
    <>
      <SelectField
        className={grid.wide}
        label={t`On which goods`}
        error={error}
        value={by}
        onChange={(event) => choose(event.currentTarget.value as GoodsChoice['by'])}
      >
        <option value="all">{t`All goods`}</option>
        <option value="categories">{t`Categories`}</option>
        <option value="products">{t`Products picked one by one`}</option>
      </SelectField>
      {by === 'categories' ? <CategoriesField goods={goods} onChange={onChange} /> : null}
      {by === 'products' ? (
        <ProductsField
          key="those"
          skuNos={scope.skuNos}
          onChange={(skuNos) => onChange({ by, scope: { ...EVERYTHING, skuNos } })}
        />
      ) : (
        <ExceptField goods={goods} onChange={onChange} />
      )}
    </>
  );
}

type ChoiceProps = Pick<Props, 'goods' | 'onChange'>;

function CategoriesField({ goods: { by, scope }, onChange }: ChoiceProps) {
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
            onChange={() => onChange({ by, scope: { ...scope, skuNos: [], categories: flip(categoryId) } })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function ExceptField({ goods: { by, scope }, onChange }: ChoiceProps) {
  const { t } = useLingui();
  const [isOpen, setIsOpen] = useState(scope.exceptSkuNos.length > 0);
  const tell = (exceptSkuNos: readonly number[]) => onChange({ by, scope: { ...scope, exceptSkuNos } });
  return (
    <div className={grid.wide}>
      <CheckField
        label={t`All but some products`}
        checked={isOpen}
        onChange={(event) => {
          setIsOpen(event.currentTarget.checked);
          tell([]);
        }}
      />
      {isOpen ? <ProductsField key="except" skuNos={scope.exceptSkuNos} onChange={tell} /> : null}
    </div>
  );
}

type ProductsProps = { readonly skuNos: readonly number[]; readonly onChange: (skuNos: readonly number[]) => void };

/** Those it had stay until they are taken out together; what is picked here comes on top. */
function ProductsField({ skuNos, onChange }: ProductsProps) {
  const { t } = useLingui();
  const [kept, setKept] = useState(skuNos);
  const [picked, setPicked] = useState<readonly ProductListed[]>([]);
  const tell = (had: readonly number[], more: readonly ProductListed[]) => {
    setKept(had);
    setPicked(more);
    onChange([...new Set([...had, ...more.map(({ skuNo }) => skuNo)])]);
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
