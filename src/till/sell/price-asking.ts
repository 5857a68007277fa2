/** Acts around goods that are priced at the till: who sells them says what one costs, on the pad of the line. */
import { isPriceUnsaid } from '../../core/price-cart.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';

/** Opens the pad where a price is said. */
export function askForOwnPrice({ hand, view }: Counter, lineId: number): void {
  if (hand.getState().cart.selected !== lineId) hand.getState().step({ step: 'line_selected', lineId });
  view.setState({ padTab: 'price', padText: '' });
}

/** Before money is asked for: goods of which nobody has said the price. True when the question is on the screen. */
export function askForPrices(counter: Counter): boolean {
  const { hand, tools } = counter;
  const unsaid = hand.getState().cart.lines.find((line) => {
    const product = tools.device.catalogue.product(line.skuNo);
    return product !== undefined && isPriceUnsaid(line, product);
  });
  if (unsaid === undefined) return false;
  askForOwnPrice(counter, unsaid.lineId);
  refuse(counter, { code: 'price_missing' });
  return true;
}
