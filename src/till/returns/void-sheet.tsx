/** Undoing a sale of this shift: what goes back to which tender, why, and a second person where one is needed. */
import { useLingui } from '@lingui/react/macro';
import { Suspense, useEffect, useState } from 'react';
import type { LocalSale } from '../../client/till-device.ts';
import type { Result } from '../../core/result.ts';
import type { Return } from '../../core/sale.ts';
import { Sheet } from '../../ui/sheet.tsx';
import type { Refusal } from '../../wire/refusal.ts';
import type { Returned } from '../commands/return-goods.ts';
import { plannedVoid, voidSale } from '../commands/void-sale.ts';
import { useCounter, useView } from '../counter-context.tsx';
import { NoticeList } from '../sell/notice-list.tsx';
import { ApprovalSheet } from '../views.ts';
import { RefundPanel } from './refund-panel.tsx';
import { ReturnDone } from './return-done.tsx';
import { settleReturn } from './settle.ts';

type Props = { readonly row: LocalSale & { readonly kind: 'sale' }; readonly onClose: () => void };

export function VoidSheet({ row, onClose }: Props) {
  const { t } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const [entryId] = useState(tools.newId);
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<Returned | null>(null);
  const approval = useView((state) => state.approval);
  const planned = usePlanned(row, entryId);
  const undo = () => {
    if (planned?.ok !== true) return;
    settleReturn(counter, {
      back: planned.value,
      isVoid: true,
      commit: (approverId) => voidSale(tools, { entryId, sale: row.body, reason, approverId }),
      onBusy: setBusy,
      onDone: setDone,
    });
  };
  const { no } = row;
  // Nothing has left the shop yet: it was rung up or paid wrong, which goods that come back are not.
  const reasons = [
    t`Wrong product or quantity`,
    t`Wrong price`,
    t`Wrong way of paying`,
    t`Customer cancelled`,
    t`Rung up twice`,
  ];
  return (
    <Sheet open onClose={onClose} title={t`Void ${no}`}>
      {done === null ? (
        <>
          <p>{t`All goods go back to the shelf, all money to how it was paid. The sale stays in the books, undone.`}</p>
          <NoticeList newestOnly />
          <RefundPanel
            planned={planned}
            reasons={reasons}
            reason={reason}
            onReason={setReason}
            onRefund={undo}
            keyWords={(amount) => t`Void and give back ${amount}`}
            isBusy={isBusy}
          />
        </>
      ) : (
        <ReturnDone done={done} />
      )}
      <Suspense fallback={null}>{approval === null ? null : <ApprovalSheet approval={approval} />}</Suspense>
    </Sheet>
  );
}

function usePlanned(row: Props['row'], entryId: string): Result<Return, Refusal> | null {
  const { tools } = useCounter();
  const [planned, setPlanned] = useState<Result<Return, Refusal> | null>(null);
  useEffect(() => {
    let isLate = false;
    void plannedVoid(tools, { entryId, sale: row.body, reason: '', approverId: null }).then((made) => {
      if (!isLate) setPlanned(made);
    });
    return () => {
      isLate = true;
    };
  }, [tools, row, entryId]);
  return planned;
}
