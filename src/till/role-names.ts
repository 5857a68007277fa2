/** What a person may do here, in a word. */
import { useLingui } from '@lingui/react/macro';
import type { Role } from '../wire/catalogue.ts';

export function useRoleNames(): Readonly<Record<Role, string>> {
  const { t } = useLingui();
  return { cashier: t`Cashier`, senior: t`Senior cashier`, manager: t`Manager`, owner: t`Owner`, auditor: t`Auditor` };
}
