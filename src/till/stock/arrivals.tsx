/** Goods another store has sent: what was said to come, what came, and the difference before it is booked. */
import { useLingui } from '@lingui/react/macro';
import { Truck } from 'lucide-react';
import { useState } from 'react';
import { qtyText } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatDateTime, readQty } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { note as toast } from '../../ui/toast.tsx';
import type { StreamRow } from '../../wire/catalogue.ts';
import { withApproval } from '../approving.ts';
import { moveStock } from '../commands/move-stock.ts';
import { useCatalogueTick, useCounter, useTill } from '../counter-context.tsx';
import { refuse } from '../notices.ts';
import css from './stock.module.css';
import { useGoodsName, useQtyWords, useStoreName } from './stock-words.ts';

type Transfer = StreamRow<'transfer'>;

export function Arrivals() {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const tz = useTill((state) => state.store?.tz);
  const storeName = useStoreName();
  const [openId, setOpenId] = useState<string | null>(null);
  useCatalogueTick();
  const transfers = [...tools.device.catalogue.transfers()].sort((a, b) => a.sentMs - b.sentMs);
  const open = transfers.find(({ transferId }) => transferId === openId) ?? transfers[0];
  if (open === undefined) {
    return (
      <EmptyState icon={<Truck aria-hidden="true" />} title={t`Nothing is on its way`}>
        {t`What another store sends shows here once both tills have synced. Until then, book it as goods-in.`}
      </EmptyState>
    );
  }
  return (
    <div className={css.columns}>
      <Arrival key={open.transferId} transfer={open} />
      <section className={css.card} aria-label={t`On the way`}>
        <h2 className={css.title}>{t`On the way`}</h2>
        <ul className={css.lines}>
          {transfers.map((one) => (
            <li key={one.transferId} className={css.line}>
              <Button
                kind="plain"
                aria-pressed={one.transferId === open.transferId}
                onClick={() => setOpenId(one.transferId)}
              >
                {storeName(one.fromStoreId)}
              </Button>
              <span className={css.hint}>{formatDateTime({ ms: one.sentMs, lang: langOf(i18n.locale), tz })}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Arrival({ transfer }: { readonly transfer: Transfer }) {
  const { t } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const storeName = useStoreName();
  const [entryId] = useState(tools.newId);
  const [texts, setTexts] = useState<readonly string[]>(transfer.lines.map(({ qtyMilli }) => qtyText(qtyMilli)));
  const goods = transfer.lines.map(({ skuNo }, at) => ({ skuNo, qtyMilli: readQty(texts[at] ?? '') }));
  const isReady = goods.every(({ qtyMilli }) => qtyMilli !== null);
  const off = transfer.lines.filter(({ qtyMilli }, at) => goods[at]?.qtyMilli !== qtyMilli).length;
  const from = storeName(transfer.fromStoreId);
  const book = async (approverId: string | null) => {
    const done = await moveStock(tools, {
      entryId,
      movement: 'arrive',
      goods: goods.map(({ skuNo, qtyMilli }) => ({ skuNo, qtyMilli: qtyMilli ?? 0 })),
      ref: '',
      note: '',
      approverId,
      transfer: { transferId: transfer.transferId, otherStoreId: transfer.fromStoreId },
    });
    if (done.ok) toast(counter.toasts, t`Received from ${from}`);
    else refuse(counter, done.error);
  };
  const ask = () => {
    const words = t`Received from ${from}`;
    withApproval(counter, { asked: { action: 'take_in_stock' }, words }, (id) => void book(id));
  };
  return (
    <form
      className={css.card}
      aria-label={t`From ${from}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) ask();
      }}
    >
      <h2 className={css.title}>{t`From ${from}`}</h2>
      {transfer.note === '' ? null : <p className={css.hint}>{transfer.note}</p>}
      <ul className={css.lines}>
        {transfer.lines.map((line, at) => (
          <ArrivalRow
            key={at}
            line={line}
            text={texts[at] ?? ''}
            onChange={(text) => setTexts(texts.map((each, i) => (i === at ? text : each)))}
          />
        ))}
      </ul>
      <p className={css.sum} role="status">
        {off === 0 ? t`As it was sent` : t`Products that differ from what was sent: ${off}. Both stores will see it.`}
      </p>
      <Button type="submit" kind="primary" size="pay" wide disabled={!isReady}>
        {t`Book what came`}
      </Button>
    </form>
  );
}

type RowProps = {
  readonly line: Transfer['lines'][number];
  readonly text: string;
  readonly onChange: (text: string) => void;
};

function ArrivalRow({ line, text, onChange }: RowProps) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const nameOf = useGoodsName();
  const qty = useQtyWords();
  const product = tools.device.catalogue.product(line.skuNo);
  const name = nameOf(line.skuNo);
  const sent = qty(line.qtyMilli, product);
  const offMilli = (readQty(text) ?? 0) - line.qtyMilli;
  return (
    <li className={css.line} data-below={offMilli !== 0 || undefined}>
      <span className={css.name}>
        {name}
        <span className={css.hint}>{t`Sent: ${sent}`}</span>
      </span>
      <InputField
        className={css.qty}
        label={<span data-unseen="">{t`Received of ${name}`}</span>}
        inputMode="decimal"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <strong className={css.figure}>{offMilli === 0 ? '' : qty(offMilli, product)}</strong>
    </li>
  );
}
