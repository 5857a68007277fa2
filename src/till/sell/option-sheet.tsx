/** What is chosen with a product and said of it: asked before it is sold where the shop wants it, else on its line. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { isChosenRight } from '../../core/options.ts';
import { listPrice } from '../../core/price-cart.ts';
import { nameIn, type OptionGroup, otherTag } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Choosing } from '../counter.ts';
import { useCounter, useHand, useSettings } from '../counter-context.tsx';
import { choose, chosenOf, type Taken, takenOf, withChoice } from './choosing.ts';
import css from './option-sheet.module.css';

export function OptionSheet({ choosing }: { readonly choosing: Choosing }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const { product, lineId } = choosing;
  const line = useHand((state) => state.cart.lines.find((each) => each.lineId === lineId));
  const groups = product.options ?? [];
  const [taken, setTaken] = useState<Taken>(() => takenOf(groups, line?.options ?? []));
  const [note, setNote] = useState(line?.note ?? '');
  const lang = langOf(i18n.locale);
  const options = chosenOf(groups, taken);
  const isRight = isChosenRight(groups, taken.map((places) => places.length)); // prettier-ignore
  const price = line?.overrideMinor ?? choosing.what.unitMinor ?? listPrice({ options }, product);
  const key = (
    <Button kind="primary" size="pay" wide type="submit" form="options" disabled={!isRight}>
      <span>{lineId === null ? t`Add` : t`Set`}</span>
      <MoneyText amountMinor={price} currency={currency} />
    </Button>
  );
  return (
    <Sheet
      open
      onClose={() => counter.view.setState({ choosing: null })}
      title={<span lang={otherTag(product.names, lang)}>{nameIn(product.names, lang)}</span>}
      foot={key}
    >
      <form
        id="options"
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) choose(counter, choosing, { options: groups.length === 0 ? null : options, note });
        }}
      >
        {groups.map((group, at) => (
          <Group
            key={at}
            group={group}
            places={taken[at] ?? []}
            onPick={(place) => setTaken(withChoice(groups, taken, at, place))}
          />
        ))}
        <InputField label={t`Note`} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </form>
    </Sheet>
  );
}

type GroupProps = {
  readonly group: OptionGroup;
  readonly places: readonly number[];
  readonly onPick: (place: number) => void;
};

function Group({ group: { names, min, max, choices }, places, onPick }: GroupProps) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  const howMany = min === max ? t`choose ${min}` : min === 0 ? t`up to ${max}` : t`${min} to ${max}`;
  return (
    <fieldset className={css.group} data-lacks={places.length < min || undefined}>
      <legend className={css.name}>
        <span lang={otherTag(names, lang)}>{nameIn(names, lang)}</span> <span className={css.many}>{howMany}</span>
      </legend>
      <div className={css.choices}>
        {choices.map((choice, place) => (
          <Chip key={place} chosen={places.includes(place)} onClick={() => onPick(place)}>
            <span lang={otherTag(choice.names, lang)}>{nameIn(choice.names, lang)}</span>
            {choice.deltaMinor === 0 ? null : (
              <span>
                {choice.deltaMinor > 0 ? '+' : ''}
                <MoneyText amountMinor={choice.deltaMinor} currency={currency} />
              </span>
            )}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}
