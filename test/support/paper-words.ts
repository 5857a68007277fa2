/** A shop's head and words, for tests of what stands on paper. */
import type { ReceiptHead, ReceiptWords } from '../../src/core/receipt.ts';

export const WORDS: ReceiptWords = {
  receipt: '小票',
  refund: '退款单',
  date: '时间',
  cashier: '收银员',
  copy: '副本',
  discount: '优惠',
  total: '合计',
  refunded: '退款',
  change: '找零',
  taxIncluded: '含税',
  taxAdded: '税',
  rounding: '舍入',
  member: '会员',
  points: '积分',
  methods: {
    stored_value: '储值',
    points: '积分',
    cash: '现金',
    foreign_cash: '外币现金',
    card_external: '银行卡',
    voucher: '代金券',
    on_account: '挂账',
    custom: '其他',
  },
};
export const HEAD: ReceiptHead = {
  shop: '街角小店',
  address: null,
  at: '2025-11-21 14:05',
  cashier: '李娜',
  copyNo: 0,
  footer: '谢谢惠顾',
  seq: 1532,
  hash: `a1b2c3d4${'0'.repeat(56)}`,
};
