/** One product of goods that come or go: how much of it, and of a delivery its lot and date where they matter. */
import { useLingui } from '@lingui/react/macro';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { checkQuantity } from '../../core/cart.ts';
import { qtyText } from '../../core/currency.ts';
import type { Product } from '../../core/product.ts';
import { IconButton, Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { readQty } from '../../ui/format.ts';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Goods } from '../commands/move-stock.ts';
import { useCounter } from '../counter-context.tsx';
import css from './stock.module.css';
import { useGoodsName, useQtyWords } from './stock-words.ts';

export type GoodsLine = {
  readonly product: Product;
  readonly text: string; // the quantity as it is typed
  readonly lot: string;
  readonly expiry: string;
};

const PIECE = 1000;

/** One more of a product that is counted in pieces; of others, a line to type into. */
export function withOneMore(lines: readonly GoodsLine[], product: Product): readonly GoodsLine[] {
  const first = product.unit === 'pcs' ? PIECE : 0;
  const there = lines.find((line) => line.product.skuNo === product.skuNo);
  if (there === undefined) return [...lines, { product, text: first === 0 ? '' : qtyText(first), lot: '', expiry: '' }];
  const more = { ...there, text: qtyText((readQty(there.text) ?? 0) + first) };
  return lines.map((line) => (line === there ? more : line));
}

/** What was typed, in thousandths; null for none, for zero, and for parts of pieces. */
function countedOf(text: string, { unit }: Product): number | null {
  const checked = checkQuantity(readQty(text) ?? 0, unit);
  return checked.ok ? checked.value : null;
}

/** The lines as goods; null while a quantity is missing or no number. */
export function goodsOf(lines: readonly GoodsLine[], sign: 1 | -1): readonly Goods[] | null {
  const goods: Goods[] = [];
  for (const { product, text, lot, expiry } of lines) {
    const qtyMilli = countedOf(text, product);
    if (qtyMilli === null) return null;
    goods.push({ skuNo: product.skuNo, qtyMilli: sign * qtyMilli, lot, expiry });
  }
  return goods;
}

type Props = {
  readonly line: GoodsLine;
  readonly hasLot: boolean;
  readonly onChange: (line: GoodsLine | null) => void;
};

export function GoodsRow({ line, hasLot, onChange }: Props) {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const nameOf = useGoodsName();
  const qty = useQtyWords();
  const [isLotShown, setLotShown] = useState(false);
  const { product } = line;
  const isBad = line.text.trim() !== '' && countedOf(line.text, product) === null;
  const name = nameOf(product.skuNo);
  const onHandMilli = tools.device.catalogue.onHandMilli(product.skuNo);
  const onHand = qty(onHandMilli ?? 0, product);
  return (
    <li className={css.line}>
      <span className={css.name}>
        {name}
        <span className={css.hint}>{t`On hand: ${onHand}`}</span>
      </span>
      {hasLot && !isLotShown ? (
        <Button kind="plain" onClick={() => setLotShown(true)}>
          {t`Lot and date`}
        </Button>
      ) : null}
      <InputField
        className={css.qty}
        label={<span data-unseen="">{t`Quantity of ${name}`}</span>}
        inputMode="decimal"
        value={line.text}
        onChange={(event) => onChange({ ...line, text: event.target.value })}
      />
      <IconButton label={t`Remove ${name}`} onClick={() => onChange(null)}>
        <Trash2 aria-hidden="true" />
      </IconButton>
      {isBad ? (
        <p className={css.bad} role="alert">
          {refusalText(i18n, { code: 'bad_quantity' })}
        </p>
      ) : null}
      {isLotShown ? (
        <span className={css.lot}>
          <InputField
            label={t`Lot`}
            maxLength={40}
            value={line.lot}
            onChange={(event) => onChange({ ...line, lot: event.target.value })}
          />
          <InputField
            label={t`Use by`}
            type="date"
            value={line.expiry}
            onChange={(event) => onChange({ ...line, expiry: event.target.value })}
          />
        </span>
      ) : null}
    </li>
  );
}
