/**
 * The product grid: any number of rows, of which only those in view exist. One tab stop; the mark moves by keys
 * (arrows, PageUp and PageDown, Home and End for the first and last product). Enter or a digit edits price and stock in
 * place, Enter saves, Escape takes back; Enter elsewhere opens the product.
 */
import { useLingui } from '@lingui/react/macro';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { Link } from 'wouter';
import { useStore, type StoreApi } from 'zustand';
import { decimalText, qtyText } from '../../core/currency.ts';
import { err, type Result } from '../../core/result.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { readAmount, readQty } from '../../ui/format.ts';
import { productSaved, type ProductListed, type ProductSaved } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useCategories } from './categories.ts';
import {
  COLUMNS,
  createGrid,
  isEditable,
  startsFigure,
  type Edit,
  type EditField,
  type GridState,
} from './grid-store.ts';
import { GridHead, GridRow } from './product-rows.tsx';
import { rowAt, type WindowsState } from './product-windows.ts';
import css from './product-grid.module.css';
import type { ListQuery } from './list-query.ts';

type Windows = StoreApi<WindowsState<ListQuery, ProductListed>>;
type Props = {
  readonly windows: Windows;
  readonly isFiltered: boolean;
  readonly onOpen: (skuId: string) => void;
  readonly onSaved: (saved: ProductSaved) => void;
};

/** The text a cell's edit begins with: the plain number, no currency sign. */
function plainText(product: ProductListed, field: EditField, currency: string): string {
  if (field === 'price') return decimalText(product.priceMinor, currency);
  return qtyText(product.onHandMilli ?? 0);
}

/** Asks the server to save what was typed into a cell. The price goes with what it was when it was shown. */
function useSaveCell(windows: Windows, onSaved: Props['onSaved']) {
  const { api } = useOffice();
  const { store, currency } = useSigned();
  return async (edit: Edit): Promise<Result<unknown, Refusal>> => {
    const product = [...windows.getState().pages.values()].flat().find((row) => row.skuId === edit.skuId);
    const path = `/products/${edit.skuId}`;
    const schema = productSaved;
    const ask = (): Promise<Result<ProductSaved, Refusal>> | null => {
      if (edit.field === 'price') {
        const priceMinor = readAmount(edit.text, currency);
        if (priceMinor === null) return null;
        const body = { priceMinor, ...(product === undefined ? {} : { wasMinor: product.priceMinor }) };
        return api.call('PATCH', `${path}?storeId=${store.storeId}`, { schema, body });
      }
      const onHandMilli = readQty(edit.text);
      if (onHandMilli === null) return null;
      return api.call('POST', `${path}/stock`, {
        schema,
        body: { storeId: store.storeId, onHandMilli, entryId: edit.entryId },
      });
    };
    const asked = ask();
    if (asked === null) return err({ code: 'bad_number' });
    const answer = await asked;
    if (answer.ok) onSaved(answer.value);
    else if (answer.error.code === 'changed_meanwhile') windows.getState().refresh();
    return answer;
  };
}

/** One row's height as the density gives it. */
const rowHeight = (): number =>
  Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row-h'), 10) || 36;

