/** A stocktake: scan or choose a product, say how many stand there, go on. What the books say is shown afterwards. */
import { useLingui } from '@lingui/react/macro';
import { ClipboardList } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Product } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { readQty } from '../../ui/format.ts';
import { NumPad } from '../../ui/num-pad.tsx';
import { withApproval } from '../approving.ts';
import { useCounter } from '../counter-context.tsx';
import { refuse } from '../notices.ts';
import { PickGoods, useScannedGoods } from '../sell/pick-goods.tsx';
import { type Counted, createCountStore, type CountStore, type InHand } from './count-store.ts';
import css from './stock.module.css';
import { useGoodsName, useQtyWords } from './stock-words.ts';

export function Stocktake() {
  const { t } = useLingui();
  const counter = useCounter();
  const [approved, setApproved] = useState<{ readonly approverId: string | null } | null>(null);
  const start = () => {
    const words = t`Count goods and correct the books by it`;
    withApproval(counter, { asked: { action: 'change_stock' }, words }, (approverId) => setApproved({ approverId }));
  };
  if (approved !== null) return <Counting approverId={approved.approverId} />;
  return (
    <EmptyState
      icon={<ClipboardList aria-hidden="true" />}
      title={t`Count what stands on the shelf`}
      action={<Button kind="primary" size="key" onClick={start}>{t`Start counting`}</Button>}
    >
      {t`Selling may go on. What is sold of a product after its count has begun is taken off it.`}
    </EmptyState>
  );
}

function Counting({ approverId }: { readonly approverId: string | null }) {
  const { t } = useLingui();
  const counter = useCounter();
  const store = useMemo(
    () =>
      createCountStore({
        tools: counter.tools,
        countId: counter.tools.newId(),
        approverId,
        onRefusal: (refusal) => refuse(counter, refusal),
      }),
    [counter, approverId],
  );
  const { current, done, isSaving } = useStore(store.state);
  const scanned = useCallback((product: Product) => void store.take(product, 'scan'), [store]);
  useScannedGoods(scanned);
  return (
    <div className={css.columns}>
      <section className={css.card} aria-label={t`Counted`}>
        <PickGoods onPick={(product) => void store.take(product, 'pick')} onSeen={scanned} />
        {done.length === 0 ? (
          <p
            className={css.empty}
          >{t`Scan a product: each scan counts one. Or choose it and type how many there are.`}</p>
        ) : null}
        <ul className={css.lines}>
          {done.map((row) => (
            <CountedRow key={row.product.skuNo} row={row} />
          ))}
        </ul>
      </section>
      {current === null ? (
        <section className={css.form} aria-label={t`Being counted`}>
          <p className={css.empty}>{t`Scan the next product.`}</p>
        </section>
      ) : (
        <Current store={store} current={current} isSaving={isSaving} />
      )}
    </div>
  );
}

type CurrentProps = { readonly store: CountStore; readonly current: InHand; readonly isSaving: boolean };

function Current({ store, current, isSaving }: CurrentProps) {
  const { t } = useLingui();
  const nameOf = useGoodsName();
  const name = nameOf(current.product.skuNo);
  const isReady = readQty(current.text) !== null && !isSaving;
  return (
    <form
      className={css.form}
      aria-label={t`Being counted`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void store.save();
      }}
    >
      <h2 className={css.title}>{name}</h2>
      <p className={css.typed}>
        <span>{t`On the shelf`}</span>
        <output className={css.amount}>{current.text === '' ? '–' : current.text}</output>
      </p>
      <NumPad
        text={current.text}
        extra={current.product.unit === 'pcs' ? '00' : '.'}
        label={t`On the shelf`}
        onChange={(text) => store.type(text)}
      />
      <div className={css.keys}>
        <Button size="key" onClick={() => store.anew()}>
          {t`Count anew`}
        </Button>
        <Button type="submit" kind="primary" size="key" disabled={!isReady}>
          {t`Save count`}
        </Button>
      </div>
    </form>
  );
}

function CountedRow({ row }: { readonly row: Counted }) {
  const { t } = useLingui();
  const nameOf = useGoodsName();
  const qty = useQtyWords();
  const { product, countedMilli, booksMilli } = row;
  const books = qty(booksMilli, product);
  const diffMilli = countedMilli - booksMilli;
  const diff = qty(diffMilli, product);
  return (
    <li className={css.line} data-below={diffMilli < 0 || undefined}>
      <span className={css.name}>
        {nameOf(product.skuNo)}
        <span className={css.hint}>{diffMilli === 0 ? t`As the books said` : t`The books said ${books}: ${diff}`}</span>
      </span>
      <strong className={css.figure}>{qty(countedMilli, product)}</strong>
    </li>
  );
}
