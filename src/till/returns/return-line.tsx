/**
 * One line of a sale: what was sold, what is left to bring back, how much of it comes back now, and whether it sells.
 */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { qtyText } from '../../core/currency.ts';
import type { Traced } from '../../core/cart.ts';
import { tracedText } from '../../core/receipt.ts';
import type { ReturnLine as Line } from '../../core/sale.ts';
import { Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { readQty } from '../../ui/format.ts';
import { Stepper } from '../../ui/stepper.tsx';
import css from './return-line.module.css';

export type LineBack = { readonly qtyMilli: number; readonly condition: Line['condition'] };

type Props = {
  readonly name: string;
  readonly pack: Traced; // which pack was sold, as far as its sale told
  readonly soldMilli: number;
  readonly leftMilli: number;
  readonly back: LineBack;
  readonly onChange: (back: LineBack) => void;
};

const PIECE = 1000;

export function ReturnLine({ name, pack, soldMilli, leftMilli, back, onChange }: Props) {
  const { t } = useLingui();
  const sold = qtyText(soldMilli);
  const left = qtyText(leftMilli);
  const step = (by: number) =>
    onChange({ ...back, qtyMilli: Math.min(leftMilli, Math.max(0, back.qtyMilli + by * PIECE)) });
  const isWhole = soldMilli % PIECE === 0;
  return (
    <li className={css.line} data-none={leftMilli === 0 || undefined}>
      <div className={css.words}>
        <strong>{name}</strong>
        {tracedText(pack) === '' ? null : <span className={css.left}>{tracedText(pack)}</span>}
        <span className={css.left}>
          {leftMilli === 0 ? t`All ${sold} came back` : t`${left} of ${sold} left to bring back`}
        </span>
      </div>
      {back.qtyMilli === 0 ? null : (
        <ConditionChips
          name={name}
          condition={back.condition}
          onChange={(condition) => onChange({ ...back, condition })}
        />
      )}
      {isWhole ? (
        <Stepper
          name={name}
          onLess={() => step(-1)}
          onMore={() => step(1)}
          lessDisabled={back.qtyMilli === 0}
          moreDisabled={back.qtyMilli + PIECE > leftMilli}
        >
          {qtyText(back.qtyMilli)}
        </Stepper>
      ) : (
        <Measured name={name} qtyMilli={back.qtyMilli} onQty={(qtyMilli) => onChange({ ...back, qtyMilli })} />
      )}
    </li>
  );
}

type ConditionProps = {
  readonly name: string;
  readonly condition: Line['condition'];
  readonly onChange: (condition: Line['condition']) => void;
};

/** Back to the shelf, or written off. */
export function ConditionChips({ name, condition, onChange }: ConditionProps) {
  const { t } = useLingui();
  return (
    <div className={css.condition} role="group" aria-label={t`State of ${name}`}>
      <Chip chosen={condition === 'resalable'} onClick={() => onChange('resalable')}>
        {t`To the shelf`}
      </Chip>
      <Chip chosen={condition === 'waste'} onClick={() => onChange('waste')}>
        {t`Write off`}
      </Chip>
    </div>
  );
}

/** Weighed goods: the amount is typed. More than is left is refused in words beside the refund. */
function Measured({
  name,
  qtyMilli,
  onQty,
}: {
  readonly name: string;
  readonly qtyMilli: number;
  readonly onQty: (qtyMilli: number) => void;
}) {
  const { t } = useLingui();
  const [text, setText] = useState(qtyMilli === 0 ? '' : qtyText(qtyMilli));
  return (
    <InputField
      className={css.measured}
      label={t`Quantity of ${name}`}
      inputMode="decimal"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onQty(readQty(event.target.value) ?? 0);
      }}
    />
  );
}
