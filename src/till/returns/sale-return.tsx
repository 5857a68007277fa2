/** The goods of one sale: how much of each comes back and in what state, and what that gives back. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useState } from 'react';
import type { EarlierReturn, SoldGoods } from '../../core/return.ts';
import { leftOf } from '../../core/return.ts';
import { Button } from '../../ui/button.tsx';
import {
  earlierReturns,
  plannedReturn,
  returnGoods,
  type Returned,
  type SoldBefore,
} from '../commands/return-goods.ts';
import { useCounter } from '../counter-context.tsx';
import { RefundPanel } from './refund-panel.tsx';
import { ReturnDone } from './return-done.tsx';
import { ReturnLine, type LineBack } from './return-line.tsx';
import css from './return-screen.module.css';
import { settleReturn } from './settle.ts';

export function SaleReturn({ source }: { readonly source: SoldBefore & { readonly no: string } }) {
  const { t } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const [entryId] = useState(tools.newId);
  const [chosen, setChosen] = useState<ReadonlyMap<number, LineBack>>(new Map());
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<Returned | null>(null);
  const earlier = useEarlier(source);
  const lines = source.from === 'sale' ? source.sale.lines : source.paper.lines;
  const left = useMemo(() => leftOf(lines, earlier ?? []), [lines, earlier]);
  const goods: SoldGoods[] = [...chosen].flatMap(([lineId, back]) => (back.qtyMilli > 0 ? [{ lineId, ...back }] : []));
  const wanted = { entryId, sold: source, goods, reason, approverId: null };
  const planned = earlier === null ? null : plannedReturn(tools, wanted, earlier);
  if (done !== null) return <ReturnDone done={done} />;
  const set = (lineId: number) => (back: LineBack) => setChosen((before) => new Map(before).set(lineId, back));
  const takeAll = () =>
    setChosen(new Map([...left].map(([lineId, qtyMilli]) => [lineId, { qtyMilli, condition: 'resalable' as const }])));
  const refund = () => {
    if (planned?.ok !== true) return;
    settleReturn(counter, {
      back: planned.value,
      isVoid: false,
      commit: (approverId) => returnGoods(tools, { ...wanted, approverId }),
      onBusy: setBusy,
      onDone: setDone,
    });
  };
  return (
    <div className={css.columns}>
      <section className={css.goods} aria-label={t`Goods of the sale`}>
        <div className={css.head}>
          <h2>{t`What comes back?`}</h2>
          <Button disabled={[...left.values()].every((qty) => qty === 0)} onClick={takeAll}>
            {t`Everything`}
          </Button>
        </div>
        <ul className={css.lines}>
          {lines.map((line) => (
            <ReturnLine
              key={line.lineId}
              name={line.name}
              soldMilli={line.qtyMilli}
              leftMilli={left.get(line.lineId) ?? 0}
              back={chosen.get(line.lineId) ?? { qtyMilli: 0, condition: 'resalable' }}
              onChange={set(line.lineId)}
            />
          ))}
        </ul>
      </section>
      <RefundPanel
        planned={planned}
        reason={reason}
        onReason={setReason}
        onRefund={refund}
        keyWords={(amount) => t`Refund ${amount}`}
        isBusy={isBusy}
      />
    </div>
  );
}

function useEarlier(source: SoldBefore): readonly EarlierReturn[] | null {
  const { tools } = useCounter();
  const [earlier, setEarlier] = useState<readonly EarlierReturn[] | null>(null);
  useEffect(() => {
    let isLate = false;
    void earlierReturns(tools, source).then((found) => {
      if (!isLate) setEarlier(found);
    });
    return () => {
      isLate = true;
    };
  }, [tools, source]);
  return earlier;
}
