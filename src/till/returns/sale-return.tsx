/** The goods of one sale: how much of each comes back and in what state, and what that gives back. */
import { useLingui } from '@lingui/react/macro';
import { ArrowLeftRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { EarlierReturn, SoldGoods } from '../../core/return.ts';
import { leftOf } from '../../core/return.ts';
import type { Return } from '../../core/sale.ts';
import { Button } from '../../ui/button.tsx';
import {
  earlierReturns,
  plannedReturn,
  returnGoods,
  type Returned,
  type SoldBefore,
} from '../commands/return-goods.ts';
import { useCounter } from '../counter-context.tsx';
import { freeHand, takeBackFor } from './exchanging.ts';
import { RefundPanel, useReturnReasons } from './refund-panel.tsx';
import { ReturnDone } from './return-done.tsx';
import { ReturnLine, type LineBack } from './return-line.tsx';
import css from './return-screen.module.css';
import { settleReturn } from './settle.ts';

type Source = SoldBefore & { readonly no: string };

export function SaleReturn({ source }: { readonly source: Source }) {
  const reasons = useReturnReasons();
  const { t } = useLingui();
  const { tools } = useCounter();
  const [entryId] = useState(tools.newId);
  const [chosen, setChosen] = useState<ReadonlyMap<number, LineBack>>(new Map());
  const [reason, setReason] = useState('');
  const earlier = useEarlier(source);
  const lines = source.from === 'sale' ? source.sale.lines : source.paper.lines;
  const left = useMemo(() => leftOf(lines, earlier ?? []), [lines, earlier]);
  const goods: SoldGoods[] = [...chosen].flatMap(([lineId, back]) => (back.qtyMilli > 0 ? [{ lineId, ...back }] : []));
  const wanted = { entryId, sold: source, goods, reason, approverId: null };
  const planned = earlier === null ? null : plannedReturn(tools, wanted, earlier);
  const { refund, exchange, isBusy, done } = useSettling(wanted, planned?.ok === true ? planned.value : null);
  if (done !== null) return <ReturnDone done={done} />;
  return (
    <div className={css.columns}>
      <GoodsOfSale source={source} left={left} chosen={chosen} onChoose={setChosen} />
      <RefundPanel
        planned={planned}
        reasons={reasons}
        reason={reason}
        onReason={setReason}
        onRefund={refund}
        keyWords={(amount) => t`Refund ${amount}`}
        isBusy={isBusy}
      >
        <Button
          size="key"
          wide
          icon={<ArrowLeftRight aria-hidden="true" />}
          disabled={planned?.ok !== true || reason.trim() === '' || isBusy}
          onClick={() => void exchange()}
        >
          {t`Exchange for other goods`}
        </Button>
      </RefundPanel>
    </div>
  );
}

type Wanted = Parameters<typeof returnGoods>[1];

/** The two ways a return ends: the money goes back, or it waits for other goods. `back`: as it is shown. */
function useSettling(wanted: Wanted, back: Return | null) {
  const counter = useCounter();
  const [, go] = useLocation();
  const [isBusy, onBusy] = useState(false);
  const [done, onDone] = useState<Returned | null>(null);
  const refund = () => {
    if (back === null) return;
    const commit = (approverId: string | null) => returnGoods(counter.tools, { ...wanted, approverId });
    settleReturn(counter, { back, isVoid: false, commit, onBusy, onDone });
  };
  const exchange = async () => {
    if (back === null || !(await freeHand(counter))) return;
    const commit = (approverId: string | null) => takeBackFor(counter, { ...wanted, approverId }, back);
    const toSale = () => {
      counter.view.setState({ returning: null });
      go('/');
    };
    settleReturn(counter, { back, isVoid: false, isExchange: true, commit, onBusy, onDone: toSale });
  };
  return { refund, exchange, isBusy, done };
}

type GoodsProps = {
  readonly source: Source;
  readonly left: ReadonlyMap<number, number>;
  readonly chosen: ReadonlyMap<number, LineBack>;
  readonly onChoose: (chosen: ReadonlyMap<number, LineBack>) => void;
};

function GoodsOfSale({ source, left, chosen, onChoose }: GoodsProps) {
  const { t } = useLingui();
  const lines = source.from === 'sale' ? source.sale.lines : source.paper.lines;
  const packs = new Map(source.from === 'sale' ? source.sale.lines.map((line) => [line.lineId, line]) : []);
  const takeAll = () =>
    onChoose(new Map([...left].map(([lineId, qtyMilli]) => [lineId, { qtyMilli, condition: 'resalable' as const }])));
  return (
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
            pack={packs.get(line.lineId) ?? {}}
            soldMilli={line.qtyMilli}
            leftMilli={left.get(line.lineId) ?? 0}
            back={chosen.get(line.lineId) ?? { qtyMilli: 0, condition: 'resalable' }}
            onChange={(back) => onChoose(new Map(chosen).set(line.lineId, back))}
          />
        ))}
      </ul>
    </section>
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
