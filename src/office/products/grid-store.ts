/**
 * The product grid under the hand: which cell is marked, what is being typed into it, what became of saving it.
 *
 * Invariants: what was typed stays until the server has said "saved" or a person takes it back; while a save is under
 * way nothing else is typed into the cell; the same text tried again carries the same entry id, so a lost answer books
 * no count twice.
 */
import { createStore } from 'zustand/vanilla';
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';

export const COLUMNS = ['no', 'name', 'code', 'gtin', 'category', 'price', 'stock', 'status'] as const;
export type Column = (typeof COLUMNS)[number];
export type EditField = 'price' | 'stock';

export const isEditable = (column: Column | undefined): column is EditField => column === 'price' || column === 'stock';

/**
 * True for a key that begins a figure in a cell. A point does (".5"), and so does a sign: "-1" is then refused as a
 * whole instead of being taken for 1.
 */
export const startsFigure = (key: string): boolean => /^[\d.,-]$/.test(key);

export type Edit = {
  readonly skuId: string;
  readonly field: EditField;
  readonly text: string;
  readonly phase: 'typing' | 'saving';
  readonly refusal: Refusal | null;
  readonly entryId: string;
};

type Save = (edit: Edit) => Promise<Result<unknown, Refusal>>;

export type GridState = {
  readonly row: number;
  readonly column: number;
  readonly edit: Edit | null;
  /** Moves the mark by rows and columns, kept inside `rows`. */
  readonly move: (by: { readonly rows?: number; readonly columns?: number }, rows: number) => void;
  readonly mark: (row: number, column: number) => void;
  readonly begin: (skuId: string, field: EditField, text: string) => void;
  readonly type: (text: string) => void;
  readonly cancel: () => void;
  /** Resolves true when it was saved and the cell is closed. */
  readonly save: () => Promise<boolean>;
};

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));

/** Makes the store. `save` asks the server; `newId` makes entry ids. */
export function createGrid(save: Save, newId: () => string) {
  return createStore<GridState>()((set, get) => ({
    row: 0,
    column: COLUMNS.indexOf('name'),
    edit: null,
    move: ({ rows = 0, columns = 0 }, total) => {
      const { row, column } = get();
      set({ row: clamp(row + rows, Math.max(0, total - 1)), column: clamp(column + columns, COLUMNS.length - 1) });
    },
    mark: (row, column) => {
      set({ row, column });
    },
    begin: (skuId, field, text) => {
      if (get().edit !== null) return; // an open cell is saved or taken back first, never dropped
      set({ edit: { skuId, field, text, phase: 'typing', refusal: null, entryId: newId() } });
    },
    type: (text) => {
      const { edit } = get();
      if (edit?.phase !== 'typing') return;
      set({ edit: { ...edit, text, refusal: null, entryId: newId() } });
    },
    cancel: () => {
      if (get().edit?.phase === 'typing') set({ edit: null });
    },
    save: async () => {
      const { edit } = get();
      if (edit?.phase !== 'typing') return false;
      const saving: Edit = { ...edit, phase: 'saving', refusal: null };
      set({ edit: saving });
      const answer = await save(saving);
      set({ edit: answer.ok ? null : { ...saving, phase: 'typing', refusal: answer.error } });
      return answer.ok;
    },
  }));
}
