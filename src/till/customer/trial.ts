/** A picture to try the display with: made-up goods in both languages, a discount, change and a code. */
import { toMinor, ZERO } from '../../core/money.ts';
import type { CustomerPicture } from '../../wire/customer-display.ts';
import type { Counter } from '../counter.ts';
import { pictureOf } from './picture.ts';

/** How long it is shown. */
export const TRIAL_MS = 8000;

/** All signs of our codes: a screen too coarse for them shows it here. */
const CODE = '0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const line = (
  lineId: number,
  zh: string,
  en: string,
  figures: { readonly qty: number; readonly eachMinor: number },
) => ({
  lineId,
  names: { zh, en },
  spec: null,
  options: [],
  qtyMilli: figures.qty * 1000,
  unit: 'pcs' as const,
  unitMinor: toMinor(figures.eachMinor),
  grossMinor: toMinor(figures.qty * figures.eachMinor),
  discountMinor: ZERO,
  offers: [],
});

export function trialPicture(counter: Counter): CustomerPicture {
  const totalMinor = toMinor(1150);
  return {
    ...pictureOf({ counter, qrText: null }),
    stage: 'trial',
    offers: [],
    lines: [
      line(1, '农夫山泉 550ml', 'Spring water 550ml', { qty: 2, eachMinor: 200 }),
      line(2, '薯片 70g', 'Crisps 70g', { qty: 1, eachMinor: 750 }),
    ],
    totals: {
      grossMinor: totalMinor, discountMinor: ZERO, taxMinor: ZERO, isTaxAdded: false, roundingMinor: ZERO, totalMinor,
    }, // prettier-ignore
    tenders: [],
    remainingMinor: totalMinor,
    changeMinor: ZERO,
    no: '',
    qrText: CODE,
  };
}
