/** The shop's categories, for pickers and the grid: asked once per screen. */
import { useCallback } from 'react';
import * as z from 'zod/mini';
import { categoryListed, type CategoryListed } from '../../wire/office.ts';
import { useOffice } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';

const list = z.array(categoryListed);

export function useCategories(): readonly CategoryListed[] {
  const { api } = useOffice();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/categories', { schema: list, unattended }),
    [api],
  );
  return useRemote(load).value ?? [];
}
