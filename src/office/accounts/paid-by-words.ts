/** How an account was paid, in words. */
import { useLingui } from '@lingui/react/macro';
import type { PaidBy } from '../../wire/office-accounts.ts';

export function usePaidByNames(): Readonly<Record<PaidBy, string>> {
  const { t } = useLingui();
  return { bank: t`Bank transfer`, cash: t`Cash`, card: t`Card`, other: t`Other` };
}
