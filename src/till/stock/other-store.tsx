/** Which store goods are sent to. */
import { useLingui } from '@lingui/react/macro';
import { Chip } from '../../ui/chip.tsx';
import { useCounter, useTill } from '../counter-context.tsx';
import css from './stock.module.css';
import { useStoreName } from './stock-words.ts';

type Props = { readonly storeId: string; readonly onChange: (storeId: string) => void };

export function OtherStore({ storeId, onChange }: Props) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const own = useTill((state) => state.store?.storeId);
  const nameOf = useStoreName();
  const others = tools.device.catalogue.stores().filter((store) => store.storeId !== own);
  return (
    <div className={css.tasks} role="group" aria-label={t`To which store`}>
      {others.map((store) => (
        <Chip key={store.storeId} chosen={store.storeId === storeId} onClick={() => onChange(store.storeId)}>
          {nameOf(store.storeId)}
        </Chip>
      ))}
    </div>
  );
}
