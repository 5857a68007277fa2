/**
 * Receipts on the phone: claimed at the server, kept while they cannot be, listed when they are. A receipt that was
 * read is never lost: it waits until the server knows its sale, or says that somebody else has it.
 */
import type { Result } from '../../core/result.ts';
import type { Refusal, RefusalCode } from '../../wire/refusal.ts';
import type { Purchase } from '../../wire/shop.ts';
import type { ShopCalls } from './shop-calls.ts';
import type { ShopCacheDb, ShopJournalDb, WaitingReceipt } from './shop-db.ts';

/** Refusals that time heals: the till has not synced yet, the network is away, the server is busy. */
const WAITS: readonly RefusalCode[] = [
  'server_unreachable',
  'receipt_not_here_yet',
  'unknown_key',
  'try_later',
  'server_disk_full',
];

type ReceiptsChange = { readonly purchases?: readonly Purchase[]; readonly waiting?: readonly WaitingReceipt[] };

type ReceiptsMeans = {
  readonly journal: ShopJournalDb;
  readonly cache: ShopCacheDb;
  readonly calls: Pick<ShopCalls, 'claim' | 'purchases'>;
  readonly clock: () => number;
  readonly heard: (online: boolean) => void;
  readonly onChange: (change: ReceiptsChange) => void;
  readonly onPaid: (purchase: Purchase) => Promise<void>;
};

export interface Receipts {
  open(): Promise<void>;
  /** Refuses as the server does; a refusal that time heals leaves the receipt waiting. */
  claim(receipt: string): Promise<Result<Purchase, Refusal>>;
  /** Tries all that waits, and reads the list again when the phone has any. */
  retry(): Promise<void>;
  forget(receipt: string): Promise<void>;
}

export function createReceipts(means: ReceiptsMeans): Receipts {
  const { journal, cache, calls, clock, heard, onChange, onPaid } = means;
  const show = async () => {
    const rows = await cache.purchases.orderBy('paidMs').reverse().toArray();
    onChange({ purchases: rows.map((row) => row.purchase), waiting: await journal.receipts.toArray() });
  };
  const keepPurchase = (purchase: Purchase) =>
    cache.purchases.put({ saleId: purchase.saleId, paidMs: purchase.paidMs, purchase });

  const underWay = new Map<string, Promise<Result<Purchase, Refusal>>>();
  const claim = (receipt: string): Promise<Result<Purchase, Refusal>> => {
    const known = underWay.get(receipt); // read by a camera while the list is tried again: one question is enough
    if (known !== undefined) return known;
    const asking = claimOnce(receipt).finally(() => underWay.delete(receipt));
    underWay.set(receipt, asking);
    return asking;
  };
  const claimOnce = async (receipt: string): Promise<Result<Purchase, Refusal>> => {
    const before = await journal.receipts.get(receipt);
    const addedMs = before?.addedMs ?? clock();
    await journal.receipts.put({ receipt, addedMs, code: before?.code ?? null }); // before anything can fail
    const answer = await calls.claim(receipt);
    heard(answer.ok || answer.error.code !== 'server_unreachable');
    if (answer.ok) {
      await keepPurchase(answer.value);
      await journal.receipts.delete(receipt);
      await onPaid(answer.value);
    } else if (WAITS.includes(answer.error.code)) {
      await journal.receipts.put({ receipt, addedMs, code: answer.error.code });
    } else {
      await journal.receipts.delete(receipt);
    }
    await show();
    return answer;
  };

  return {
    open: show,
    claim,
    async retry() {
      for (const { receipt } of await journal.receipts.toArray()) {
        const answer = await claim(receipt);
        if (!answer.ok && answer.error.code === 'server_unreachable') return;
      }
      if ((await cache.purchases.count()) > 0) return;
      const all = await calls.purchases();
      heard(all.ok || all.error.code !== 'server_unreachable');
      if (!all.ok) return;
      await Promise.all(all.value.map(keepPurchase));
      await show();
    },
    async forget(receipt) {
      await journal.receipts.delete(receipt);
      await show();
    },
  };
}
