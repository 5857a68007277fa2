/** A shop's head and words, for tests of what stands on paper. */
import type { ShiftPaperWords } from '../../src/core/shift-paper.ts';
import type { ReceiptHead, ReceiptWords } from '../../src/core/receipt.ts';

export const WORDS: ReceiptWords = {
  receipt: '小票',
  refund: '退款单',
  date: '时间',
  cashier: '收银员',
  copy: '副本',
  discount: '优惠',
  taxFree: '免税',
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

export const SHIFT_WORDS: ShiftPaperWords = {
  title: 'X', opened: '开班', printed: '打印', sales: '销售', refunds: '退款', net: '净额', topUps: '会员卡充值',
  gift: '本店赠送', tax: '税', float: '备用金', expected: '应有现金', counted: '实点', difference: '差额',
  drawerOpens: '开钱箱', byPerson: '按人', byHour: '按时', grandTotal: '累计', provisional: '暂定', note: '备注',
  signature: '签名', method: ({ method }) => WORDS.methods[method], move: ({ reason }) => reason, person: () => '李娜',
}; // prettier-ignore
