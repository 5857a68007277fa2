/** The same text in both languages, side by side. Read back by `namesOf` with the same field. */
import { InputField } from '../../ui/field.tsx';
import type { Names } from '../../core/product.ts';
import { useSigned } from '../parts/office-context.ts';
import css from './settings-screen.module.css';

type Props = {
  readonly field: string;
  readonly labels: readonly [zh: string, en: string];
  readonly names: Names | null;
};

export function NamesPair({ field, labels, names }: Props) {
  const { isOwner } = useSigned();
  const [zh, en] = labels;
  return (
    <div className={css.pair}>
      <InputField label={zh} name={`${field}-zh`} lang="zh-CN" defaultValue={names?.zh} readOnly={!isOwner} />
      <InputField label={en} name={`${field}-en`} lang="en" defaultValue={names?.en} readOnly={!isOwner} />
    </div>
  );
}
