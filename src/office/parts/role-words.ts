/** Roles in words. */
import { useLingui } from '@lingui/react/macro';
import type { Role } from '../../wire/catalogue.ts';

export function useRoleWords(): Readonly<Record<Role, string>> {
  const { t } = useLingui();
  return { owner: t`Owner`, manager: t`Manager`, senior: t`Senior`, cashier: t`Cashier`, auditor: t`Auditor` };
}
