/** Goods come back: the sale is found, its goods are chosen, what goes back is seen before anybody agrees to it. */
import { useLingui } from '@lingui/react/macro';
import { Suspense, useEffect } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useCounter, useTill, useView } from '../counter-context.tsx';
import { NoticeList } from '../sell/notice-list.tsx';
import { listenForScanners } from '../scan/listen.ts';
import { takeScan } from '../sell/scanning.ts';
import { TitledScreen } from '../titled-screen.tsx';
import { ApprovalSheet } from '../views.ts';
import { BlindReturn } from './blind-return.tsx';
import { FindSale } from './find-sale.tsx';
import css from './return-screen.module.css';
import { SaleReturn } from './sale-return.tsx';

export function ReturnScreen() {
  const { t } = useLingui();
  const [, go] = useLocation();
  const shift = useTill((state) => state.shift);
  const returning = useView((state) => state.returning);
  const approval = useView((state) => state.approval);
  useReceiptScans(returning?.from !== 'blind');
  if (shift === null) {
    return (
      <EmptyState
        title={t`No shift is open`}
        action={<Button kind="primary" onClick={() => go('/')}>{t`Open shift`}</Button>}
      />
    );
  }
  return (
    <TitledScreen title={t`Return`} aside={returning === null || returning.from === 'blind' ? null : returning.no}>
      <NoticeList />
      <main className={css.main}>
        {returning === null ? (
          <FindSale />
        ) : returning.from === 'blind' ? (
          <BlindReturn />
        ) : (
          <SaleReturn key={returning.no} source={returning} />
        )}
      </main>
      <Suspense fallback={null}>{approval === null ? null : <ApprovalSheet approval={approval} />}</Suspense>
    </TitledScreen>
  );
}

/** A receipt scanned here opens its return; goods brought back without one are scanned where they are listed. */
function useReceiptScans(isOn: boolean): void {
  const counter = useCounter();
  useEffect(() => {
    if (!isOn) return undefined;
    return listenForScanners(counter, { onScan: (read) => void takeScan(counter, read, 'receipts') });
  }, [counter, isOn]);
}
