/**
 * The goods of the day and what the office sets for it: prices, taxes, promotions, ways of paying. Plain figures, from
 * which both the shop is filled and the reckoner works.
 */

/** What takes something off, in the reckoner's own words. */
export type DayOffer =
  | { readonly kind: 'second_half' } // of two pieces the cheaper costs half
  | { readonly kind: 'three_for'; readonly minor: number }
  | { readonly kind: 'percent'; readonly bp: number }
  | { readonly kind: 'from'; readonly fromMinor: number; readonly offMinor: number } // of all such goods in the cart
  | { readonly kind: 'coupon'; readonly code: string; readonly eachMinor: number }
  | { readonly kind: 'hours'; readonly from: number; readonly to: number; readonly priceMinor: number }
  | { readonly kind: 'member'; readonly priceMinor: number };

export type Good = {
  readonly code: string;
  readonly barcode: string | null;
  readonly zh: string;
  readonly en: string;
  readonly unit: 'pcs' | 'kg';
  readonly priceMinor: number;
  readonly taxBp: number; // of the product, where the shop has no tax for it
  readonly stockMilli: number;
  readonly offer?: DayOffer;
  readonly options?: string;
  readonly article?: string; // on a scale's label
  readonly isOpen?: true; // its price is said at the till
  readonly minAge?: number;
  readonly asks?: string; // of each pack
  readonly parts?: readonly { readonly code: string; readonly pieces: number }[]; // a bundle, sold as one
};

