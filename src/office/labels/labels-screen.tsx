/** Shelf labels: which products, on which paper, how many that is; then the sheet. */
import { Plural, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { ProductListed } from '../../wire/office.ts';
import { labelsCount, labelSheet, type LabelChoice, type LabelsRequest, type Paper } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { ProductPicker } from '../parts/product-picker.tsx';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import { useCategories } from '../products/categories.ts';
import css from './labels-screen.module.css';

type By = LabelChoice['by'];

/** What the form comes to; null while there is nothing to ask for. */
function choiceOf(by: By, category: string, picked: readonly ProductListed[]): LabelChoice | null {
  switch (by) {
    case 'category':
      return { by, category: category === '' ? null : category };
    case 'selected':
      return picked.length === 0 ? null : { by, skuNos: picked.map((product) => product.skuNo) };
    case 'changed':
    case 'unlabelled':
      return { by };
  }
}

/** How many labels a choice means, asked again when it changes; null while that is not known. */
function useCount(request: LabelsRequest | null): number | null {
  const { api } = useOffice();
  const [known, setKnown] = useState<{ readonly asked: string; readonly labels: number } | null>(null);
  const asked = request === null ? null : JSON.stringify(request);
  useEffect(() => {
    if (asked === null) return undefined;
    let isOld = false;
    void api
      .call('POST', '/labels/count', { schema: labelsCount, body: JSON.parse(asked) as LabelsRequest })
      .then((answer) => {
        if (answer.ok && !isOld) setKnown({ asked, labels: answer.value.labels });
      });
    return () => {
      isOld = true;
    };
  }, [api, asked]);
  return known !== null && known.asked === asked ? known.labels : null;
}

export function LabelsScreen() {
  const { t } = useLingui();
  return (
    <Screen title={t`Shelf labels`} actions={<StorePicker />}>
      <LabelsForm />
    </Screen>
  );
}

function LabelsForm() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store, mayChange } = useSigned();
  const [, go] = useLocation();
  const [chosen, setBy] = useState<By | null>(null);
  const [category, setCategory] = useState('');
  const [picked, setPicked] = useState<readonly ProductListed[]>([]);
  const [paper, setPaper] = useState<Paper>('a4-24');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const { storeId } = store;
  const changed = useCount({ storeId, paper, choice: { by: 'changed' } });
  const by = chosen ?? (changed === 0 ? 'unlabelled' : 'changed');
  const choice = choiceOf(by, category, picked);
  const request = choice === null ? null : { storeId, paper, choice };
  const count = useCount(request);

  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    if (request === null) return;
    setBusy(true);
    const answer = await api.call('POST', '/labels', { schema: labelSheet, body: request });
    setBusy(false);
    if (answer.ok) go(`/labels/${answer.value.sheetId}`);
    else setRefusal(answer.error);
  };
  return (
    <form className={css.form} onSubmit={(event) => void make(event)}>
      <fieldset className={css.choices}>
        <legend>{t`Which products`}</legend>
        <Choices by={by} onChoose={setBy} />
        {by === 'category' ? <CategoryChoice category={category} onChange={setCategory} /> : null}
        {by === 'selected' ? <ProductPicker picked={picked} onChange={setPicked} /> : null}
      </fieldset>
      <SelectField
        label={t`Paper`}
        value={paper}
        onChange={(event) => setPaper(event.currentTarget.value === 'roll-58' ? 'roll-58' : 'a4-24')}
      >
        <option value="a4-24">{t`A4 sheet, 24 labels of 70 × 37 mm`}</option>
        <option value="roll-58">{t`Roll 58 mm, labels of 40 mm`}</option>
      </SelectField>
      <RefusalNote refusal={refusal} />
      <div className={css.keys}>
        <Button kind="primary" type="submit" disabled={!mayChange || busy || count === null || count === 0}>
          {t`Make the labels`}
        </Button>
        <span role="status">{count === null ? null : <Plural value={count} one="# label" other="# labels" />}</span>
      </div>
    </form>
  );
}

function Choices({ by, onChoose }: { readonly by: By; readonly onChoose: (by: By) => void }) {
  const { t } = useLingui();
  const choices: readonly (readonly [By, string, string])[] = [
    ['changed', t`Price changed`, t`Products whose newest label in this store shows another price.`],
    ['unlabelled', t`No label yet`, t`Products that never had a label in this store.`],
    ['category', t`A category`, t`All products of it that are sold.`],
    ['selected', t`Chosen by hand`, t`Search and add them one by one.`],
  ];
  return choices.map(([value, title, words]) => (
    <label key={value} className={css.choice}>
      <input type="radio" name="by" value={value} checked={by === value} onChange={() => onChoose(value)} />
      <span className={css.words}>
        <b>{title}</b>
        <span>{words}</span>
      </span>
    </label>
  ));
}

type CategoryProps = { readonly category: string; readonly onChange: (category: string) => void };

function CategoryChoice({ category, onChange }: CategoryProps) {
  const { t, i18n } = useLingui();
  const categories = useCategories();
  const lang = langOf(i18n.locale);
  return (
    <SelectField label={t`Category`} value={category} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{t`All products`}</option>
      {categories.map((one) => (
        <option key={one.categoryId} value={one.categoryId}>
          {nameIn(one.names, lang)} ({formatCount(one.products, lang)})
        </option>
      ))}
    </SelectField>
  );
}
