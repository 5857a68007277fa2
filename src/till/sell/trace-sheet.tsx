/** Which pack it is: its lot, its serial number, where the scan did not say. A scan meanwhile answers the question. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Traced } from '../../core/cart.ts';
import { nameIn, otherTag, type Trace } from '../../core/product.ts';
import { missingTraces, readTrace } from '../../core/traced-goods.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter } from '../counter-context.tsx';
import type { Tracing } from '../counter.ts';
import css from './option-sheet.module.css';
import { giveTraces, tracesIn } from './tracing.ts';

export function TraceSheet({ tracing }: { readonly tracing: Tracing }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { product, traced, scanned } = tracing;
  const asked = missingTraces(product, traced);
  const [given, setGiven] = useState<Traced>({});
  const [taken, setTaken] = useState<string | undefined>();
  const words: Readonly<Record<Trace, string>> = { lot: t`Lot`, serial: t`Serial number` };
  const open = asked.find((field) => (given[field] ?? '') === '');
  if (scanned !== undefined && scanned !== taken) {
    setTaken(scanned); // a scan while no field had the keys
    setGiven({ ...given, ...tracesIn(counter, scanned, open ?? asked[0] ?? 'serial') });
  }
  const isRight = asked.every((field) => readTrace(given[field] ?? '') !== null);
  const lang = langOf(i18n.locale);
  const submit = () => {
    const said = asked.reduce<Traced>(
      (all, field) => ({ ...all, ...tracesIn(counter, given[field] ?? '', field) }),
      {},
    );
    const whole = { ...given, ...said };
    setGiven(whole); // of a code only its part stays in the field
    if (asked.every((field) => readTrace(whole[field] ?? '') !== null)) giveTraces(counter, tracing, whole);
  };
  const key = (
    <Button kind="primary" size="pay" wide type="submit" form="traces" disabled={!isRight}>
      {t`Add`}
    </Button>
  );
  return (
    <Sheet
      open
      onClose={() => counter.view.setState({ tracing: null })}
      title={<span lang={otherTag(product.names, lang)}>{nameIn(product.names, lang)}</span>}
      foot={key}
    >
      <form
        id="traces"
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>{t`Scan the code on the pack, or type it.`}</p>
        {asked.map((field, at) => (
          <InputField
            key={field}
            autoFocus={at === 0} // it is scanned or typed next
            label={words[field]}
            maxLength={120}
            value={given[field] ?? ''}
            onChange={(event) => setGiven({ ...given, [field]: event.target.value })}
          />
        ))}
      </form>
    </Sheet>
  );
}
