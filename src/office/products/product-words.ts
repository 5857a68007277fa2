/** Words of a product's fixed choices. */
import { useLingui } from '@lingui/react/macro';
import type { ProductListed } from '../../wire/office.ts';

export function useStatusWords(): Readonly<Record<ProductListed['status'], string>> {
  const { t } = useLingui();
  return { active: t`Sold`, provisional: t`Provisional`, stopped: t`Stopped` };
}

export function useUnitWords(): Readonly<Record<ProductListed['unit'], string>> {
  const { t } = useLingui();
  return { pcs: t`Piece`, g: t`Gram`, kg: t`Kilogram`, ml: t`Millilitre`, l: t`Litre`, m: t`Metre`, hour: t`Hour` };
}
