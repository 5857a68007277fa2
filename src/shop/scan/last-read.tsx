/** The last code, at a glance: what it was, how many now, undo. Sound is never the only sign. */
import { useLingui } from '@lingui/react/macro';
import { Check, CircleAlert, Undo2 } from 'lucide-react';
import { nameIn, shownPrice } from '../../core/product.ts';
import { formatQty } from '../../core/written-figures.ts';
import { IconButton } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { useShop, useShopper } from '../shop-context.ts';
import type { CodeRead } from './read-code.ts';
import { useReadWords } from './read-words.ts';
import css from './scan-screen.module.css';
import type { LastCode } from './use-take-code.ts';

export function LastRead({ read }: { readonly read: LastCode | null }) {
  const { t } = useLingui();
  const wordsOf = useReadWords();
  if (read === null) return <p className={css.help}>{t`Hold a barcode or a shelf label in the frame.`}</p>;
  if (read.kind === 'added') return <AddedLine read={read} />;
  const isGood = read.kind === 'noted' || read.kind === 'receipt' || read.kind === 'receipt_waits';
  return (
    <p className={isGood ? css.hit : css.miss}>
      {isGood ? <Check aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      <span className={css.words}>{read.kind === 'said' ? read.words : wordsOf(read)}</span>
    </p>
  );
}

const ONE_MILLI = 1000;

function AddedLine({ read }: { readonly read: Extract<CodeRead, { kind: 'added' }> }) {
  const { t, i18n } = useLingui();
  const { shopper } = useShop();
  const lang = langOf(i18n.locale);
  const line = useShopper((state) => state.cart?.lines.find((each) => each.lineId === read.lineId));
  const currency = useShopper((state) => state.goods?.store.currency) ?? 'CNY';
  const name = nameIn(read.product.names, lang);
  const price = shownPrice(read.product);
  const setQty = (qtyMilli: number) => void shopper.step({ step: 'quantity_set', lineId: read.lineId, qtyMilli });
  if (line === undefined) return <p className={css.help}>{t`${name} removed`}</p>;
  return (
    <div className={css.hit}>
      <Check aria-hidden="true" />
      <span className={css.words}>
        {name} {read.product.spec}
      </span>
      {price === null ? <span>{t`Price at the till`}</span> : <MoneyText amountMinor={price} currency={currency} />}
      <Stepper
        name={name}
        onLess={() => setQty(line.qtyMilli - ONE_MILLI)}
        onMore={() => setQty(line.qtyMilli + ONE_MILLI)}
        lessDisabled={line.qtyMilli <= ONE_MILLI}
      >
        {formatQty({ qtyMilli: line.qtyMilli, unit: read.product.unit, lang })}
      </Stepper>
      <IconButton label={t`Undo ${name}`} onClick={() => setQty(line.qtyMilli - ONE_MILLI)}>
        <Undo2 aria-hidden="true" />
      </IconButton>
    </div>
  );
}
