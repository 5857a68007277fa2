/** Sheets over the sale. Those that are rarely opened are fetched when they are. */
import { lazy, memo, Suspense } from 'react';
import { useView } from '../counter-context.tsx';

const CameraSheet = lazy(() => import('../scan/camera-sheet.tsx').then((module) => ({ default: module.CameraSheet })));
const CodeSheet = lazy(() => import('./code-sheet.tsx').then((module) => ({ default: module.CodeSheet })));
const KeysSheet = lazy(() => import('./keys-sheet.tsx').then((module) => ({ default: module.KeysSheet })));
const ApprovalSheet = lazy(() => import('./approval-sheet.tsx').then((module) => ({ default: module.ApprovalSheet })));
const OfferSheet = lazy(() => import('./offer-sheet.tsx').then((module) => ({ default: module.OfferSheet })));
const ReceiptSheet = lazy(() =>
  import('../receipt/receipt-sheet.tsx').then((module) => ({ default: module.ReceiptSheet })),
);

export const SellSheets = memo(function SellSheets() {
  const sheet = useView((state) => state.sheet);
  const approval = useView((state) => state.approval);
  const offer = useView((state) => state.offer);
  const sold = useView((state) => state.sold);
  return (
    <Suspense fallback={null}>
      {sheet === 'camera' ? <CameraSheet /> : null}
      {sheet === 'code' ? <CodeSheet /> : null}
      {sheet === 'keys' ? <KeysSheet /> : null}
      {sheet === 'receipt' && sold !== null ? <ReceiptSheet saleId={sold.sale.saleId} /> : null}
      {approval === null ? null : <ApprovalSheet approval={approval} />}
      {offer === null ? null : <OfferSheet offer={offer} />}
    </Suspense>
  );
});
