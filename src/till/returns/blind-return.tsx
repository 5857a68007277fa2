/** Goods without a receipt: scanned or searched, at a price that is agreed to, in cash, with a second person. */
import { useLingui } from '@lingui/react/macro';
import { Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { BlindGoods } from '../../core/blind-return.ts';
import { decimalText } from '../../core/currency.ts';
import { type Lang, nameIn, type Product } from '../../core/product.ts';
import { IconButton } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { readAmount, readQty } from '../../ui/format.ts';
import type { Returned } from '../commands/return-goods.ts';
import { plannedBlind, takeReturn } from '../commands/take-return.ts';
import { useCounter, useSettings } from '../counter-context.tsx';
import { PickGoods, useScannedGoods } from '../sell/pick-goods.tsx';
import { RefundPanel, useReturnReasons } from './refund-panel.tsx';
import { ReturnDone } from './return-done.tsx';
import { partsHere } from './paper-of.ts';
import { ConditionChips } from './return-line.tsx';
import lineCss from './return-line.module.css';
import css from './return-screen.module.css';
import { settleReturn } from './settle.ts';

export function BlindReturn() {
  const reasons = useReturnReasons();
  const { t } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const [entryId] = useState(tools.newId);
  const [goods, setGoods] = useState<readonly BlindGoods[]>([]);
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<Returned | null>(null);
  // The same function at every line: a new listener would lose the keys of a scan under way.
  const add = useCallback(
    (product: Product) =>
      setGoods((before) => withProduct(before, { product, parts: partsHere(tools, product), lang: tools.lang() })),
    [tools],
  );
  useScannedGoods(add);
  if (done !== null) return <ReturnDone done={done} />;
  const planned = plannedBlind(tools, { entryId, goods, reason });
  const refund = () => {
    if (!planned.ok) return;
    settleReturn(counter, {
      back: planned.value,
      isVoid: false,
      commit: (approverId) => takeReturn(tools, { entryId, goods, reason, approverId: approverId ?? '' }),
      onBusy: setBusy,
      onDone: setDone,
    });
  };
  const change = (at: number) => (next: BlindGoods | null) =>
    setGoods((before) => before.flatMap((good, i) => (i !== at ? [good] : next === null ? [] : [next])));
  return (
    <div className={css.columns}>
      <section className={css.goods} aria-label={t`Goods without a receipt`}>
        <PickGoods onPick={add} />
        {goods.length === 0 ? <p className={css.empty}>{t`Scan the goods, or search for them.`}</p> : null}
        <ul className={css.lines}>
          {goods.map((good, at) => (
            <BlindLine key={good.skuNo} good={good} onChange={change(at)} />
          ))}
        </ul>
      </section>
      <RefundPanel
        planned={planned}
        reasons={reasons}
        reason={reason}
        onReason={setReason}
        onRefund={refund}
        keyWords={(amount) => t`Refund ${amount}`}
        isBusy={isBusy}
      />
    </div>
  );
}

const PIECE = 1000;

/** One more of it, or a line of its own at the price of today. */
function withProduct(
  goods: readonly BlindGoods[],
  { product, parts, lang }: Pick<BlindGoods, 'parts'> & { readonly product: Product; readonly lang: Lang },
): readonly BlindGoods[] {
  const { skuNo, names, priceMinor: unitMinor, taxBp, category } = product;
  if (!goods.some((good) => good.skuNo === skuNo)) {
    const name = nameIn(names, lang);
    const good = { skuNo, name, qtyMilli: PIECE, unitMinor, taxBp, category, parts };
    return [...goods, { ...good, condition: 'resalable' }];
  }
  return goods.map((good) => (good.skuNo === skuNo ? { ...good, qtyMilli: good.qtyMilli + PIECE } : good));
}

type LineProps = { readonly good: BlindGoods; readonly onChange: (good: BlindGoods | null) => void };

function BlindLine({ good, onChange }: LineProps) {
  const { t } = useLingui();
  const { currency } = useSettings();
  const { name } = good;
  const [qty, setQty] = useState<string | null>(null); // as it is being typed; null: as it stands
  const [price, setPrice] = useState<string | null>(null);
  return (
    <li className={lineCss.line}>
      <div className={lineCss.first}>
        <strong>{name}</strong>
        <IconButton label={t`Remove ${name}`} onClick={() => onChange(null)}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      <ConditionChips
        name={name}
        condition={good.condition}
        onChange={(condition) => onChange({ ...good, condition })}
      />
      <InputField
        className={css.price}
        label={t`Quantity`}
        inputMode="decimal"
        value={qty ?? decimalOf(good.qtyMilli)}
        onChange={(event) => {
          setQty(event.target.value);
          onChange({ ...good, qtyMilli: readQty(event.target.value) ?? 0 });
        }}
        onBlur={() => setQty(null)}
      />
      <InputField
        className={css.price}
        label={t`Price each`}
        inputMode="decimal"
        value={price ?? decimalText(good.unitMinor, currency)}
        onChange={(event) => {
          setPrice(event.target.value);
          const unitMinor = readAmount(event.target.value, currency);
          if (unitMinor !== null) onChange({ ...good, unitMinor });
        }}
        onBlur={() => setPrice(null)}
      />
    </li>
  );
}

const decimalOf = (qtyMilli: number): string => String(qtyMilli / PIECE);
