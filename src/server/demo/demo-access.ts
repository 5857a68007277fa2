/**
 * How to get into the demo shop and what to try there, as text for the terminal and for `demo-access.txt`. Holds
 * secrets: nowhere else.
 */
import type { Names } from '../../core/product.ts';
import type { Role } from '../../wire/catalogue.ts';
import { DEMO_COUPON, DEMO_MEMBER } from './demo-people.ts';

type DemoAccess = {
  readonly login: string;
  readonly password: string;
  readonly people: readonly {
    readonly names: Names;
    readonly role: Role;
    readonly pin: string;
    readonly storeIds: readonly string[];
  }[];
  readonly stores: readonly { readonly storeId: string; readonly code: string; readonly names: Names }[];
};

const ROLES: Readonly<Record<Role, string>> = {
  cashier: '收银员 cashier',
  senior: '资深收银员 senior',
  manager: '主管 manager',
  owner: '店主 owner',
  auditor: '审计 auditor',
};

export function accessText({ login, password, people, stores }: DemoAccess): string {
  const both = (names: Names): string => [names.zh, names.en].filter((name) => name !== undefined).join(' ');
  const shops = stores.map(({ code, names }) => `${code} ${both(names)}`).join(' · ');
  const staff = people.map(({ names, role, pin, storeIds }) => {
    const where = stores.filter(({ storeId }) => storeIds.includes(storeId)).map(({ code }) => code);
    return `  PIN ${pin.padEnd(10)} ${both(names)} · ${ROLES[role]} · ${where.join(' ')}`;
  });
  const tries = `  试用 to try        优惠券 coupon ${DEMO_COUPON} · 会员卡 member card ${DEMO_MEMBER.cardNo}`;
  const office = `  后台 office        ${login} / ${password}`;
  return [`  演示店 demo shop   ${shops}`, office, ...staff, tries, ''].join('\n');
}
