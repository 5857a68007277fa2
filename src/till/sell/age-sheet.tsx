/**
 * How old the customer is: by the date of birth on a paper, which is looked at and not kept, or by looks. Refused, the
 * goods leave the cart; closed, they stay and are asked about again before the payment.
 */
import { useLingui } from '@lingui/react/macro';
import { type SubmitEvent, useState } from 'react';
import { looksOver } from '../../core/age-check.ts';
import { ageOn, bornBy, readDate } from '../../core/birth-date.ts';
import { businessDateOf } from '../../core/business-date.ts';
import { nameIn, otherTag } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { NumPad } from '../../ui/num-pad.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, useHand } from '../counter-context.tsx';
import { confirmAge, linesForAge } from './age-asking.ts';
import css from './age-sheet.module.css';
import { takeOut } from './filling.ts';

const DIGITS = 8;

export function AgeSheet({ age }: { readonly age: number }) {
  const { t } = useLingui();
  const counter = useCounter();
  const { view, tools } = counter;
  const [digits, setDigits] = useState('');
  const today = businessDateOf(tools.nowMs(), tools.device.state.getState().store?.tz ?? 'UTC');
  const born = digits.length === DIGITS ? readDate(digits) : null;
  const isOld = born !== null && ageOn(today, born) >= age;
  const confirm = (event: SubmitEvent) => {
    event.preventDefault();
    if (isOld) confirmAge(counter, { age, how: 'birth_date' });
  };
  return (
    <Sheet
      open
      onClose={() => view.setState({ askingAge: null })}
      title={t`Only from age ${age}`}
      foot={<Answers age={age} isOld={isOld} />}
    >
      <form id="age" className={css.form} onSubmit={confirm}>
        <Goods />
        <p className={css.born}>
          <span>{t`Born on or before`}</span> <strong>{bornBy(today, age)}</strong>
        </p>
        <input
          className={css.input}
          inputMode="none"
          autoComplete="off"
          placeholder={t`YYYYMMDD`}
          aria-label={t`Date of birth on the paper`}
          aria-describedby="born-says"
          value={digits}
          onChange={(event) => setDigits(event.target.value.replace(/\D/g, '').slice(0, DIGITS))}
        />
        <Verdict isWhole={digits.length === DIGITS} isDay={born !== null} isOld={isOld} />
        <NumPad text={digits} maxLength={DIGITS} onChange={setDigits} />
      </form>
    </Sheet>
  );
}

/** What it is about, by name. */
function Goods() {
  const { i18n } = useLingui();
  const counter = useCounter();
  const lang = langOf(i18n.locale);
  useHand((state) => state.cart.lines); // goods scanned meanwhile are asked about as well
  const skuNos = [...new Set(linesForAge(counter).map(({ skuNo }) => skuNo))];
  return (
    <ul className={css.goods}>
      {skuNos.map((skuNo) => {
        const names = counter.tools.device.catalogue.product(skuNo)?.names ?? {};
        return (
          <li key={skuNo} lang={otherTag(names, lang)}>
            {nameIn(names, lang)}
          </li>
        );
      })}
    </ul>
  );
}

type VerdictProps = { readonly isWhole: boolean; readonly isDay: boolean; readonly isOld: boolean };

function Verdict({ isWhole, isDay, isOld }: VerdictProps) {
  const { t } = useLingui();
  const words = !isWhole
    ? t`The date of birth is only compared here, and not kept.`
    : !isDay
      ? t`There is no such day.`
      : isOld
        ? t`Old enough.`
        : t`Too young. Take it out of the cart.`;
  return (
    <p id="born-says" role="status" className={css.says} data-bad={(isWhole && !isOld) || undefined}>
      {words}
    </p>
  );
}

function Answers({ age, isOld }: { readonly age: number; readonly isOld: boolean }) {
  const { t } = useLingui();
  const counter = useCounter();
  const limit = looksOver(age);
  const refuseAll = async () => {
    const gone = linesForAge(counter);
    counter.view.setState({ askingAge: null });
    for (const { lineId } of gone) await takeOut(counter, lineId);
  };
  return (
    <div className={css.answers}>
      <Button size="key" onClick={() => void refuseAll()}>
        {t`Not sold: take out`}
      </Button>
      <Button size="key" onClick={() => confirmAge(counter, { age, how: 'looks' })}>
        {t`Looks over ${limit}`}
      </Button>
      <Button kind="primary" size="key" type="submit" form="age" disabled={!isOld}>
        {t`Date of birth checked`}
      </Button>
    </div>
  );
}
