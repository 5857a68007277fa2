/** One sale or refund in full: its facts, its receipt as printed, and where it stands in the till's journal. */
import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { nameIn, type Names } from '../../core/product.ts';
import { receiptOfReturn, receiptOfSale, type ReceiptHead, type ReceiptWords } from '../../core/receipt.ts';
import type { Entry } from '../../wire/entry.ts';
import { saleDetail, type SaleDetail } from '../../wire/office.ts';
import { formatDateTime, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodNames } from '../../ui/money-words.ts';
import { ReceiptView } from '../../ui/receipt-view.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { readEntry } from '../parts/read-entry.ts';
import { useRemote } from '../parts/use-remote.ts';
import css from './sale-sheet.module.css';

export function SaleSheet({ saleId, onClose }: { readonly saleId: string; readonly onClose: () => void }) {
  const { t } = useLingui();
  const { api } = useOffice();
  const load = useCallback(() => api.call('GET', `/sales/${saleId}`, { schema: saleDetail }), [api, saleId]);
  const { value, refusal } = useRemote(load);
  const entry = value === null ? null : readEntry(value.bytes);
  const title = entry === null ? t`Sale` : 'no' in entry.body ? entry.body.no : t`Sale`;
  return (
    <Sheet open onClose={onClose} title={title} side="end">
      <RefusalNote refusal={refusal} />
      {value === null || entry === null ? null : <SaleShown detail={value} entry={entry} />}
    </Sheet>
  );
}

function SaleShown({ detail, entry }: { readonly detail: SaleDetail; readonly entry: Entry }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const lang = langOf(i18n.locale);
  const when = (ms: number) => ({ ms, lang, tz: store.tz });
  return (
    <>
      <dl className={css.facts}>
        <dt>{t`Till`}</dt>
        <dd>
          <Link href={`/devices/${detail.deviceId}`}>{detail.tillCode}</Link>
        </dd>
        <dt>{t`Sold at`}</dt>
        <dd>{formatDateTime(when(entry.wallMs))}</dd>
        <dt>{t`Arrived at`}</dt>
        <dd>{formatTime(when(detail.receivedMs))}</dd>
        <dt>{t`Staff`}</dt>
        <dd>{detail.staff === null ? '–' : nameIn(detail.staff, lang)}</dd>
        <AgeChecked entry={entry} />
        <dt>{t`Journal`}</dt>
        <dd className={css.mono}>
          {detail.seq} · {detail.hash.slice(0, 8)}
          {detail.status === 'applied' ? null : <> · {t`not booked yet`}</>}
        </dd>
      </dl>
      <section className={css.part}>
        <h3>{t`Receipt`}</h3>
        <Receipt detail={detail} entry={entry} />
      </section>
    </>
  );
}

/** For which age somebody answered, and how. */
function AgeChecked({ entry }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const check = entry.kind === 'sale.completed' ? entry.body.ageCheck : undefined;
  if (check === undefined) return null;
  return (
    <>
      <dt>{t`Age`}</dt>
      <dd>
        {check.age}+ · {check.how === 'looks' ? t`by looks` : t`by date of birth`}
      </dd>
    </>
  );
}

function Receipt({ detail, entry }: { readonly detail: SaleDetail; readonly entry: Entry }) {
  const { t, i18n } = useLingui();
  const { session, stores } = useSigned();
  const lang = langOf(i18n.locale);
  const store = stores.find((one) => one.storeId === detail.storeId);
  const inLang = (names: Names | null | undefined): string | null => (names == null ? null : nameIn(names, lang));
  const words: ReceiptWords = {
    receipt: t`Receipt`, refund: t`Refund`, date: t`Date`, cashier: t`Cashier`, copy: t`Copy`, discount: t`Discount`,
 taxFree: t`Tax free`,
    total: t`Total`, refunded: t`Refunded`, change: t`Change`, taxIncluded: t`Tax included`, taxAdded: t`Tax`,
    rounding: t`Rounding`, member: t`Member`, points: t`Points`, methods: methodNames(i18n),
  }; // prettier-ignore
  const head: ReceiptHead = {
    shop: inLang(store?.names) ?? nameIn(session.org, lang),
    address: inLang(store?.address),
    at: formatDateTime({ ms: entry.wallMs, lang, tz: store?.tz }),
    cashier: inLang(detail.staff),
    copyNo: 0,
    footer: null,
    seq: detail.seq,
    hash: detail.hash,
  };
  const isReturn = entry.kind === 'return.completed' || entry.kind === 'sale.voided';
  if (entry.kind !== 'sale.completed' && !isReturn) return null;
  const rows = isReturn ? receiptOfReturn(entry.body, head, words) : receiptOfSale(entry.body, head, words);
  return (
    <div className={css.paper}>
      <ReceiptView rows={rows} paperMm={80} />
    </div>
  );
}
