/** Goods between stores: on their way, received, and received otherwise than sent. */
import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { nameIn, type Names } from '../../core/product.ts';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { formatQty } from '../../core/written-figures.ts';
import { transferList, type TransferListed } from '../../wire/office-stock.ts';
import { DataTable } from '../parts/data-table.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import css from './stock-screen.module.css';

export function TransfersPanel() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const { storeId } = store;
  const load = useCallback(
    (unattended: boolean) => api.call('GET', `/transfers?storeId=${storeId}`, { schema: transferList, unattended }),
    [api, storeId],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: `store:${storeId}` });
  return (
    <>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={t`No goods have gone between stores.`}>
          {t`A till sends them under Stock; the other store books what came.`}
        </EmptyState>
      ) : (
        <Panel title={t`Transfers`} flush>
          <DataTable
            label={t`Transfers`}
            heads={[{ name: t`From` }, { name: t`To` }, { name: t`Sent` }, { name: t`Received` }, { name: t`Goods` }]}
          >
            {value.rows.map((row) => (
              <TransferRow key={row.transferId} row={row} />
            ))}
          </DataTable>
        </Panel>
      )}
    </>
  );
}

function TransferRow({ row }: { readonly row: TransferListed }) {
  const { t, i18n } = useLingui();
  const { stores, store } = useSigned();
  const lang = langOf(i18n.locale);
  const storeName = (id: string) => {
    const found = stores.find(({ storeId }) => storeId === id);
    return found === undefined ? '–' : nameIn(found.names, lang);
  };
  const when = (ms: number | null, by: Names | null) =>
    ms === null ? '–' : [formatDateTime({ ms, lang, tz: store.tz }), by === null ? '' : nameIn(by, lang)].join(' ');
  return (
    <tr>
      <th scope="row" className={table.tight}>
        {storeName(row.fromStoreId)}
      </th>
      <td className={table.tight}>{storeName(row.toStoreId)}</td>
      <td>{when(row.sentMs, row.sentBy)}</td>
      <td>
        {row.receivedMs === null ? <Badge tone="warn">{t`On the way`}</Badge> : when(row.receivedMs, row.receivedBy)}
      </td>
      <td>
        {row.lines.map((line) => (
          <TransferLine key={line.skuNo} line={line} />
        ))}
      </td>
    </tr>
  );
}

function TransferLine({ line }: { readonly line: TransferListed['lines'][number] }) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const { skuNo, unit, sentMilli, receivedMilli } = line;
  const name = line.names === null ? t`Product ${skuNo}` : nameIn(line.names, lang);
  const qty = (qtyMilli: number) => formatQty({ qtyMilli, unit, lang });
  const sent = qty(sentMilli);
  const received = qty(receivedMilli ?? 0);
  const isOff = receivedMilli !== null && receivedMilli !== sentMilli;
  return (
    <span className={css.told}>
      {isOff ? (
        <strong className={css.less}>{t`${name}: sent ${sent}, received ${received}`}</strong>
      ) : (
        <>
          {name} × {sent}
        </>
      )}
    </span>
  );
}
