/** What a way of paying asks to be written down: an approval number, a voucher's code, the customer who pays later. */
import { useLingui } from '@lingui/react/macro';
import { InputField } from '../../ui/field.tsx';
import { useCounter, useView } from '../counter-context.tsx';
import type { PayWay } from './pay-way.ts';
import css from './payment-panel.module.css';
import { writeField } from './tendering.ts';

export function TenderFields({ way, isShut }: { readonly way: PayWay; readonly isShut: boolean }) {
  const { t } = useLingui();
  const counter = useCounter();
  const { code, who, ref } = useView((state) => state.payFields);
  const shared = { disabled: isShut, autoCapitalize: 'characters' } as const;
  switch (way.method) {
    case 'card_external':
      return (
        <div className={css.fields}>
          <InputField
            {...shared}
            key="card"
            autoFocus // the terminal's slip is in the hand
            label={t`Approval code`}
            maxLength={20}
            value={code}
            onChange={(event) => writeField(counter, { code: event.target.value })}
          />
          <InputField
            {...shared}
            label={t`Last 4 digits`}
            inputMode="numeric"
            maxLength={4}
            value={ref}
            onChange={(event) => writeField(counter, { ref: event.target.value.replace(/\D/g, '') })}
          />
        </div>
      );
    case 'voucher':
      return (
        <InputField
          {...shared}
          key="voucher"
          autoFocus // it is scanned or typed next
          label={t`Voucher code, scanned or typed`}
          maxLength={40}
          value={code}
          onChange={(event) => writeField(counter, { code: event.target.value })}
        />
      );
    case 'on_account':
      return (
        <div className={css.fields}>
          <InputField
            disabled={isShut}
            key="account"
            autoFocus // who it is comes first
            label={t`Customer`}
            maxLength={60}
            value={who}
            onChange={(event) => writeField(counter, { who: event.target.value })}
          />
          <InputField
            disabled={isShut}
            label={t`Reference`}
            maxLength={60}
            value={ref}
            onChange={(event) => writeField(counter, { ref: event.target.value })}
          />
        </div>
      );
    case 'custom':
      return (
        <InputField
          disabled={isShut}
          label={t`Reference`}
          maxLength={60}
          value={ref}
          onChange={(event) => writeField(counter, { ref: event.target.value })}
        />
      );
    case 'cash':
    case 'foreign_cash':
      return null;
  }
}
