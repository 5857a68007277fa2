/** What ties the texts of a promotion's form to their controls. */
import { useRefusalWords } from '../parts/note.tsx';
import type { PromotionFault, PromotionForm } from './promotion-form.ts';

export type FieldsProps = {
  readonly form: PromotionForm;
  readonly onChange: (form: PromotionForm) => void;
  readonly fault: PromotionFault | null;
};

type TextName = {
  [K in keyof PromotionForm]: PromotionForm[K] extends string ? K : never;
}[keyof PromotionForm];

export function useTextField({ form, onChange, fault }: FieldsProps) {
  const words = useFaultWords(fault);
  return (name: TextName) => ({
    value: form[name],
    error: words(name),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...form, [name]: event.currentTarget.value }),
  });
}

/** What is wrong with a field, or with one row of it. */
export function useFaultWords(fault: PromotionFault | null) {
  const words = useRefusalWords();
  return (field: keyof PromotionForm, row?: number): string | null =>
    fault?.field === field && fault.row === row ? words(fault.refusal) : null;
}
