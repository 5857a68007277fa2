/**
 * A receipt on the screen, and what can be done with it. After a sale the code the customer keeps stands first and
 * large: a phone must read it without anybody scrolling. Opened again later, the code is shown as a copy when it is
 * asked for.
 */
import { useLingui } from '@lingui/react/macro';
import { Printer, QrCode as QrIcon, RotateCcw, Undo2 } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import type { LocalSale } from '../../client/till-device.ts';
import { Button } from '../../ui/button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { ReceiptView } from '../../ui/receipt-view.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, usePreference, useTill, useView } from '../counter-context.tsx';
import { openHeld } from '../returns/open-receipt.ts';
import { ApprovalSheet, VoidSheet } from '../views.ts';
import { askForCopy, findSale, printById } from './receipt-acts.ts';
import { receiptOf, type Receipt } from './receipt-data.ts';
import css from './receipt-sheet.module.css';

const CODE_SIDE = 320;

type Props = {
  readonly saleId: string;
  readonly isAgain?: boolean; // of a sale made before: what is handed out now is a copy
  readonly onClose?: () => void;
};

export function ReceiptSheet({ saleId, isAgain = false, onClose }: Props) {
  const { t } = useLingui();
  const counter = useCounter();
  const paperMm = usePreference((chosen) => chosen.paperMm);
  const [isVoiding, setVoiding] = useState(false);
  const approval = useView((state) => state.approval);
  const [withCode, setWithCode] = useState(!isAgain);
  const logo = useTill((state) => state.settings?.logo ?? null);
  const shown = useReceipt(saleId);
  const close = onClose ?? (() => counter.view.setState({ sheet: null }));
  const showCode = () => {
    if (shown !== null) void askForCopy(counter, shown.row, { medium: 'qr', then: () => setWithCode(true) });
  };
  const keys = (
    <div className={css.keys}>
      <Button
        kind="primary"
        size="key"
        disabled={shown === null}
        icon={<Printer aria-hidden="true" />}
        onClick={() => void printById(counter, saleId)}
      >
        {shown?.row.printed === true ? t`Reprint` : t`Print`}
      </Button>
      {withCode ? null : (
        <Button size="key" disabled={shown === null} icon={<QrIcon aria-hidden="true" />} onClick={showCode}>
          {t`QR receipt`}
        </Button>
      )}
      {isAgain && shown?.row.kind === 'sale' ? (
        <AfterKeys row={shown.row} isVoiding={isVoiding} onVoid={setVoiding} />
      ) : null}
    </div>
  );
  const qrText = shown?.receipt.qrText ?? null;
  const label = t`Scan to keep this receipt`;
  return (
    <Sheet open onClose={close} title={shown?.row.no ?? t`Receipt`} scrollsByKey foot={keys}>
      {qrText === null || !withCode ? null : (
        <div className={css.code}>
          <QrCode text={qrText} label={label} maxSide={CODE_SIDE} />
          <p>{label}</p>
        </div>
      )}
      <div className={css.paper}>
        {shown === null ? null : <ReceiptView rows={shown.receipt.rows} paperMm={paperMm} logo={logo} />}
      </div>
      {/* Over the sale the counter shows it; a void shows its own. */}
      <Suspense fallback={null}>
        {approval !== null && isAgain && !isVoiding ? <ApprovalSheet approval={approval} /> : null}
      </Suspense>
    </Sheet>
  );
}

type AfterProps = {
  readonly row: LocalSale & { readonly kind: 'sale' };
  readonly isVoiding: boolean;
  readonly onVoid: (isVoiding: boolean) => void;
};

/** Goods come back, or the whole sale is undone while its shift lasts; of one that was undone nothing is left. */
function AfterKeys({ row, isVoiding, onVoid }: AfterProps) {
  const { t } = useLingui();
  const counter = useCounter();
  const shiftId = useTill((state) => state.shift?.shiftId);
  const voidNo = useVoidNo(row);
  // Its sheet stays until the money is handed out.
  if (voidNo !== null && !isVoiding) return <p>{t`Voided by ${voidNo}.`}</p>;
  return (
    <>
      <Button size="key" icon={<Undo2 aria-hidden="true" />} onClick={() => openHeld(counter, row)}>
        {t`Return`}
      </Button>
      {row.shiftId === shiftId ? (
        <Button size="key" icon={<RotateCcw aria-hidden="true" />} onClick={() => onVoid(true)}>
          {t`Void`}
        </Button>
      ) : null}
      <Suspense fallback={null}>{isVoiding ? <VoidSheet row={row} onClose={() => onVoid(false)} /> : null}</Suspense>
    </>
  );
}

/** The number of this sale's void; null while there is none. */
function useVoidNo({ saleId }: LocalSale): string | null {
  const { tools } = useCounter();
  const made = useTill((state) => state.counters.receiptNo);
  const [no, setNo] = useState<string | null>(null);
  useEffect(() => {
    let isLate = false;
    const isItsVoid = (row: LocalSale) => row.kind === 'return' && row.isVoid === true && row.body.saleId === saleId;
    void tools.device.heldSales(isItsVoid, 1).then(([row]) => {
      if (!isLate) setNo(row?.no ?? null);
    });
    return () => {
      isLate = true;
    };
  }, [tools, made, saleId]);
  return no;
}

/** Read again when a copy was made of it; null until the first answer. */
function useReceipt(saleId: string): { readonly row: LocalSale; readonly receipt: Receipt } | null {
  const counter = useCounter();
  const made = useTill((state) => state.headSeq);
  const [shown, setShown] = useState<{ row: LocalSale; receipt: Receipt } | null>(null);
  useEffect(() => {
    let isLate = false;
    const read = async () => {
      const row = await findSale(counter, saleId);
      if (row === null) return;
      const receipt = await receiptOf(counter.tools, row, row.copies ?? 0);
      if (!isLate) setShown({ row, receipt });
    };
    void read();
    return () => {
      isLate = true;
    };
  }, [counter, saleId, made]);
  return shown;
}
