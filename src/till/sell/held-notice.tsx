/** Over a cart that was taken back: whose it is, and whether another till has it too. */
import { useLingui } from '@lingui/react/macro';
import { Pause, TriangleAlert } from 'lucide-react';
import { alsoTakenBy } from '../../core/held-cart.ts';
import { formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useCatalogueTick, useCounter, useHand, useTill } from '../counter-context.tsx';
import css from './handoff-notice.module.css';
import { useTillName } from './held-carts.ts';

export function HeldNotice() {
  const { t } = useLingui();
  const hold = useHand((state) => state.cart.hold);
  const also = useAlsoTaken(hold?.heldId);
  if (hold === undefined) return null;
  const { name, note } = hold;
  return (
    <div className={css.notice} data-differs={also !== null || undefined} role={also === null ? undefined : 'status'}>
      {also === null ? <Pause aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      <div className={css.words}>
        <p className={css.title}>
          {t`Held`} · {name}
        </p>
        {note === '' ? null : <p>{note}</p>}
        {also === null ? null : <p>{also}</p>}
      </div>
    </div>
  );
}

/** What another till did with the same hold, in words; null: nothing that is known here. */
function useAlsoTaken(heldId: string | undefined): string | null {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  useCatalogueTick();
  const tillName = useTillName();
  const tz = useTill((state) => state.store?.tz);
  const own = useTill((state) => state.identity?.deviceId ?? '');
  const held = tools.device.catalogue.heldCarts().find((one) => one.heldId === heldId);
  const taker = held === undefined ? null : alsoTakenBy(held, own);
  if (taker === null) return null;
  const till = tillName(taker.deviceId) ?? '';
  const time = formatTime({ ms: taker.atMs, lang: langOf(i18n.locale), tz });
  switch (taker.act) {
    case 'paid':
      return t`Already paid: ${till}, ${time}. Ask the customer before you take money.`;
    case 'cleared':
      return t`Cleared meanwhile: ${till}, ${time}.`;
    case 'taken':
    case 'held_again':
      return t`Also taken: ${till}, ${time}. Make sure it is not paid twice.`;
  }
}