export function ProductGrid({ windows, isFiltered, onOpen, onSaved }: Props) {
  const { t } = useLingui();
  const { newId } = useOffice();
  const { mayChange, currency } = useSigned();
  const { total, pages, look } = useStore(windows);
  const saveCell = useSaveCell(windows, onSaved);
  const saver = useRef(saveCell);
  useEffect(() => {
    saver.current = saveCell;
  });
  const [grid] = useState(() => createGrid((edit) => saver.current(edit), newId));
  const state = useStore(grid);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const categories = useCategories();
  const count = total ?? 0;
  // eslint-disable-next-line react-hooks/incompatible-library -- its result is used here only, never memoised
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    look(first, last);
  }, [look, first, last, count]);

  const onKeyDown = useGridKeys({ grid, virtualizer, count, pages, scroller, onOpen, mayChange, currency });

  if (total === 0) return <NoProducts isFiltered={isFiltered} />;
  const marked = (row: number) => (state.row === row ? state.column : null);
  return (
    <div
      ref={scroller}
      className={css.grid}
      role="grid"
      aria-label={t`Products`}
      aria-rowcount={count + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={`${id}-${state.row}-${state.column}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <GridHead />
      <div role="rowgroup" className={css.sized} style={{ blockSize: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          <GridRow
            key={item.index}
            id={id}
            index={item.index}
            top={item.start}
            product={rowAt(pages, item.index)}
            marked={marked(item.index)}
            edit={state.edit}
            categories={categories}
            onMark={(column) => clickCell({ grid, pages, onOpen, mayChange, currency }, item.index, column)}
            onType={state.type}
          />
        ))}
      </div>
    </div>
  );
}

function NoProducts({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useLingui();
  return isFiltered ? (
    <EmptyState title={t`No product matches.`}>{t`Change the search or the filters.`}</EmptyState>
  ) : (
    <EmptyState title={t`No products yet.`} action={<Link href="/import">{t`Import a file`}</Link>} />
  );
}

type Click = {
  readonly grid: StoreApi<GridState>;
  readonly pages: WindowsState<ListQuery, ProductListed>['pages'];
  readonly onOpen: (skuId: string) => void;
  readonly mayChange: boolean;
  readonly currency: string;
};

type Keys = Click & {
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly count: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
};

/** A click marks a cell; on the marked one it edits or opens. An open cell is saved first. */
function clickCell(keys: Click, row: number, column: number): void {
  const { grid, pages, onOpen, mayChange, currency } = keys;
  const state = grid.getState();
  if (state.edit !== null) {
    void state.save().then((saved) => {
      if (saved) grid.getState().mark(row, column);
    });
    return;
  }
  const product = rowAt(pages, row);
  const name = COLUMNS[column];
  state.mark(row, column);
  if (state.row !== row || state.column !== column || product === undefined) return;
  if (mayChange && isEditable(name)) state.begin(product.skuId, name, plainText(product, name, currency));
  else onOpen(product.skuId);
}

/** How far each key moves the mark. */
function stepOf(key: string, page: number, count: number): { rows?: number; columns?: number } | null {
  switch (key) {
    case 'ArrowDown':
      return { rows: 1 };
    case 'ArrowUp':
      return { rows: -1 };
    case 'ArrowRight':
      return { columns: 1 };
    case 'ArrowLeft':
      return { columns: -1 };
    case 'PageDown':
      return { rows: page };
    case 'PageUp':
      return { rows: -page };
    case 'Home':
      return { rows: -count };
    case 'End':
      return { rows: count };
    default:
      return null;
  }
}

function useGridKeys(keys: Keys): (event: KeyboardEvent) => void {
  const { grid, virtualizer, count, pages, scroller, onOpen, mayChange, currency } = keys;

  const leaveEdit = () => scroller.current?.focus();
  const inEdit = async (event: KeyboardEvent): Promise<void> => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      grid.getState().cancel();
      leaveEdit();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (await grid.getState().save()) leaveEdit();
    }
  };
  return (event) => {
    if (event.nativeEvent.isComposing) return;
    const state = grid.getState();
    if (state.edit !== null) return void inEdit(event);
    const step = stepOf(
      event.key,
      Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight()) - 2),
      count,
    );
    if (step !== null) {
      event.preventDefault();
      state.move(step, count);
      virtualizer.scrollToIndex(grid.getState().row, { align: 'auto' });
      return;
    }
    const product = rowAt(pages, state.row);
    const column = COLUMNS[state.column];
    if (product === undefined || column === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isFigure = startsFigure(event.key);
    if (mayChange && isEditable(column) && (event.key === 'Enter' || event.key === 'F2' || isFigure)) {
      event.preventDefault();
      state.begin(product.skuId, column, isFigure ? event.key : plainText(product, column, currency));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onOpen(product.skuId);
    }
  };
}
