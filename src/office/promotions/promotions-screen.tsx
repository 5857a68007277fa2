/** Promotions: what runs, what it gives and when; made, changed and ended here, never deleted: old sales name them. */
import { useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { nameIn } from '../../core/product.ts';
import type { Promotion } from '../../core/promotion.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { langOf } from '../../ui/lang.ts';
import { promotionList } from '../../wire/office-pricing.ts';
import { DataTable } from '../parts/data-table.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { PromotionSheet } from './promotion-sheet.tsx';
import { useOfferWords } from './promotion-words.ts';
import { useWhenWords } from './when-words.ts';

type Asking = { readonly promotion: Promotion | null } | null;

export function PromotionsScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange } = useSigned();
  const [asking, setAsking] = useState<Asking>(null);
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/promotions', { schema: promotionList, unattended }),
    [api],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: 'org' });
  const add = mayChange ? (
    <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={() => setAsking({ promotion: null })}>
      {t`Add a promotion`}
    </Button>
  ) : null;
  const close = (isChanged: boolean) => {
    setAsking(null);
    if (isChanged) refresh();
  };
  return (
    <Screen title={t`Promotions`} actions={add}>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={t`No promotions yet`}>
          {t`Percent off, several for one price, something free, coupons: the till picks the best for the customer.`}
        </EmptyState>
      ) : (
        <PromotionTable rows={value.rows} onAsk={setAsking} />
      )}
      {asking === null ? null : <PromotionSheet promotion={asking.promotion} onClose={close} />}
    </Screen>
  );
}

type TableProps = { readonly rows: readonly Promotion[]; readonly onAsk: (asking: Asking) => void };

/** What runs first, then what has ended. */
function PromotionTable({ rows, onAsk }: TableProps) {
  const { t } = useLingui();
  const label = t`Promotions of the shop`;
  const sorted = [...rows.filter(({ state }) => state === 'active'), ...rows.filter(({ state }) => state === 'ended')];
  const heads = [
    { name: t`Promotion` },
    { name: t`What it gives` },
    { name: t`When and for whom` },
    { name: t`State` },
    { name: t`Actions`, unseen: true },
  ] as const;
  return (
    <Panel title={label} flush>
      <DataTable label={label} heads={heads}>
        {sorted.map((promotion) => (
          <PromotionLine key={promotion.promotionId} promotion={promotion} onAsk={onAsk} />
        ))}
      </DataTable>
    </Panel>
  );
}

function PromotionLine({ promotion, onAsk }: { promotion: Promotion; onAsk: (asking: Asking) => void }) {
  const { t, i18n } = useLingui();
  const { mayChange } = useSigned();
  const offerWords = useOfferWords();
  const whenWords = useWhenWords();
  const name = nameIn(promotion.names, langOf(i18n.locale));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{offerWords(promotion)}</td>
      <td>{whenWords(promotion)}</td>
      <td>{promotion.state === 'active' ? t`Running` : <Badge tone="plain">{t`Ended`}</Badge>}</td>
      <td className={table.tight}>
        {mayChange && promotion.state === 'active' ? (
          <Button aria-label={t`Edit ${name}`} onClick={() => onAsk({ promotion })}>
            {t`Edit`}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
