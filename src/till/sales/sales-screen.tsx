/**
 * Sales and returns of this device, newest first, searched over all it holds: what is still on its way is marked; each
 * opens and prints again.
 */
import { useLingui } from '@lingui/react/macro';
import { CloudCheck, Clock, ReceiptText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LocalSale } from '../../client/till-device.ts';
import { nameIn } from '../../core/product.ts';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useCounter, useTill } from '../counter-context.tsx';
import { NoticeList } from '../sell/notice-list.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { ReceiptSheet } from '../receipt/receipt-sheet.tsx';
import { wantedSales } from './find-sales.ts';
import css from './sales-screen.module.css';

const SHOWN = 200;

export function SalesScreen() {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const [openId, setOpenId] = useState<string | null>(null);
  const rows = useSales(query);
  const voided = useVoided();
  const shown = rows ?? [];
  const wanted = query.trim();
  return (
    <TitledScreen title={t`Receipts`}>
      <NoticeList />
      <main className={css.main}>
        <InputField
          label={t`Number, product, amount or time`}
          type="search"
          value={query}
          maxLength={60}
          onChange={(event) => setQuery(event.target.value)}
        />
        {rows !== null && shown.length === 0 ? (
          <EmptyState icon={<ReceiptText aria-hidden="true" />} title={t`No receipts`}>
            {wanted === '' ? t`Sales made on this till appear here.` : t`Nothing this till holds matches “${wanted}”.`}
          </EmptyState>
        ) : (
          <ul className={css.rows}>
            {shown.map((row) => (
              <SaleRow
                key={row.entryId}
                row={row}
                isVoided={voided.has(row.saleId)}
                onOpen={() => setOpenId(row.saleId)}
              />
            ))}
          </ul>
        )}
      </main>
      {openId === null ? null : <ReceiptSheet saleId={openId} isAgain onClose={() => setOpenId(null)} />}
    </TitledScreen>
  );
}

/** Read again when something was sent or made; null until the first answer. */
function useSales(query: string): readonly LocalSale[] | null {
  const { i18n } = useLingui();
  const { tools } = useCounter();
  const pending = useTill((state) => state.pending);
  const made = useTill((state) => state.counters.receiptNo);
  const tz = useTill((state) => state.store?.tz);
  const lang = langOf(i18n.locale);
  const [rows, setRows] = useState<readonly LocalSale[] | null>(null);
  useEffect(() => {
    let isLate = false;
    const namesOf = (skuNo: number) =>
      Object.values(tools.device.catalogue.product(skuNo)?.names ?? {}).filter((name) => name !== undefined);
    void tools.device.heldSales(wantedSales(query, { lang, tz, namesOf }), SHOWN).then((found) => {
      if (!isLate) setRows(found);
    });
    return () => {
      isLate = true;
    };
  }, [tools, pending, made, query, lang, tz]);
  return rows;
}

/** The sales of this till that were voided: they look like any other in the list, and must not. */
function useVoided(): ReadonlySet<string> {
  const { tools } = useCounter();
  const made = useTill((state) => state.counters.receiptNo);
  const [voided, setVoided] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let isLate = false;
    void tools.device.heldSales(isVoid, Infinity).then((rows) => {
      if (!isLate) setVoided(new Set(rows.flatMap((row) => (isVoid(row) ? [row.body.saleId ?? ''] : []))));
    });
    return () => {
      isLate = true;
    };
  }, [tools, made]);
  return voided;
}

const isVoid = (row: LocalSale): row is LocalSale & { readonly kind: 'return' } =>
  row.kind === 'return' && row.isVoid === true;

type RowProps = { readonly row: LocalSale; readonly isVoided: boolean; readonly onOpen: () => void };

function SaleRow({ row, isVoided, onOpen }: RowProps) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const tz = useTill((state) => state.store?.tz);
  const staff = useTill((state) => state.staff.find((person) => person.staffId === row.staffId));
  const waits = useTill((state) => isPending(state, row));
  const names = row.body.lines.map((line) => line.name).join(' · ');
  return (
    <li>
      <button type="button" className={css.row} onClick={onOpen}>
        <span className={css.no}>
          <strong>{row.no}</strong>
          <span className={css.when}>
            {formatDateTime({ ms: row.wallMs, lang, tz })}
            {staff === undefined ? '' : ` · ${nameIn(staff.names, lang)}`}
          </span>
        </span>
        <span className={css.names}>{names}</span>
        {waits ? (
          <Badge tone="warn" icon={<Clock aria-hidden="true" />}>{t`To sync`}</Badge>
        ) : (
          <Badge icon={<CloudCheck aria-hidden="true" />}>{t`Synced`}</Badge>
        )}
        {isVoided ? <Badge>{t`Voided`}</Badge> : null}
        {row.kind === 'return' ? <Badge tone="danger">{row.isVoid === true ? t`Void` : t`Return`}</Badge> : null}
        <span className={css.amount}>
          <MoneyText
            amountMinor={row.kind === 'return' ? -row.totalMinor : row.totalMinor}
            currency={row.body.currency}
          />
        </span>
      </button>
    </li>
  );
}

/** Entries past the acked head wait: the last `pending` numbers of this incarnation's journal. */
function isPending(
  state: { readonly ackedSeq: number; readonly identity: { readonly incarnation: string } | null },
  row: LocalSale,
): boolean {
  return row.incarnation === state.identity?.incarnation && row.seq > state.ackedSeq;
}
