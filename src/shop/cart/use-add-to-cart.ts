/** Puts a known product in the cart and says so, with an undo. */
import { useLingui } from '@lingui/react/macro';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import { nameIn, shownPrice } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import { refusalText } from '../../ui/refusal-text.ts';
import { useShop } from '../shop-context.ts';

type HowMuch = { readonly qtyMilli: number; readonly sourceQr: string | null };

export function useAddToCart(): (product: KnownProduct, how: HowMuch) => Promise<void> {
  const { t, i18n } = useLingui();
  const { shopper, notes, announcer, sounds } = useShop();
  return async (product, { qtyMilli, sourceQr }) => {
    const { skuNo, gtins } = product;
    const seenMinor = shownPrice(product);
    const added = await shopper.add({ skuNo, gtin: gtins[0] ?? null, qtyMilli, seenMinor, sourceQr });
    if (!added.ok) {
      const words = refusalText(i18n, added.error);
      sounds.play('miss');
      notes.refuse(words);
      announcer.alert(words);
      return;
    }
    const line = added.value.lines.find((each) => each.skuNo === skuNo);
    const name = nameIn(product.names, langOf(i18n.locale));
    const words = t`${name} is in the cart`;
    sounds.play('hit');
    announcer.say(words, 'cart');
    notes.say(words, () => {
      if (line === undefined) return;
      void shopper.step({ step: 'quantity_set', lineId: line.lineId, qtyMilli: line.qtyMilli - qtyMilli });
    });
  };
}
