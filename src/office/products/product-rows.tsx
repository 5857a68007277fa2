/** Head and rows of the product grid: they show, and hand clicks and typed text on. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { shortGtin } from '../../core/gtin.ts';
import { nameIn, otherTag, shownPrice } from '../../core/product.ts';
import type { CategoryListed, ProductListed } from '../../wire/office.ts';
import { Badge } from '../../ui/chip.tsx';
import { classNames } from '../../ui/class-names.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { QtyText } from '../../ui/qty-text.tsx';
import { useRefusalWords } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { COLUMNS, isEditable, type Column, type Edit } from './grid-store.ts';
import css from './product-grid.module.css';
import { useStatusWords } from './product-words.ts';

const AT_END: readonly Column[] = ['no', 'price', 'stock'];
const endOf = (column: Column) => (AT_END.includes(column) ? css.end : undefined);

function useColumnWords(): Readonly<Record<Column, string>> {
  const { t } = useLingui();
  return {
    no: t`No.`, name: t`Name`, code: t`Code`, gtin: t`Barcode`, category: t`Category`, price: t`Price`, stock: t`Stock`,
    status: t`Status`,
  }; // prettier-ignore
}

export function GridHead() {
  const words = useColumnWords();
  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" aria-rowindex={1} className={css.row}>
        {COLUMNS.map((column) => (
          <div key={column} role="columnheader" className={classNames(css.cell, endOf(column))}>
            {words[column]}
          </div>
        ))}
      </div>
    </div>
  );
}

type RowProps = {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly product: ProductListed | undefined; // not here yet
  readonly marked: number | null;
  readonly edit: Edit | null;
  readonly categories: readonly CategoryListed[];
  readonly onMark: (column: number) => void;
  readonly onType: (text: string) => void;
};

export function GridRow({ id, index, top, product, marked, edit, categories, onMark, onType }: RowProps) {
  const { mayChange } = useSigned();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-busy={product === undefined || undefined}
      data-editing={edit !== null && edit.skuId === product?.skuId}
      className={classNames(css.row, css.body)}
      style={{ transform: `translateY(${top}px)` }}
    >
      {COLUMNS.map((column, at) => {
        const editing = edit !== null && edit.skuId === product?.skuId && edit.field === column ? edit : null;
        return (
          <div
            key={column}
            id={`${id}-${index}-${at}`}
            role="gridcell"
            aria-selected={marked === at}
            aria-readonly={!(mayChange && isEditable(column)) || undefined}
            data-marked={marked === at}
            data-edit={mayChange && isEditable(column)}
            className={classNames(css.cell, endOf(column), editing !== null && css.editing)}
            onClick={editing === null ? () => onMark(at) : undefined}
          >
            {product === undefined ? (
              <i className={css.waiting} />
            ) : editing === null ? (
              <CellText product={product} column={column} categories={categories} />
            ) : (
              <CellEdit edit={editing} product={product} onType={onType} />
            )}
          </div>
        );
      })}
    </div>
  );
}

type CellProps = {
  readonly product: ProductListed;
  readonly column: Column;
  readonly categories: readonly CategoryListed[];
};

function CellText({ product, column, categories }: CellProps) {
  const { i18n } = useLingui();
  const { currency } = useSigned();
  const statusWords = useStatusWords();
  const lang = langOf(i18n.locale);
  switch (column) {
    case 'no':
      return <span className={css.muted}>{product.skuNo}</span>;
    case 'name':
      return (
        <span lang={otherTag(product.names, lang)}>
          {nameIn(product.names, lang)} <span className={css.muted}>{product.spec}</span>
        </span>
      );
    case 'code':
      return <span>{product.code}</span>;
    case 'gtin': {
      const [gtin] = product.gtins;
      const more = product.gtins.length - 1;
      return (
        <span>
          {gtin === undefined ? null : shortGtin(gtin)} {more > 0 ? <span className={css.muted}>+{more}</span> : null}
        </span>
      );
    }
    case 'category': {
      const category = categories.find((one) => one.categoryId === product.category);
      return <span>{category === undefined ? product.category : nameIn(category.names, lang)}</span>;
    }
    case 'price':
      return shownPrice(product) === null ? (
        <span className={css.muted}>–</span>
      ) : (
        <MoneyText amountMinor={product.priceMinor} currency={currency} />
      );
    case 'stock':
      if (product.onHandMilli === null) return <span className={css.muted}>–</span>;
      return (
        <span className={product.onHandMilli < 0 ? css.below : undefined}>
          <QtyText qtyMilli={product.onHandMilli} unit={product.unit} />
        </span>
      );
    case 'status':
      return product.status === 'active' ? (
        <span className={css.muted}>{statusWords.active}</span>
      ) : (
        <Badge tone={product.status === 'stopped' ? 'danger' : 'warn'}>{statusWords[product.status]}</Badge>
      );
  }
}

type EditProps = { readonly edit: Edit; readonly product: ProductListed; readonly onType: (text: string) => void };

function CellEdit({ edit, product, onType }: EditProps) {
  const { i18n } = useLingui();
  const words = useColumnWords();
  const refusalWords = useRefusalWords();
  const input = useRef<HTMLInputElement>(null);
  const name = nameIn(product.names, langOf(i18n.locale));
  useEffect(() => {
    input.current?.focus();
    if (edit.text.length > 1) input.current?.select(); // one digit was typed to begin: typing goes on behind it
    // Only as the cell opens: later changes of the text are the person's own.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const fault = edit.refusal === null ? null : refusalWords(edit.refusal);
  return (
    <>
      <input
        ref={input}
        className={css.input}
        inputMode="decimal"
        autoComplete="off"
        aria-label={`${words[edit.field]}: ${name}`}
        aria-invalid={fault !== null || undefined}
        aria-describedby={fault === null ? undefined : 'cell-fault'}
        readOnly={edit.phase === 'saving'}
        aria-busy={edit.phase === 'saving'}
        value={edit.text}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      {fault === null ? null : (
        <div id="cell-fault" role="alert" className={css.fault}>
          {fault}
        </div>
      )}
    </>
  );
}
