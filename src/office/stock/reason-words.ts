/** Why goods moved, in words. */
import { useLingui } from '@lingui/react/macro';

export function useMoveReasons(): (reason: string) => string {
  const { t } = useLingui();
  const words: Readonly<Record<string, string>> = {
    sale: t`Sold`,
    return: t`Brought back`,
    receive: t`Goods-in`,
    waste: t`Waste`,
    transfer: t`Transfer`,
    opening: t`Opening stock`,
    adjust: t`Adjustment`,
    count: t`Stocktake`,
    counted: t`Stocktake`,
  };
  return (reason) => words[reason] ?? reason;
}
