/**
 * One product in its drawer, with an address of its own; without an id, a new one. Nothing typed is lost: a refusal
 * stands at its field, and leaving with changes asks first. Ctrl+S saves.
 */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { note } from '../../ui/toast.tsx';
import { productFull, productSaved, type ProductFull, type ProductSaved } from '../../wire/office.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';
import { ProductFields } from './product-fields.tsx';
import { addOf, changeOf, EMPTY_FORM, fieldOfRefusal, formOf, type Fault, type ProductForm } from './product-form.ts';
import { StockCounts } from './stock-counts.tsx';
import css from './product-sheet.module.css';

type Props = {
  readonly skuId: string | null;
  readonly onClose: () => void;
  readonly onSaved: (saved: ProductSaved, isNew: boolean) => void;
};

export function ProductSheet({ skuId, onClose, onSaved }: Props) {
  return skuId === null ? (
    <Editor full={null} onClose={onClose} onSaved={onSaved} />
  ) : (
    <KnownProduct skuId={skuId} onClose={onClose} onSaved={onSaved} />
  );
}

function KnownProduct({ skuId, onClose, onSaved }: Props & { readonly skuId: string }) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const { storeId } = store;
  const load = useCallback(
    () => api.call('GET', `/products/${skuId}?storeId=${storeId}`, { schema: productFull }),
    [api, skuId, storeId],
  );
  const { value, refusal, refresh } = useRemote(load);
  if (value === null) {
    return (
      <Sheet open onClose={onClose} title={t`Product`} side="end">
        <RefusalNote refusal={refusal} />
      </Sheet>
    );
  }
  return <Editor full={value} onClose={onClose} onSaved={onSaved} onStale={refresh} />;
}

type EditorProps = {
  readonly full: ProductFull | null;
  readonly onClose: () => void;
  readonly onSaved: Props['onSaved'];
  readonly onStale?: () => void;
};

function Editor({ full, onClose, onSaved, onStale }: EditorProps) {
  const { t, i18n } = useLingui();
  const { currency, mayChange } = useSigned();
  const [shown, setShown] = useState(full);
  const [given, setGiven] = useState(full);
  if (given !== full) {
    setGiven(full); // asked again after somebody else's change: the form keeps what was typed
    setShown(full);
  }
  const product = shown === null ? null : { ...shown.product, madeOf: shown.madeOf };
  const start = product === null ? EMPTY_FORM : formOf(product, currency);
  const [form, setForm] = useState<ProductForm>(start);
  const [leaving, setLeaving] = useState(false);
  const isChanged = JSON.stringify(form) !== JSON.stringify(start);
  const saved = (answer: ProductSaved) => {
    const { version, madeOf } = answer;
    setShown({ product: answer.product, stock: shown?.stock ?? [], version, madeOf });
    setForm(formOf({ ...answer.product, madeOf }, currency));
    onSaved(answer, product === null);
    if (product === null) onClose();
  };
  const { save, busy, fault } = useSave(shown, form, saved, onStale);
  useSaveKey(isChanged && !busy ? save : null);
  const leave = () => {
    if (isChanged) setLeaving(true);
    else onClose();
  };
  const title = product === null ? t`Add product` : nameIn(product.names, langOf(i18n.locale));
  const foot = leaving ? (
    <div className={css.leave}>
      <p role="alert">{t`What you changed is not saved yet.`}</p>
      <div className={css.keys}>
        <Button kind="danger" onClick={onClose}>{t`Discard`}</Button>
        <Button kind="primary" autoFocus onClick={() => setLeaving(false)}>{t`Keep editing`}</Button>
      </div>
    </div>
  ) : mayChange ? (
    <>
      <Button onClick={leave}>{t`Close`}</Button>
      <Button kind="primary" disabled={busy || !isChanged} onClick={save}>
        {t`Save`}
      </Button>
    </>
  ) : undefined;
  return (
    <Sheet open onClose={leave} title={title} side="end" foot={foot}>
      <RefusalNote refusal={fault !== null && fault.field === null ? fault.refusal : null} />
      <ProductFields
        form={form}
        onChange={setForm}
        fault={fault}
        isLocked={!mayChange}
        madeOf={product?.madeOf ?? []}
      />
      {shown === null ? null : (
        <StockCounts
          full={shown}
          onCounted={(answer) => {
            onSaved(answer, false);
          }}
        />
      )}
    </Sheet>
  );
}

/** Sends what changed, or the whole of a new product, and says which field a refusal belongs to. */
function useSave(
  shown: ProductFull | null,
  form: ProductForm,
  onSaved: (saved: ProductSaved) => void,
  onStale?: () => void,
) {
  const { t } = useLingui();
  const { api, toasts } = useOffice();
  const { store, currency } = useSigned();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const schema = productSaved;

  const send = async (): Promise<void> => {
    const read =
      shown === null ? addOf(form, currency) : changeOf({ ...shown.product, madeOf: shown.madeOf }, form, currency);
    if (!read.ok) {
      setFault(read.error);
      return;
    }
    if (read.value === null) return;
    setBusy(true);
    const answer =
      shown === null
        ? await api.call('POST', '/products', { schema, body: read.value })
        : await api.call('PATCH', `/products/${shown.product.skuId}?storeId=${store.storeId}`, {
            schema,
            body: read.value,
          });
    setBusy(false);
    if (!answer.ok) {
      setFault({ field: fieldOfRefusal(answer.error, form), refusal: answer.error });
      if (answer.error.code === 'changed_meanwhile') onStale?.();
      return;
    }
    setFault(null);
    onSaved(answer.value);
    note(toasts, t`Saved. Tills were told.`);
  };
  return { save: () => void send(), busy, fault };
}

/** Ctrl+S saves; null: there is nothing to save, and the browser still does not offer to save the page. */
function useSaveKey(save: (() => void) | null): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      save?.();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [save]);
}
