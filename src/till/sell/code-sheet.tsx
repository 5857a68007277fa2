/** A code typed by hand: a barcode that does not read, or the six digits from a phone. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { NumPad } from '../../ui/num-pad.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter } from '../counter-context.tsx';
import css from './code-sheet.module.css';
import { takeScan } from './scanning.ts';

const LONGEST = 18;

export function CodeSheet() {
  const { t } = useLingui();
  const counter = useCounter();
  const [code, setCode] = useState('');
  const close = () => counter.view.setState({ sheet: null });
  const take = () => {
    if (code === '') return;
    close();
    void takeScan(counter, { text: code });
  };
  const key = (
    <Button kind="primary" size="pay" wide disabled={code === ''} onClick={take}>
      {t`Add`}
    </Button>
  );
  return (
    <Sheet open onClose={close} title={t`Type a code`} foot={key}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <p className={css.hint}>
          <Trans>The digits under the bars, or the six digits on the customer's phone.</Trans>
        </p>
        <input
          className={css.input}
          autoFocus // the digits of a keyboard go here at once
          inputMode="none"
          autoComplete="off"
          aria-label={t`Code`}
          value={code}
          onChange={(event) => setCode(event.target.value.replace(/\s/g, '').slice(0, 64))}
        />
        <NumPad text={code} extra="00" maxLength={LONGEST} onChange={setCode} />
      </form>
    </Sheet>
  );
}
