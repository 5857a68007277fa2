/** A phone's cart meets goods that are on the counter already: one sale for both, or this one first. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Offer } from '../counter.ts';
import { useCounter, useHand } from '../counter-context.tsx';
import { take } from './handing-over.ts';

export function OfferSheet({ offer }: { readonly offer: Offer }) {
  const { t } = useLingui();
  const counter = useCounter();
  const here = useHand((state) => state.cart.lines.length);
  const close = () => counter.view.setState({ offer: null });
  const keys = (
    <>
      <Button size="key" onClick={close}>{t`Finish this sale first`}</Button>
      <Button size="key" kind="primary" onClick={() => void take(counter, offer)}>
        {t`Add to this sale`}
      </Button>
    </>
  );
  return (
    <Sheet open onClose={close} title={t`A phone's cart was scanned`} foot={keys}>
      <p>
        <Plural value={here} one="# line is on the counter already." other="# lines are on the counter already." />
      </p>
      <p>
        <Trans>Is it the same customer? Then both are sold together. Otherwise finish this sale and scan again.</Trans>
      </p>
    </Sheet>
  );
}