/** Weights 3 and 1 in turn from the right, to the next ten: GS1's check digit, in words of our own. */
function withCheckDigit(body: string): string {
  const sum = Array.from(body, Number).reduceRight((total, digit, at) => {
    const fromRight = body.length - 1 - at;
    return total + digit * (fromRight % 2 === 0 ? 3 : 1);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

const barcodeOf = (n: number): string => withCheckDigit(`9529${String(77_000_000 + n * 13)}`);

const plain = (n: number, zh: string, en: string, priceMinor: number, taxBp: number): Good => ({
  code: `DAY${String(n).padStart(2, '0')}`,
  barcode: barcodeOf(n),
  zh,
  en,
  unit: 'pcs',
  priceMinor,
  taxBp,
  stockMilli: 4_000_000,
});

export const PLAIN: readonly Good[] = [
  plain(1, '甲号火柴', 'Day matches', 120, 1300),
  plain(2, '乙号面条', 'Day noodles', 350, 900),
  plain(3, '丙号豆腐', 'Day tofu', 490, 900),
  plain(4, '丁号肥皂', 'Day soap', 666, 1300),
  plain(5, '戊号报纸', 'Day paper', 777, 0),
  plain(6, '己号墨水', 'Day ink', 880, 1300),
  plain(7, '庚号蜡烛', 'Day candles', 999, 1300),
  plain(8, '辛号蜂蜜', 'Day honey', 1230, 900),
  plain(9, '壬号服务', 'Day service', 1505, 600),
  plain(10, '癸号毛巾', 'Day towel', 2345, 1300),
];

const MORE = {
  weighed: { ...plain(20, '散装大米', 'Day rice', 1980, 900), code: 'DAYKG', barcode: null, unit: 'kg' },
  scaled: {
    ...plain(21, '鲜切牛肉', 'Day beef', 3560, 900),
    code: '4123',
    barcode: null,
    unit: 'kg',
    article: '04123',
  },
  options: {
    ...plain(22, '现煮奶茶', 'Day tea', 1000, 600),
    options: '糖度|Sugar 1-1: 全糖|full, 半糖|half; 加料|Extras 0-2: 加蛋|egg +2.00, 珍珠|pearls +1.50',
  },
  open: plain(23, '手工定价', 'Day handwork', 5000, 1300),
  untold: { ...plain(24, '时价海鲜', 'Day fish', 0, 900), isOpen: true },
  half: { ...plain(30, '第二件半价', 'Day pairs', 555, 1300), offer: { kind: 'second_half' } },
  three: { ...plain(31, '三件十元', 'Day threes', 410, 1300), offer: { kind: 'three_for', minor: 1000 } },
  fifth: { ...plain(32, '八折好物', 'Day bargains', 735, 1300), offer: { kind: 'percent', bp: 2000 } },
  from: { ...plain(33, '满减杂货', 'Day bundle', 1999, 900), offer: { kind: 'from', fromMinor: 5000, offMinor: 800 } },
  coupon: {
    ...plain(34, '用券商品', 'Day coupon', 995, 1300),
    offer: { kind: 'coupon', code: 'DAYTWO', eachMinor: 200 },
  },
  happy: {
    ...plain(35, '午后特价', 'Day cake', 800, 900),
    offer: { kind: 'hours', from: 14 * 60, to: 16 * 60, priceMinor: 600 },
  },
  deposit: plain(36, '押金饮料', 'Day bottle', 650, 0),
  aged: { ...plain(37, '成人米酒', 'Day spirit', 3888, 1300), minAge: 18 },
  lot: { ...plain(38, '批号药膏', 'Day ointment', 1575, 1300), asks: 'lot' },
  serial: { ...plain(39, '序号耳机', 'Day earbuds', 12_345, 1300), asks: 'serial' },
  bundle: {
    ...plain(40, '早餐套装', 'Day set', 750, 0),
    stockMilli: 0, // its parts leave the shelf
    parts: [
      { code: 'DAY02', pieces: 2 },
      { code: 'DAY01', pieces: 1 },
    ],
  },
  member: { ...plain(41, '会员好物', 'Day club', 1111, 1300), offer: { kind: 'member', priceMinor: 987 } },
} as const satisfies Readonly<Record<string, Good>>;
export const SPECIAL: typeof MORE = MORE;

const MORE_GOODS: readonly Good[] = Object.values(SPECIAL);
export const ALL: readonly Good[] = [...PLAIN, ...MORE_GOODS];
export const goodBy = (code: string): Good => {
  const found = ALL.find((good) => good.code === code);
  if (found === undefined) throw new Error(`no goods called ${code}`);
  return found;
};

/** Taxes of the shop on one of the goods: a share, and a fixed amount for each piece, both inside the price. */
export const DEPOSIT = { vatPpm: 130_000, perUnitMinor: 25 } as const;
/** Own units for a million of another currency's. */
export const USD_PPM = 7_123_400;
/** The smallest coin, and who buys at a member's price: a point for so much, a yuan for so many points. */
export const COIN_MINOR = 5;
export const MEMBER = { cardNo: 'DAY-CARD-01', name: '王丽', tier: 'gold', perMinor: 100, pointsPerYuan: 5 } as const;
export const CUSTOM_WAY = { zh: '饭卡', en: 'Meal card' } as const;
export const VOUCHER_FACE = 50_000;
export const VOUCHERS = ['DAYVOUCHER1', 'DAYVOUCHER2', 'DAYVOUCHER3'] as const;

const yuan = (minor: number): string => `${String(Math.floor(minor / 100))}.${String(minor % 100).padStart(2, '0')}`;

/** The files a shop would import, one after the other: a bundle is made of goods the shop has. */
export const goodsFiles = (): readonly string[] => [
  goodsCsv(ALL.filter(({ parts }) => parts === undefined)),
  goodsCsv(ALL.filter(({ parts }) => parts !== undefined)),
];

function goodsCsv(goods: readonly Good[]): string {
  const rows = goods.map((good) =>
    [
      good.code,
      good.barcode ?? '',
      good.zh,
      good.en,
      good.isOpen === true ? '' : yuan(good.priceMinor),
      good.isOpen === true ? '是' : '',
      `${String(good.taxBp / 100)}%`,
      good.unit,
      good.parts === undefined ? good.stockMilli / 1000 : '',
      `"${good.options ?? ''}"`,
      good.minAge ?? '',
      good.asks ?? '',
      (good.parts ?? []).map(({ code, pieces }) => `${String(pieces)} x ${code}`).join('; '),
    ].join(','),
  );
  return ['货号,条码,品名,英文名,售价,时价,税率,单位,库存,加料,最低年龄,追溯方式,组成', ...rows].join('\n') + '\n';
}

const scopeOf = (skuNo: number) => ({ skuNos: [skuNo], categories: [], exceptSkuNos: [] });

/** What most promotions say nothing about. */
const UNSAID = {
  coupon: null,
  memberTiers: null,
  storeIds: null,
  fromDate: null,
  toDate: null,
  weekdays: [],
  fromMinute: null,
  toMinute: null,
  stackGroup: 'goods',
  priority: 0,
  isAlone: false,
  onManual: false,
};

/** The promotions as the office's form sends them. */
export function promotionsOf(skuNoOf: (code: string) => number): readonly object[] {
  return ALL.flatMap(({ code, zh, en, offer }): readonly object[] => {
    if (offer === undefined) return [];
    const scope = scopeOf(skuNoOf(code));
    const names = { zh: `${zh}优惠`, en: `${en} offer` };
    const set = (count: number) => ({ form: 'set', slots: [{ scope, count }], maxSets: null });
    switch (offer.kind) {
      case 'second_half':
        return [
          {
            ...UNSAID,
            names,
            offer: { ...set(2), target: { kind: 'cheapest', count: 1 }, reward: { kind: 'percent', bp: 5000 } },
          },
        ];
      case 'three_for':
        return [
          {
            ...UNSAID,
            names,
            offer: { ...set(3), target: { kind: 'all' }, reward: { kind: 'price', priceMinor: offer.minor } },
          },
        ];
      case 'percent':
        return [{ ...UNSAID, names, offer: { form: 'each', scope, reward: { kind: 'percent', bp: offer.bp } } }];
      case 'from': {
        const steps = [{ from: offer.fromMinor, reward: { kind: 'amount', amountMinor: offer.offMinor } }];
        const cart = { form: 'cart', scope, measure: 'amount', steps, isEvery: false, capMinor: null };
        return [{ ...UNSAID, names, stackGroup: 'cart', offer: cart }];
      }
      case 'coupon':
        return [
          {
            ...UNSAID,
            names,
            coupon: offer.code,
            offer: { form: 'each', scope, reward: { kind: 'amount', amountMinor: offer.eachMinor } },
          },
        ];
      case 'member':
        return [
          {
            ...UNSAID,
            names,
            memberTiers: [MEMBER.tier],
            offer: { form: 'each', scope, reward: { kind: 'price', priceMinor: offer.priceMinor } },
          },
        ];
      case 'hours':
        return [
          {
            ...UNSAID,
            names,
            fromMinute: offer.from,
            toMinute: offer.to,
            offer: { form: 'each', scope, reward: { kind: 'price', priceMinor: offer.priceMinor } },
          },
        ];
    }
  });
}

/** The two taxes of the bottle, as the office's form sends them. */
export function taxesOf(skuNoOf: (code: string) => number): readonly object[] {
  const scope = scopeOf(skuNoOf(SPECIAL.deposit.code));
  const shared = { isCompound: false, scope, storeIds: null };
  return [
    { ...shared, names: { zh: '增值税', en: 'VAT' }, ratePpm: DEPOSIT.vatPpm, perUnitMinor: 0, order: 1 },
    { ...shared, names: { zh: '押金税', en: 'Bottle levy' }, ratePpm: 0, perUnitMinor: DEPOSIT.perUnitMinor, order: 2 },
  ];
}

/** A scale's label with a price on it, and one with a weight. */
export const priceLabel = (article: string, minor: number): string =>
  withCheckDigit(`21${article}${String(minor).padStart(5, '0')}`);
export const weightLabel = (article: string, grams: number): string =>
  withCheckDigit(`22${article}${String(grams).padStart(5, '0')}`);
export const SCALE_RULES = [
  { pattern: '21IIIIIPPPPPC', weightDecimals: 3 },
  { pattern: '22IIIIIWWWWWC', weightDecimals: 3 },
] as const;
