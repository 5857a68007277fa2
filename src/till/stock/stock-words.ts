/** What moving goods is called at the till. */
import { useLingui } from '@lingui/react/macro';
import { nameIn, type Product } from '../../core/product.ts';
import { formatQty } from '../../core/written-figures.ts';
import { langOf } from '../../ui/lang.ts';
import type { Movement } from '../commands/move-stock.ts';
import { useCounter } from '../counter-context.tsx';

export function useMovementNames(): Readonly<Record<Movement, string>> {
  const { t } = useLingui();
  return {
    receive: t`Goods-in`,
    arrive: t`From another store`,
    send: t`To another store`,
    waste: t`Waste`,
    adjust: t`Adjust`,
  };
}

/** "Spring water 550ml"; of a product that is gone from the catalogue, its number. */
export function useGoodsName(): (skuNo: number) => string {
  const { i18n, t } = useLingui();
  const { tools } = useCounter();
  return (skuNo) => {
    const product = tools.device.catalogue.product(skuNo);
    if (product === undefined) return t`Product ${skuNo}`;
    return [nameIn(product.names, langOf(i18n.locale)), product.spec].filter((part) => part !== null).join(' ');
  };
}

/** A quantity in the unit of its product, with its sign where it has one. */
export function useQtyWords(): (qtyMilli: number, product?: Pick<Product, 'unit'>) => string {
  const { i18n } = useLingui();
  return (qtyMilli, product) => formatQty({ qtyMilli, unit: product?.unit ?? 'pcs', lang: langOf(i18n.locale) });
}

export function useStoreName(): (storeId: string) => string {
  const { i18n } = useLingui();
  const { tools } = useCounter();
  return (storeId) => {
    const store = tools.device.catalogue.stores().find((one) => one.storeId === storeId);
    return store === undefined ? '–' : nameIn(store.names, langOf(i18n.locale));
  };
}
