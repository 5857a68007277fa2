/** The pages of one journal as they are read, newest first: more is appended, never asked twice at once. */
import { createStore } from 'zustand/vanilla';
import { journalPage, type JournalEntry, type JournalPage } from '../../wire/office-shop.ts';
import type { Names } from '../../core/product.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { OfficeApi } from '../data/api.ts';

type JournalState = {
  readonly entries: readonly JournalEntry[];
  readonly staff: Readonly<Record<string, Names>>;
  readonly more: boolean;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly read: () => Promise<void>;
};

type Chain = { readonly deviceId: string; readonly incarnation: string };

/** Makes the store of one device's one journal. The first `read` asks for the newest entries, or those up to one. */
export function createJournal(api: OfficeApi, { deviceId, incarnation }: Chain, upTo: number | null = null) {
  return createStore<JournalState>()((set, get) => ({
    entries: [],
    staff: {},
    more: true,
    busy: false,
    refusal: null,
    read: async () => {
      const { busy, more, entries } = get();
      if (busy || !more) return;
      set({ busy: true });
      const next = entries.at(-1)?.seq ?? (upTo === null ? null : upTo + 1);
      const before = next === null ? '' : `?before=${String(next)}`;
      const answer = await api.call<JournalPage>('GET', `/journal/${deviceId}/${incarnation}${before}`, {
        schema: journalPage,
      });
      if (!answer.ok) {
        set({ busy: false, refusal: answer.error });
        return;
      }
      set({
        busy: false,
        refusal: null,
        more: answer.value.more,
        staff: answer.value.staff,
        entries: [...get().entries, ...answer.value.entries],
      });
    },
  }));
}
