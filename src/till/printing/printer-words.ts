/** What went wrong at the printer, in words: what happened, then what to do. */
import { useLingui } from '@lingui/react/macro';
import type { PrinterTroubleCode } from '../../client/print/printer-port.ts';

export function usePrinterTrouble(): (code: PrinterTroubleCode) => string {
  const { t } = useLingui();
  const words: Readonly<Record<PrinterTroubleCode, string>> = {
    not_connected: t`Printer not connected. Look whether it is on, then retry.`,
    broke_off: t`Printing broke off. Look at the paper, then retry if it is not whole.`,
    not_supported: t`This browser has no way to this printer. Choose another way.`,
  };
  return (code) => words[code];
}
