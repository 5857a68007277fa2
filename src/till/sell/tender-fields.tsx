/** What a way of paying asks to be written down: an approval number, a voucher's code, the customer who pays later. */
import { useLingui } from '@lingui/react/macro';
import { InputField } from '../../ui/field.tsx';
import { useCounter, useView } from '../counter-context.tsx';
import type { PayWay } from './pay-way.ts';
import css from './payment-panel.module.css';
import { writeField } from './tendering.ts';

type Props = { readonly way: PayWay; readonly isShut: boolean };

export function TenderFields({ way, isShut }: Props) {
  switch (way.method) {
    case 'card_external':
      return <CardFields isShut={isShut} />;
    case 'voucher':
      return <VoucherField isShut={isShut} />;
    case 'on_account':
      return <AccountFields isShut={isShut} />;
    case 'custom':
      return <ReferenceField isShut={isShut} />;
    case 'cash':
    case 'stored_value':
    case 'points':
    case 'foreign_cash':
      return null;
  }
}

type FieldProps = Pick<Props, 'isShut'>;

function CardFields({ isShut }: FieldProps) {
  const { t } = useLingui();
  const counter = useCounter();
  const { code, ref } = useView((state) => state.payFields);
  return (
    <div className={css.fields}>
      <InputField
        disabled={isShut}
        autoCapitalize="characters"
        autoFocus // the terminal's slip is in the hand
        label={t`Approval code`}
        maxLength={20}
        value={code}
        onChange={(event) => writeField(counter, { code: event.target.value })}
      />
      <InputField
        disabled={isShut}
        label={t`Last 4 digits`}
        inputMode="numeric"
        maxLength={4}
        value={ref}
        onChange={(event) => writeField(counter, { ref: event.target.value.replace(/\D/g, '') })}
      />
    </div>
  );
}

function VoucherField({ isShut }: FieldProps) {
  const { t } = useLingui();
  const counter = useCounter();
  const { code } = useView((state) => state.payFields);
  return (
    <InputField
      disabled={isShut}
      autoCapitalize="characters"
      autoFocus // it is scanned or typed next
      label={t`Voucher code, scanned or typed`}
      maxLength={40}
      value={code}
      onChange={(event) => writeField(counter, { code: event.target.value })}
    />
  );
}

function AccountFields({ isShut }: FieldProps) {
  const { t } = useLingui();
  const counter = useCounter();
  const { who } = useView((state) => state.payFields);
  return (
    <div className={css.fields}>
      <InputField
        disabled={isShut}
        autoFocus // who it is comes first
        label={t`Customer`}
        maxLength={60}
        value={who}
        onChange={(event) => writeField(counter, { who: event.target.value })}
      />
      <ReferenceField isShut={isShut} />
    </div>
  );
}

function ReferenceField({ isShut }: FieldProps) {
  const { t } = useLingui();
  const counter = useCounter();
  const { ref } = useView((state) => state.payFields);
  return (
    <InputField
      disabled={isShut}
      label={t`Reference`}
      maxLength={60}
      value={ref}
      onChange={(event) => writeField(counter, { ref: event.target.value })}
    />
  );
}
