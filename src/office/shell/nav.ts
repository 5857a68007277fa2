/** The office's screens: where they are and what stands in front of them. */
import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import {
  BadgePercent,
  Banknote,
  Eye,
  FileUp,
  House,
  IdCard,
  Inbox,
  NotebookPen,
  Package,
  Percent,
  Settings,
  TabletSmartphone,
  Tags,
  Warehouse,
  Users,
  type LucideIcon,
} from 'lucide-react';

type Place = { readonly path: string; readonly name: MessageDescriptor; readonly icon: LucideIcon };

export const PLACES: readonly Place[] = [
  { path: '/', name: msg`Today`, icon: House },
  { path: '/shifts', name: msg`Shifts and cash`, icon: Banknote },
  { path: '/accounts', name: msg`Accounts`, icon: NotebookPen },
  { path: '/inbox', name: msg`Kept aside`, icon: Inbox },
  { path: '/exceptions', name: msg`Exceptions`, icon: Eye },
  { path: '/products', name: msg`Products`, icon: Package },
  { path: '/stock', name: msg`Stock`, icon: Warehouse },
  { path: '/import', name: msg`Import`, icon: FileUp },
  { path: '/labels', name: msg`Shelf labels`, icon: Tags },
  { path: '/promotions', name: msg`Promotions`, icon: BadgePercent },
  { path: '/taxes', name: msg`Taxes`, icon: Percent },
  { path: '/devices', name: msg`Devices`, icon: TabletSmartphone },
  { path: '/members', name: msg`Members`, icon: IdCard },
  { path: '/staff', name: msg`Staff`, icon: Users },
  { path: '/settings', name: msg`Settings`, icon: Settings },
];

/** The first segment of an address inside the office: "/products/123" is of "/products"; a sale is of Today. */
export function placeOf(path: string): string {
  const first = `/${path.split('/')[1] ?? ''}`;
  return first === '/sales' ? '/' : first;
}
