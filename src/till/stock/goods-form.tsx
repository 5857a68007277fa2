/** Goods that come or go without a sale: gathered by scan or search, with what a person says of it, booked as one. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import type { Product } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { note as toast } from '../../ui/toast.tsx';
import { withApproval } from '../approving.ts';
import { actOfMove, moveStock, type Movement } from '../commands/move-stock.ts';
import { useCounter } from '../counter-context.tsx';
import { refuse } from '../notices.ts';
import { PickGoods, useScannedGoods } from '../sell/pick-goods.tsx';
import { goodsOf, type GoodsLine, GoodsRow, withOneMore } from './goods-row.tsx';
import css from './stock.module.css';
import { useMovementNames } from './stock-words.ts';
import { isTold, NOTHING_TOLD, type Told, ToldFields } from './told-fields.tsx';

/** More than these is booked in parts: an entry has an end. */
const MOST_LINES = 200;

export function GoodsForm({ movement }: { readonly movement: Exclude<Movement, 'arrive'> }) {
  const { t } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const names = useMovementNames();
  const [entryId, setEntryId] = useState(tools.newId); // one act, one id: pressed twice it moves once
  const [lines, setLines] = useState<readonly GoodsLine[]>([]);
  const [told, setTold] = useState<Told>(NOTHING_TOLD);
  const pick = useCallback((product: Product) => setLines((before) => withOneMore(before, product)), []);
  useScannedGoods(pick);
  const name = names[movement];
  const sign = movement === 'adjust' && told.isLess ? -1 : 1;
  const goods = goodsOf(lines, sign);
  const isReady = goods !== null && goods.length > 0 && lines.length <= MOST_LINES && isTold(movement, told);
  const book = async (approverId: string | null) => {
    if (goods === null) return;
    const transfer = { transferId: entryId, otherStoreId: told.otherStoreId };
    const { ref, note } = told;
    const move = { entryId, movement, goods, ref, note, approverId, ...(movement === 'send' ? { transfer } : {}) };
    const done = await moveStock(tools, move);
    if (!done.ok) {
      refuse(counter, done.error);
      return;
    }
    const count = lines.length;
    toast(counter.toasts, t`${name} booked, products: ${count}`);
    setLines([]);
    setTold(NOTHING_TOLD);
    setEntryId(tools.newId());
  };
  const ask = () => {
    if (goods === null) return;
    const action = actOfMove({ movement, goods, ref: '', note: '' });
    const count = lines.length;
    withApproval(counter, { asked: { action }, words: t`${name}, products: ${count}` }, (id) => void book(id));
  };
  const change = (at: number) => (next: GoodsLine | null) =>
    setLines((before) => before.flatMap((line, i) => (i !== at ? [line] : next === null ? [] : [next])));
  return (
    <div className={css.columns}>
      <section className={css.card} aria-label={t`Goods`}>
        <PickGoods onPick={pick} onSeen={pick} />
        {lines.length === 0 ? <p className={css.empty}>{t`Scan the goods, or search for them.`}</p> : null}
        <ul className={css.lines}>
          {lines.map((line, at) => (
            <GoodsRow key={line.product.skuNo} line={line} hasLot={movement === 'receive'} onChange={change(at)} />
          ))}
        </ul>
      </section>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) ask();
        }}
      >
        <h2 className={css.title}>{name}</h2>
        <ToldFields movement={movement} told={told} onTold={setTold} />
        {lines.length > MOST_LINES ? (
          <p className={css.hint} role="alert">{t`At most ${MOST_LINES} products at a time. Book these in parts.`}</p>
        ) : null}
        <Button type="submit" kind="primary" size="pay" wide disabled={!isReady}>
          {name}
        </Button>
      </form>
    </div>
  );
}
