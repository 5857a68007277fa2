/** Who works at the demo shop. PINs and the office password are made at random when the shop is (demo-shop.ts). */
import type { Names } from '../../core/product.ts';
import type { Role } from '../../wire/catalogue.ts';

type DemoPerson = { readonly names: Names; readonly role: Role; readonly stores: 'all' | 'first' | 'second' };

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { names: { zh: '林晓', en: 'Lin Xiao' }, role: 'cashier', stores: 'first' },
  { names: { zh: '周宁', en: 'Zhou Ning' }, role: 'cashier', stores: 'second' },
  { names: { zh: '何佳', en: 'He Jia' }, role: 'senior', stores: 'all' },
  { names: { zh: '方敏', en: 'Fang Min' }, role: 'manager', stores: 'all' },
  { names: { zh: '苏晴', en: 'Su Qing' }, role: 'owner', stores: 'all' },
];

export const DEMO_ORG: Names = { zh: '半环便利', en: 'Halfloop Corner' };
export const DEMO_FOOTER: Names = { zh: '谢谢光临，扫码领取电子小票', en: 'Thank you. Scan to keep this receipt' };
export const DEMO_STORES = [
  {
    storeNo: 1,
    code: 'S1',
    names: { zh: '湖滨店', en: 'Lakeside' },
    address: { zh: '湖滨路 18 号', en: '18 Lakeside Road' },
  },
  {
    storeNo: 2,
    code: 'S2',
    names: { zh: '大学城店', en: 'Campus' },
    address: { zh: '学府街 6 号', en: '6 Campus Street' },
  },
] as const;
/** What the demo's scales print: weight, or price, behind the article's five digits. */
export const DEMO_SCALES = [
  { pattern: '22IIIIIWWWWWC', weightDecimals: 3 },
  { pattern: '21IIIIIPPPPPC', weightDecimals: 3 },
] as const;
/** A member and a code to try what only they get. */
export const DEMO_MEMBER = { cardNo: 'HL-20260001', name: '程一诺' } as const;
export const DEMO_COUPON = 'HALFLOOP5';
export const DEMO_OFFICE_LOGIN = 'owner';
