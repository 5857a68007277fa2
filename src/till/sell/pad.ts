/**
 * What is being typed, wherever the keys are: on the pad of the selected line, on the payment's pad, or on a keyboard.
 * One text, so a finger and a number block may take turns.
 */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { type Minor, ZERO } from '../../core/money.ts';
import { priceExtent } from '../../core/permission.ts';
import { ownPrice } from '../../core/price-cart.ts';
import { nameIn } from '../../core/product.ts';
import { formatMoney, readAmount, readQty } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { allowed } from '../commands/allowed.ts';
import { overridePrice } from '../commands/override-price.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse, takeBack } from '../notices.ts';
import { askForDiscount } from './discounting.ts';
import { isBusy, setQuantity, unitPriceOf } from './filling.ts';

export const setPadText = ({ view }: Counter, padText: string): void => view.setState({ padText });

export const setPadTab = ({ view }: Counter, padTab: 'qty' | 'price' | 'off'): void =>
  view.setState({ padTab, padText: '' });

/** Opens the pad below a line, or closes it again. */
export function selectLine(counter: Counter, lineId: number | null): void {
  const { hand, view } = counter;
  const { selected } = hand.getState().cart;
  hand.getState().step({ step: 'line_selected', lineId: selected === lineId ? null : lineId });
  view.setState({ padText: '', padTab: 'qty' });
}

/** Takes what was typed for the selected line. */
export function submitPad(counter: Counter): void {
  const { hand, view, tools } = counter;
  const { padText, padTab } = view.getState();
  const lineId = hand.getState().cart.selected;
  if (lineId === null || padText === '') return;
  if (padTab === 'qty') {
    const qtyMilli = readQty(padText);
    if (qtyMilli === null) refuse(counter, { code: 'bad_quantity' });
    else if (setQuantity(counter, lineId, qtyMilli)) selectLine(counter, lineId);
    return;
  }
  if (padTab === 'off') {
    const bp = readPercent(padText);
    if (bp === null) refuse(counter, { code: 'bad_number' });
    else askForDiscount(counter, { lineId, reward: { kind: 'percent', bp } });
    return;
  }
  const unitMinor = readAmount(padText, settingsOf(tools).currency);
  if (unitMinor === null) refuse(counter, { code: 'bad_number' });
  else askForPrice(counter, lineId, unitMinor);
}

/** "12.5" is 1250 basis points. Null: no percentage above 0 and up to 100 with two decimals. */
export function readPercent(text: string): number | null {
  const bp = readAmount(text, 'USD'); // hundredths, as of a dollar
  return bp !== null && bp > 0 && bp <= 10_000 ? bp : null;
}

/** A new price: at once where the person may, else with a second person's PIN. */
function askForPrice(counter: Counter, lineId: number, unitMinor: Minor): void {
  if (isBusy(counter)) return;
  const line = counter.hand.getState().cart.lines.find((each) => each.lineId === lineId);
  const product = line === undefined ? undefined : counter.tools.device.catalogue.product(line.skuNo);
  if (product?.openPrice === true && unitMinor >= (product.floorMinor ?? ZERO)) {
    sayPrice(counter, lineId, unitMinor);
    return;
  }
  const listMinor = line === undefined || product === undefined ? 0 : ownPrice(line, product);
  const asked = { action: 'override_price', extent: priceExtent(listMinor, unitMinor) } as const;
  const alone = allowed(counter.tools, asked);
  if (alone.ok) return void setPrice(counter, lineId, unitMinor, null);
  if (alone.error.code !== 'not_allowed') {
    refuse(counter, alone.error);
    return;
  }
  counter.view.setState({
    approval: {
      asked,
      words: priceWords(counter, lineId, unitMinor),
      agreed: (approverId) => void setPrice(counter, lineId, unitMinor, approverId),
    },
  });
}

/** The price of goods that have none of their own: whoever sells says it, and says it again as often as needed. */
function sayPrice(counter: Counter, lineId: number, unitMinor: Minor): void {
  if (unitMinor === 0) {
    refuse(counter, { code: 'price_missing' });
    return;
  }
  counter.hand.getState().step({ step: 'price_overridden', lineId, unitMinor });
  takeBack(counter, 'price_missing');
  selectLine(counter, lineId);
}

async function setPrice(counter: Counter, lineId: number, unitMinor: Minor, approverId: string | null): Promise<void> {
  const { hand, tools } = counter;
  const change = { cart: hand.getState().cart, lineId, unitMinor, reason: 'at_the_counter', approverId };
  const told = await overridePrice(tools, change);
  if (!told.ok) {
    refuse(counter, told.error);
    return;
  }
  hand.getState().step({ step: 'price_overridden', lineId, unitMinor });
  selectLine(counter, lineId);
}

function priceWords(counter: Counter, lineId: number, unitMinor: Minor): string {
  const { hand, tools } = counter;
  const lang = langOf(i18n.locale);
  const { currency } = settingsOf(tools);
  const line = hand.getState().cart.lines.find((each) => each.lineId === lineId);
  const product = line === undefined ? undefined : tools.device.catalogue.product(line.skuNo);
  const name = product === undefined ? '' : nameIn(product.names, lang);
  const from = formatMoney({ amountMinor: unitPriceOf(counter, lineId) ?? unitMinor, currency, lang });
  const to = formatMoney({ amountMinor: unitMinor, currency, lang });
  return t`Price of ${name} from ${from} to ${to}`;
}
