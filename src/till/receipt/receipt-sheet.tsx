/**
 * A receipt on the screen, and the key that prints it. The code the customer keeps stands first and large: a phone must
 * read it without anybody scrolling. On paper it stands at the foot.
 */
import { useLingui } from '@lingui/react/macro';
import { Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LocalSale } from '../../client/till-device.ts';
import { Button } from '../../ui/button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { ReceiptView } from '../../ui/receipt-view.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, usePreference } from '../counter-context.tsx';
import { findSale, printReceipt } from './receipt-acts.ts';
import { receiptOf, type Receipt } from './receipt-data.ts';
import css from './receipt-sheet.module.css';

const CODE_SIDE = 320;

type Props = { readonly saleId: string; readonly copyNo?: number; readonly onClose?: () => void };

export function ReceiptSheet({ saleId, copyNo = 0, onClose }: Props) {
  const { t } = useLingui();
  const counter = useCounter();
  const paperMm = usePreference((chosen) => chosen.paperMm);
  const [shown, setShown] = useState<{ row: LocalSale; receipt: Receipt } | null>(null);
  useEffect(() => {
    let isLate = false;
    const read = async () => {
      const row = await findSale(counter, saleId);
      if (row === null) return;
      const receipt = await receiptOf(counter.tools, row, copyNo);
      if (!isLate) setShown({ row, receipt });
    };
    void read();
    return () => {
      isLate = true;
    };
  }, [counter, saleId, copyNo]);
  const close = onClose ?? (() => counter.view.setState({ sheet: null }));
  const print = (
    <Button
      kind="primary"
      size="key"
      disabled={shown === null}
      icon={<Printer aria-hidden="true" />}
      onClick={() => shown !== null && void printReceipt(counter, shown.row, copyNo)}
    >
      {copyNo === 0 ? t`Print` : t`Reprint`}
    </Button>
  );
  const qrText = shown?.receipt.qrText ?? null;
  const label = t`Scan to keep this receipt`;
  return (
    <Sheet open onClose={close} title={shown?.row.no ?? t`Receipt`} scrollsByKey foot={print}>
      {qrText === null ? null : (
        <div className={css.code}>
          <QrCode text={qrText} label={label} maxSide={CODE_SIDE} />
          <p>{label}</p>
        </div>
      )}
      <div className={css.paper}>
        {shown === null ? null : <ReceiptView rows={shown.receipt.rows} paperMm={paperMm} />}
      </div>
    </Sheet>
  );
}
