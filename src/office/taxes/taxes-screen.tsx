/**
 * Taxes: how prices and taxes stand to each other, which taxes there are, on how many products each is. What was sold
 * keeps the taxes it was sold with; nothing changed here reaches a sale that was made.
 */
import { Plural, useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { TaxRate } from '../../core/line-tax.ts';
import { nameIn } from '../../core/product.ts';
import { isTakenOn } from '../../core/tax-book.ts';
import { businessDateOf } from '../../core/business-date.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { taxList, type TaxList } from '../../wire/office-pricing.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Note, StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { taxText } from '../products/product-form.ts';
import { FollowSheet } from './follow-sheet.tsx';
import { HowTaxed } from './how-taxed.tsx';
import { TaxSheet } from './tax-sheet.tsx';
import { useDaysWords, useTakesWords } from './tax-words.ts';

type Asking = { readonly what: 'edit' | 'follow'; readonly tax: TaxRate | null } | null;

export function TaxesScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { isOwner } = useSigned();
  const [asking, setAsking] = useState<Asking>(null);
  const load = useCallback((unattended: boolean) => api.call('GET', '/taxes', { schema: taxList, unattended }), [api]);
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: 'org' });
  const add = isOwner ? (
    <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={() => setAsking({ what: 'edit', tax: null })}>
      {t`Add a tax`}
    </Button>
  ) : null;
  const close = (isChanged: boolean) => {
    setAsking(null);
    if (isChanged) refresh();
  };
  return (
    <Screen title={t`Taxes`} actions={add}>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      <Note tone="plain">
        {t`What was sold keeps the taxes it was sold with. Changes here count for sales from then on.`}
      </Note>
      <HowTaxed />
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={t`No taxes of the shop yet`}>
          {t`Each product has its own rate. Add a tax for goods with several, or for a rate that changes on a day.`}
        </EmptyState>
      ) : (
        <TaxTable list={value} onAsk={setAsking} />
      )}
      {value === null ? null : <OwnRates list={value} />}
      {asking?.what === 'edit' ? <TaxSheet tax={asking.tax} onClose={close} /> : null}
      {asking?.what === 'follow' && asking.tax !== null ? <FollowSheet tax={asking.tax} onClose={close} /> : null}
    </Screen>
  );
}

type TableProps = { readonly list: TaxList; readonly onAsk: (asking: Asking) => void };

/** Those that are taken first, then those that have ended. */
function TaxTable({ list, onAsk }: TableProps) {
  const { t } = useLingui();
  const label = t`Taxes of the shop`;
  const isOver = ({ state }: TaxRate) => state === 'ended';
  const sorted = [...list.rows.filter((one) => !isOver(one)), ...list.rows.filter(isOver)];
  const heads = [
    { name: t`Tax` },
    { name: t`What it takes` },
    { name: t`Days` },
    { name: t`Products`, at: 'end' },
    { name: t`State` },
    { name: t`Actions`, unseen: true },
  ] as const;
  return (
    <Panel title={label} flush>
      <DataTable label={label} heads={heads}>
        {sorted.map((tax) => (
          <TaxLine key={tax.taxId} tax={tax} products={list.products[tax.taxId] ?? 0} onAsk={onAsk} />
        ))}
      </DataTable>
    </Panel>
  );
}

type LineProps = { readonly tax: TaxRate; readonly products: number; readonly onAsk: (asking: Asking) => void };

function TaxLine({ tax, products, onAsk }: LineProps) {
  const { t, i18n } = useLingui();
  const { isOwner, store } = useSigned();
  const { clock } = useOffice();
  const [takes, days] = [useTakesWords(), useDaysWords()];
  const lang = langOf(i18n.locale);
  const name = nameIn(tax.names, lang);
  const isRunning = tax.state === 'active';
  const isToday = isRunning && isTakenOn(tax, businessDateOf(clock(), store.tz));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{takes(tax)}</td>
      <td>{days(tax)}</td>
      <td className={table.end}>{formatCount(products, lang)}</td>
      <td>{isToday ? t`Taken` : <Badge tone="plain">{isRunning ? t`Not today` : t`Ended`}</Badge>}</td>
      <td className={table.tight}>
        {isOwner && isRunning ? (
          <div className={table.keys}>
            <Button aria-label={t`Another rate of ${name}`} onClick={() => onAsk({ what: 'follow', tax })}>
              {t`Another rate`}
            </Button>
            <Button aria-label={t`Edit ${name}`} onClick={() => onAsk({ what: 'edit', tax })}>
              {t`Edit`}
            </Button>
          </div>
        ) : null}
      </td>
    </tr>
  );
}

/** Goods that no tax of the shop is on: by the rate each has itself. */
function OwnRates({ list }: { readonly list: TaxList }) {
  const { t } = useLingui();
  const label = t`By their own rate`;
  if (list.own.length === 0) return null;
  return (
    <Panel title={label} flush>
      <DataTable label={label} heads={[{ name: t`Rate` }, { name: t`Products`, at: 'end' }]}>
        {list.own.map(({ taxBp, products }) => (
          <tr key={taxBp}>
            <th scope="row">{taxText(taxBp)}%</th>
            <td className={table.end}>
              <Plural value={products} one="# product" other="# products" />
            </td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  );
}
