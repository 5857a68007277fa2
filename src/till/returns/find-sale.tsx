/** How a sale is found: its receipt's code, its number, or all this till holds; and the way without a receipt. */
import { Trans, useLingui } from '@lingui/react/macro';
import { PackageX, ReceiptText, ScanQrCode } from 'lucide-react';
import { lazy, Suspense, useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { useCounter } from '../counter-context.tsx';
import { takeScan } from '../sell/scanning.ts';
import { openBlind, openByNo } from './open-receipt.ts';
import css from './return-screen.module.css';

const CodeCamera = lazy(async () => ({ default: (await import('../scan/code-camera.tsx')).CodeCamera }));

export function FindSale() {
  const { t } = useLingui();
  const counter = useCounter();
  const [, go] = useLocation();
  const [no, setNo] = useState('');
  const [camera, setCamera] = useState(false);
  const find = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (no.trim() !== '') void openByNo(counter, no);
  };
  return (
    <div className={css.find}>
      <p className={css.lead}>
        <ScanQrCode aria-hidden="true" />
        <Trans>Scan the code on the receipt. It works without the network, and for receipts of other tills.</Trans>
      </p>
      <form className={css.number} onSubmit={find}>
        <InputField
          label={t`Receipt number`}
          hint={t`The last digits are enough. A serial number finds its sale too.`}
          value={no}
          onChange={(event) => setNo(event.target.value)}
        />
        <Button type="submit" kind="primary" size="key" disabled={no.trim() === ''}>
          {t`Find`}
        </Button>
      </form>
      <div className={css.ways}>
        <Button size="key" icon={<ScanQrCode aria-hidden="true" />} onClick={() => setCamera(true)}>
          {t`Camera`}
        </Button>
        <Button size="key" icon={<ReceiptText aria-hidden="true" />} onClick={() => go('/sales')}>
          {t`Search all receipts`}
        </Button>
        <Button size="key" icon={<PackageX aria-hidden="true" />} onClick={() => openBlind(counter)}>
          {t`No receipt`}
        </Button>
      </div>
      {camera ? (
        <Suspense fallback={null}>
          <CodeCamera
            onRead={(read) => {
              setCamera(false);
              void takeScan(counter, read, 'receipts');
            }}
            onClose={() => setCamera(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
