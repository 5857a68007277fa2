/** What a person says of goods that come or go: to which store, by which paper, why. */
import { useLingui } from '@lingui/react/macro';
import { Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import type { Movement } from '../commands/move-stock.ts';
import { OtherStore } from './other-store.tsx';
import css from './stock.module.css';

export type Told = {
  readonly ref: string;
  readonly note: string;
  readonly otherStoreId: string;
  readonly isLess: boolean; // of an adjustment: less than the books say
};

export const NOTHING_TOLD: Told = { ref: '', note: '', otherStoreId: '', isLess: true };

const needsWords = (movement: Movement): boolean => movement === 'waste' || movement === 'adjust';

/** Whether all is said that must be. */
export const isTold = (movement: Movement, { note, otherStoreId }: Told): boolean =>
  movement === 'send' ? otherStoreId !== '' : !needsWords(movement) || note.trim() !== '';

type Props = { readonly movement: Movement; readonly told: Told; readonly onTold: (told: Told) => void };

export function ToldFields({ movement, told, onTold }: Props) {
  const { t } = useLingui();
  return (
    <>
      {movement === 'adjust' ? (
        <div className={css.tasks} role="group" aria-label={t`Which way`}>
          <Chip chosen={told.isLess} onClick={() => onTold({ ...told, isLess: true })}>
            {t`Less than the books say`}
          </Chip>
          <Chip chosen={!told.isLess} onClick={() => onTold({ ...told, isLess: false })}>
            {t`More than the books say`}
          </Chip>
        </div>
      ) : null}
      {movement === 'send' ? (
        <OtherStore storeId={told.otherStoreId} onChange={(otherStoreId) => onTold({ ...told, otherStoreId })} />
      ) : null}
      {movement === 'receive' ? (
        <InputField
          label={t`Delivery note`}
          hint={t`Its number, if there is one.`}
          maxLength={80}
          value={told.ref}
          onChange={(event) => onTold({ ...told, ref: event.target.value })}
        />
      ) : null}
      <InputField
        label={needsWords(movement) ? t`Why` : t`Note`}
        maxLength={200}
        value={told.note}
        onChange={(event) => onTold({ ...told, note: event.target.value })}
      />
    </>
  );
}
