/** The moves behind a figure: how much, why, who, at which till, and the entry that says so. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import { nameIn, type Unit } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { QtyText } from '../../ui/qty-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { MOVES_PAGE, stockMoves, type StockListed, type StockMoveListed } from '../../wire/office-stock.ts';
import { placeLink } from '../journal/place-link.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';
import { useMoveReasons } from './reason-words.ts';
import css from './stock-screen.module.css';

export function StockSheet({ row, onClose }: { readonly row: StockListed; readonly onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const [offset, setOffset] = useState(0);
  const { storeId } = store;
  const load = useCallback(
    (unattended: boolean) => {
      const asked = new URLSearchParams({ storeId, offset: String(offset) });
      return api.call('GET', `/stock/${String(row.skuNo)}/moves?${asked.toString()}`, {
        schema: stockMoves,
        unattended,
      });
    },
    [api, storeId, row.skuNo, offset],
  );
  const { value, refusal } = useRemote(load, { streams: `store:${storeId}` });
  return (
    <Sheet open onClose={onClose} title={nameIn(row.names, langOf(i18n.locale))} side="end" scrollsByKey>
      <RefusalNote refusal={refusal} />
      <ul className={css.list} aria-label={t`Moves, newest first`}>
        {(value?.rows ?? []).map((move, at) => (
          <MoveRow key={at} move={move} unit={row.unit} />
        ))}
      </ul>
      {value?.more === true ? <Button onClick={() => setOffset(offset + MOVES_PAGE)}>{t`Older moves`}</Button> : null}
    </Sheet>
  );
}

function MoveRow({ move, unit }: { readonly move: StockMoveListed; readonly unit: Unit }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const reasonOf = useMoveReasons();
  const lang = langOf(i18n.locale);
  const approver = move.approver === null ? '' : nameIn(move.approver, lang);
  const lot = move.lot ?? '';
  const expiry = move.expiry ?? '';
  const told = [
    formatDateTime({ ms: move.happenedMs, lang, tz: store.tz }),
    move.staff === null ? '' : nameIn(move.staff, lang),
    approver === '' ? '' : t`approved by ${approver}`,
    move.reason === 'counted' ? '' : move.ref,
    move.note,
    lot === '' ? '' : t`lot ${lot}`,
    expiry === '' ? '' : t`use by ${expiry}`,
  ];
  const no = move.place?.seq ?? 0;
  const tillCode = move.place?.tillCode ?? '';
  return (
    <li>
      <span>
        {reasonOf(move.reason)}
        <span className={css.told}>{told.filter((part) => part !== '').join(' · ')}</span>
        {move.place === null ? null : <Link href={placeLink(move.place)}>{t`Entry ${no} of ${tillCode}`}</Link>}
      </span>
      <strong className={move.deltaMilli < 0 ? css.less : undefined}>
        <QtyText qtyMilli={move.deltaMilli} unit={unit} />
      </strong>
    </li>
  );
}
