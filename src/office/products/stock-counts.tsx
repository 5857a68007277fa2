/** What each store has of a product, and counting it anew. The server books the difference. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { qtyText } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { readQty } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { QtyText } from '../../ui/qty-text.tsx';
import type { StreamRow } from '../../wire/catalogue.ts';
import { productSaved, type ProductFull, type ProductSaved } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useRefusalWords } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import css from './product-sheet.module.css';

type Props = { readonly full: ProductFull; readonly onCounted: (saved: ProductSaved) => void };

export function StockCounts({ full, onCounted }: Props) {
  const { t } = useLingui();
  const { stores } = useSigned();
  return (
    <section className={css.stock}>
      <h3>{t`Stock`}</h3>
      <p
        className={css.hint}
      >{t`Type what stands on the shelf now. Sales a till has not sent yet are taken off when they arrive.`}</p>
      {stores.map((store) => (
        <StoreCount key={store.storeId} full={full} store={store} onCounted={onCounted} />
      ))}
    </section>
  );
}

function StoreCount({ full, store, onCounted }: Props & { readonly store: StreamRow<'store'> }) {
  const { t, i18n } = useLingui();
  const { api, newId } = useOffice();
  const { mayChange } = useSigned();
  const words = useRefusalWords();
  const [onHandMilli, setOnHand] = useState(
    full.stock.find((row) => row.storeId === store.storeId)?.onHandMilli ?? null,
  );
  const [typed, setTyped] = useState<{ readonly text: string; readonly entryId: string } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { skuId, unit } = full.product;
  const save = async () => {
    const counted = readQty(typed?.text ?? '');
    if (counted === null || typed === null) {
      setRefusal({ code: 'bad_number' });
      return;
    }
    const body = { storeId: store.storeId, onHandMilli: counted, entryId: typed.entryId };
    const answer = await api.call('POST', `/products/${skuId}/stock`, { schema: productSaved, body });
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setOnHand(answer.value.product.onHandMilli);
    setTyped(null);
    onCounted(answer.value);
  };
  const name = nameIn(store.names, langOf(i18n.locale));
  return (
    <form
      className={css.store}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <InputField
        className={css.count}
        label={name}
        inputMode="decimal"
        readOnly={!mayChange}
        value={typed?.text ?? qtyText(onHandMilli ?? 0)}
        error={refusal === null ? null : words(refusal)}
        hint={onHandMilli === null ? t`Never counted here` : <QtyText qtyMilli={onHandMilli} unit={unit} />}
        onChange={(event) => setTyped({ text: event.currentTarget.value, entryId: newId() })}
      />
      {mayChange ? (
        <Button type="submit" disabled={typed === null}>
          {t`Save count`}
        </Button>
      ) : null}
    </form>
  );
}
