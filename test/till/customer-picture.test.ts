/** What a customer is shown is the till's own price, and nothing else of what the till knows; and when it is said. */
import { beforeEach, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { pictureOf, THANKS_MS } from '../../src/till/customer/picture.ts';
import { showCustomer } from '../../src/till/customer/show-customer.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { openPayment, owed, takeCash } from '../../src/till/sell/paying.ts';
import { customerPicture, fromTill, type FromTill } from '../../src/wire/customer-display.ts';
import { CASHIER, GOODS, openCounter } from '../support/counter-kit.ts';

let counter: Counter;
beforeEach(async () => {
  ({ counter } = await openCounter());
});

const shown = (qrText: string | null = null) => customerPicture.parse(pictureOf({ counter, qrText }));
const [WATER, CRISPS] = GOODS as [(typeof GOODS)[0], (typeof GOODS)[0]];
const fill = () => {
  addProduct(counter, WATER, 'tap');
  addProduct(counter, WATER, 'tap');
  addProduct(counter, CRISPS, 'tap');
};

describe('a picture', () => {
  test('follows the sale from nothing to the change', async () => {
    expect(shown()).toMatchObject({ stage: 'idle', lines: [], totals: null });
    fill();
    expect(shown()).toMatchObject({
      stage: 'cart',
      lines: [
        { names: { en: 'Spring water' }, spec: '550ml', qtyMilli: 2000, grossMinor: 400 },
        { names: { en: 'Crisps' }, qtyMilli: 1000, grossMinor: 750 },
      ],
      totals: { totalMinor: 1150, discountMinor: 0 },
    });
    openPayment(counter);
    await takeCash(counter, toMinor(500));
    expect(shown()).toMatchObject({ stage: 'paying', remainingMinor: 650, tenders: [{ method: 'cash' }] });
    await takeCash(counter, toMinor(1000));
    expect(shown('HTTPS://X/R/1')).toMatchObject({
      stage: 'paid', lines: [], changeMinor: 350, totals: { totalMinor: 1150 }, qrText: 'HTTPS://X/R/1',
    }); // prettier-ignore
  });

  test('of a line sums to what the till asks for', () => {
    fill();
    const reward = { kind: 'percent', bp: 1000 } as const;
    const discount = { reward, reason: 'friend of the owner', approverId: CASHIER.staffId };
    counter.hand.getState().step({ step: 'cart_discounted', discount });
    const { lines, totals } = shown();
    const sum = lines.reduce((all, { grossMinor, discountMinor }) => all + grossMinor - discountMinor, 0);
    expect(sum).toBe(owed(counter).totalMinor);
    expect(totals).toMatchObject({ discountMinor: 115, totalMinor: 1035 });
  });

  test('holds nothing of staff, reasons, notes or evidence', async () => {
    fill();
    const reward = { kind: 'amount', amountMinor: toMinor(50) } as const;
    const lineId = counter.hand.getState().cart.lines[0]!.lineId;
    const discount = { reward, reason: 'owner knows why', approverId: CASHIER.staffId };
    counter.hand.getState().step({ step: 'line_discounted', lineId, discount });
    openPayment(counter);
    counter.hand.getState().addTender({
      tenderId: 1, method: 'card_external', amountMinor: toMinor(100),
      evidence: { code: 'APPROVAL77', ref: '4242', who: 'Mrs Wang', approverId: CASHIER.staffId },
    }); // prettier-ignore
    const text = JSON.stringify(shown());
    for (const secret of ['owner knows why', CASHIER.staffId, 'APPROVAL77', '4242', 'Mrs Wang', 'Li Na', 'floor']) {
      expect(text).not.toContain(secret);
    }
  });

  test('of thanks ends with the next line, and by itself after a minute', async () => {
    fill();
    await takeCash(counter, owed(counter).totalMinor);
    expect(shown().stage).toBe('paid');
    const { tools } = counter;
    const later = { ...counter, tools: { ...tools, nowMs: () => tools.nowMs() + THANKS_MS } };
    expect(pictureOf({ counter: later, qrText: null }).stage).toBe('idle');
    addProduct(counter, CRISPS, 'tap');
    expect(shown().stage).toBe('cart');
  });
});

/** A channel whose other end is this test, with time by hand. */
function watched(of: Counter) {
  let nowMs = 1000;
  let hear: (data: unknown) => void = () => undefined;
  const said: FromTill[] = [];
  const timers: (() => void)[] = [];
  const show = showCustomer(of, {
    openChannel: () => ({
      post: (message) => void said.push(fromTill.parse(structuredClone(message))),
      listen: (onMessage) => (hear = onMessage),
      close: () => (hear = () => undefined),
    }),
    afterPaint: (run) => run(),
    setTimer: (_ms, fire) => {
      timers.push(fire);
      return () => timers.splice(timers.indexOf(fire), 1);
    },
    nowMs: () => nowMs,
    from: 'tab-1',
  });
  const ask = () => hear({ is: 'asked' });
  return { show, said, ask, hear: (data: unknown) => hear(data), pass: (ms: number) => (nowMs += ms) };
}

describe('the show', () => {
  test('says nothing until a display asks, then each change once, and the whole picture to whoever asks again', () => {
    const { said, ask } = watched(counter);
    fill();
    expect(said).toEqual([]);
    ask();
    expect(said).toMatchObject([{ again: true, picture: { stage: 'cart', totals: { totalMinor: 1150 } } }]);
    counter.view.setState({ padText: '3' });
    expect(said).toHaveLength(1); // nothing a customer sees has changed
    addProduct(counter, CRISPS, 'tap');
    expect(said.at(-1)).toMatchObject({ again: false, picture: { totals: { totalMinor: 1900 } } });
    ask();
    expect(said.at(-1)).toEqual({ ...said.at(-2), again: true });
  });

  test('brings the code of the receipt after the thanks, signed by this till', async () => {
    const { said, ask } = watched(counter);
    ask();
    fill();
    await takeCash(counter, owed(counter).totalMinor);
    expect(said.some(({ picture }) => picture.stage === 'paid' && picture.qrText === null)).toBe(true);
    await expect.poll(() => said.at(-1)?.picture.qrText ?? '').toMatch(/\/R\//);
  });

  test('a display that is closed costs nothing more; a trial takes the place of the sale and gives it back', () => {
    const { said, ask, pass, show, hear } = watched(counter);
    ask();
    show.instead({ ...shown(), stage: 'trial' });
    expect(said.at(-1)?.picture.stage).toBe('trial');
    show.instead(null);
    expect(said.at(-1)?.picture.stage).toBe('idle');
    const { length } = said;
    hear({ is: 'something else' });
    pass(60_000);
    fill();
    expect(said).toHaveLength(length);
    expect(show.seenMs()).toBe(1000);
  });
});
