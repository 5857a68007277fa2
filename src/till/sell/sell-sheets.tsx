/** Sheets over the sale. Those that are rarely opened are fetched when they are. */
import { memo, Suspense } from 'react';
import { useView } from '../counter-context.tsx';
import {
  AgeSheet,
  ApprovalSheet,
  CameraSheet,
  CodeSheet,
  DiscountSheet,
  HeldSheet,
  KeysSheet,
  LeaveSheet,
  MemberSheet,
  OptionSheet,
  ReceiptSheet,
  SplitSheet,
  TraceSheet,
} from '../views.ts';

export const SellSheets = memo(function SellSheets() {
  const sheet = useView((state) => state.sheet);
  const approval = useView((state) => state.approval);
  const choosing = useView((state) => state.choosing);
  const askingAge = useView((state) => state.askingAge);
  const tracing = useView((state) => state.tracing);
  const sold = useView((state) => state.sold);
  return (
    <Suspense fallback={null}>
      {sheet === 'camera' ? <CameraSheet /> : null}
      {sheet === 'code' ? <CodeSheet /> : null}
      {sheet === 'discount' ? <DiscountSheet /> : null}
      {sheet === 'held' ? <HeldSheet /> : null}
      {sheet === 'split' ? <SplitSheet /> : null}
      {sheet === 'member' ? <MemberSheet /> : null}
      {sheet === 'leave' ? <LeaveSheet /> : null}
      {sheet === 'keys' ? <KeysSheet /> : null}
      {sheet === 'receipt' && sold !== null ? <ReceiptSheet saleId={sold.sale.saleId} /> : null}
      {choosing === null ? null : <OptionSheet choosing={choosing} />}
      {tracing === null ? null : <TraceSheet tracing={tracing} />}
      {askingAge === null ? null : <AgeSheet key={askingAge} age={askingAge} />}
      {approval === null ? null : <ApprovalSheet approval={approval} />}
    </Suspense>
  );
});
