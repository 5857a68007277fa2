/** A promotion: made, changed, ended. What is refused stands at its field. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import type { Promotion } from '../../core/promotion.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { note } from '../../ui/toast.tsx';
import { promotionRow } from '../../wire/catalogue.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { EMPTY_PROMOTION, formOf, saidOf, type PromotionFault, type PromotionForm } from './promotion-form.ts';
import { PromotionFields } from './promotion-fields.tsx';

type Props = { readonly promotion: Promotion | null; readonly onClose: (isChanged: boolean) => void };

/** What the sheet holds and does. */
function usePromotion({ promotion, onClose }: Props) {
  const { t } = useLingui();
  const { api, toasts } = useOffice();
  const { currency } = useSigned();
  const [form, setForm] = useState<PromotionForm>(promotion === null ? EMPTY_PROMOTION : formOf(promotion, currency));
  const [fault, setFault] = useState<PromotionFault | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const path = promotion === null ? '/promotions' : `/promotions/${promotion.promotionId}`;
  const send = async (method: 'POST' | 'PATCH', to: string, body: unknown, said: string) => {
    const answer = await api.call(method, to, { schema: promotionRow, body });
    if (!answer.ok) {
      setRefusal(answer.error);
      return;
    }
    note(toasts, said);
    onClose(true);
  };
  return {
    form,
    fault,
    refusal,
    change: (next: PromotionForm) => {
      setForm(next);
      setFault(null);
      setRefusal(null);
    },
    save: async () => {
      const said = saidOf(form, currency);
      if (!said.ok) {
        setFault(said.error);
        return;
      }
      const done = t`Saved. Tills take it at their next sync.`;
      if (promotion === null) await send('POST', path, said.value, done);
      else await send('PATCH', path, { ...said.value, rev: promotion.rev }, done);
    },
    end: async () => {
      if (promotion === null) return;
      await send('POST', `${path}/end`, { rev: promotion.rev }, t`Ended. Tills stop giving it at their next sync.`);
    },
  };
}

export function PromotionSheet(props: Props) {
  const { t, i18n } = useLingui();
  const { promotion, onClose } = props;
  const { form, fault, refusal, change, save, end } = usePromotion(props);
  const [ending, setEnding] = useState(false);
  const name = promotion === null ? '' : nameIn(promotion.names, langOf(i18n.locale));
  return (
    <Sheet
      open
      onClose={() => onClose(false)}
      title={promotion === null ? t`Add a promotion` : t`Edit ${name}`}
      foot={
        <>
          {promotion === null ? null : (
            <Button kind={ending ? 'danger' : 'plain'} onClick={() => (ending ? void end() : setEnding(true))}>
              {ending ? t`End it for good` : t`End`}
            </Button>
          )}
          <Button onClick={() => onClose(false)}>{t`Cancel`}</Button>
          <Button kind="primary" onClick={() => void save()}>
            {t`Save`}
          </Button>
        </>
      }
    >
      <RefusalNote refusal={refusal} />
      <PromotionFields form={form} onChange={change} fault={fault} />
    </Sheet>
  );
}
