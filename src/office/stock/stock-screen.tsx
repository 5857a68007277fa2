/** What a store has, and what it sold beyond what it has; behind each figure the moves that make it. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { Badge, Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatCount, formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { QtyText } from '../../ui/qty-text.tsx';
import { STOCK_PAGE, stockPage, type StockListed } from '../../wire/office-stock.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Note, StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import css from './stock-screen.module.css';
import { StockSheet } from './stock-sheet.tsx';
import { TransfersPanel } from './transfers-panel.tsx';

type Shown = 'all' | 'oversold' | 'transfers';

export function StockScreen() {
  const { t } = useLingui();
  const { stores, store } = useSigned();
  const [shown, setShown] = useState<Shown>('all');
  const chips: readonly (readonly [Shown, string])[] = [
    ['all', t`On hand`],
    ['oversold', t`Oversold`],
    ...(stores.length > 1 ? ([['transfers', t`Transfers`]] as const) : []),
  ];
  return (
    <Screen title={t`Stock`} actions={<StorePicker />}>
      <div className={css.chips} role="group" aria-label={t`What is shown`}>
        {chips.map(([one, name]) => (
          <Chip key={one} chosen={one === shown} onClick={() => setShown(one)}>
            {name}
          </Chip>
        ))}
      </div>
      {shown === 'transfers' ? (
        <TransfersPanel key={store.storeId} />
      ) : (
        <OnHandPanel key={`${store.storeId} ${shown}`} isOversold={shown === 'oversold'} />
      )}
    </Screen>
  );
}

function OnHandPanel({ isOversold }: { readonly isOversold: boolean }) {
  const { t, i18n } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const [query, setQuery] = useState('');
  const [offset, setOffset] = useState(0);
  const [open, setOpen] = useState<StockListed | null>(null);
  const { storeId } = store;
  const load = useCallback(
    (unattended: boolean) => {
      const asked = new URLSearchParams({ storeId, q: query, offset: String(offset) });
      if (isOversold) asked.set('only', 'oversold');
      return api.call('GET', `/stock?${asked.toString()}`, { schema: stockPage, unattended });
    },
    [api, storeId, query, offset, isOversold],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: `org store:${storeId}` });
  const lang = langOf(i18n.locale);
  const pending = formatCount(value?.pending ?? 0, lang);
  return (
    <>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {(value?.pending ?? 0) === 0 ? null : (
        <Note tone="plain">{t`Entries still on tills of this store and not in these figures: ${pending}.`}</Note>
      )}
      {isOversold ? null : (
        <InputField
          className={css.search}
          label={t`Find a product`}
          type="search"
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setOffset(0);
          }}
        />
      )}
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={isOversold ? t`Nothing is oversold.` : t`Nothing found`}>
          {isOversold
            ? t`Products of which more was sold than the books have would stand here.`
            : t`Stock shows here once goods have come in, were sold or were counted.`}
        </EmptyState>
      ) : (
        <Panel title={isOversold ? t`Sold beyond what the books have` : t`On hand`} flush>
          <StockTable rows={value.rows} onOpen={setOpen} />
          <Pages total={value.total} offset={offset} onOffset={setOffset} />
        </Panel>
      )}
      {open === null ? null : <StockSheet row={open} onClose={() => setOpen(null)} />}
    </>
  );
}

type PagesProps = { readonly total: number; readonly offset: number; readonly onOffset: (offset: number) => void };

function Pages({ total, offset, onOffset }: PagesProps) {
  const { t } = useLingui();
  if (total <= STOCK_PAGE) return null;
  return (
    <div className={css.pages}>
      <Button disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - STOCK_PAGE))}>
        {t`Previous`}
      </Button>
      <Button disabled={offset + STOCK_PAGE >= total} onClick={() => onOffset(offset + STOCK_PAGE)}>
        {t`Next`}
      </Button>
    </div>
  );
}

type TableProps = { readonly rows: readonly StockListed[]; readonly onOpen: (row: StockListed) => void };

function StockTable({ rows, onOpen }: TableProps) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const lang = langOf(i18n.locale);
  return (
    <DataTable
      label={t`On hand`}
      heads={[
        { name: t`No.`, at: 'end' },
        { name: t`Product` },
        { name: t`On hand`, at: 'end' },
        { name: t`Last counted` },
        { name: t`Actions`, unseen: true },
      ]}
    >
      {rows.map((row) => {
        const name = nameIn(row.names, lang);
        return (
          <tr key={row.skuNo}>
            <td className={table.end}>{row.skuNo}</td>
            <th scope="row">
              {name} {row.spec}
            </th>
            <td className={table.end}>
              {row.onHandMilli < 0 ? (
                <Badge tone="danger">
                  <QtyText qtyMilli={row.onHandMilli} unit={row.unit} />
                </Badge>
              ) : (
                <QtyText qtyMilli={row.onHandMilli} unit={row.unit} />
              )}
            </td>
            <td className={table.tight}>
              {row.countedMs === null ? t`Never` : formatDateTime({ ms: row.countedMs, lang, tz: store.tz })}
            </td>
            <td className={table.tight}>
              <Button kind="plain" aria-label={t`Moves of ${name}`} onClick={() => onOpen(row)}>
                {t`Moves`}
              </Button>
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
