/**
 * The pad below the selected line: a new quantity or a new price. The typed text lives in the counter, so keys reach
 * it.
 */
import { useLingui } from '@lingui/react/macro';
import { SlidersHorizontal, Trash2 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { currencySign } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { NumPad } from '../../ui/num-pad.tsx';
import { useCounter, useSettings, useView } from '../counter-context.tsx';
import { openOptions } from './choosing.ts';
import { takeOut } from './filling.ts';
import css from './line-pad.module.css';
import { setPadTab, setPadText, submitPad } from './pad.ts';

type Props = { readonly lineId: number; readonly name: string; readonly isWhole: boolean };

export function LinePad({ lineId, name, isWhole }: Props) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const tab = useView((state) => state.padTab);
  const text = useView((state) => state.padText);
  const sign = tab === 'price' ? currencySign(currency, langOf(i18n.locale)) : '';
  const shown = tab === 'qty' ? t`New quantity` : tab === 'price' ? t`New price` : t`Discount in percent`;
  return (
    <div className={css.pad}>
      <div className={css.head}>
        <Chip chosen={tab === 'qty'} onClick={() => setPadTab(counter, 'qty')}>
          {t`Quantity`}
        </Chip>
        <Chip chosen={tab === 'price'} onClick={() => setPadTab(counter, 'price')}>
          {t`Price`}
        </Chip>
        <Chip chosen={tab === 'off'} onClick={() => setPadTab(counter, 'off')}>
          {t`Discount %`}
        </Chip>
        <output className={css.shown} aria-label={shown}>
          {sign}
          {text === '' ? '–' : text}
          {tab === 'off' ? '%' : ''}
        </output>
      </div>
      <div className={css.keys}>
        <NumPad
          text={text}
          extra={tab === 'qty' && isWhole ? '00' : '.'}
          maxLength={9}
          onChange={(next) => setPadText(counter, next)}
        />
        <div className={css.side}>
          <Button
            size="key"
            icon={<Trash2 aria-hidden="true" />}
            aria-label={t`Remove ${name}`}
            onClick={() => void takeOut(counter, lineId)}
          />
          <Button
            size="key"
            icon={<SlidersHorizontal aria-hidden="true" />}
            aria-label={t`Options & note`}
            onClick={() => openOptions(counter, lineId)}
          />
          <Button
            size="key"
            kind="primary"
            className={css.set}
            disabled={text === ''}
            onClick={() => submitPad(counter)}
          >
            {t`Set`}
          </Button>
        </div>
      </div>
    </div>
  );
}
