/** The display believes the newest of what tills say, shows no sale of a till that went away, and goes on asking. */
import { describe, expect, test } from 'vitest';
import { followTill } from '../../src/display/follow-till.ts';
import { ASK_AGAIN_MS, GIVEN_UP_MS, type CustomerPicture, type FromTill } from '../../src/wire/customer-display.ts';
import { toMinor, ZERO } from '../../src/core/money.ts';

const picture = (totalMinor: number): CustomerPicture => ({
  stage: 'cart', lang: 'en', shop: { en: 'Corner Shop' }, store: null, currency: 'CNY', isPractice: false, offers: [],
  lines: [], tenders: [], remainingMinor: ZERO, changeMinor: ZERO, no: '', qrText: null,
  totals: {
    grossMinor: toMinor(totalMinor), discountMinor: ZERO, taxMinor: ZERO, isTaxAdded: false, roundingMinor: ZERO,
    totalMinor: toMinor(totalMinor),
  },
}); // prettier-ignore

function display() {
  let nowMs = 0;
  let asked = 0;
  let hear: (data: unknown) => void = () => undefined;
  const turns: { readonly ms: number; readonly run: () => void }[] = [];
  const store = followTill({
    openChannel: () => ({ post: () => (asked += 1), listen: (onMessage) => (hear = onMessage) }),
    every: (ms, run) => void turns.push({ ms, run }),
    monoMs: () => nowMs,
  });
  return {
    store,
    asked: () => asked,
    hear: (message: unknown) => hear(message),
    pass: (ms: number) => {
      nowMs += ms;
      for (const { run } of turns) run();
    },
    total: () => store.getState().picture?.totals?.totalMinor ?? null,
    turns,
  };
}

const says = (from: string, saidMs: number, totalMinor: number, again = true): FromTill => ({
  is: 'picture',
  from,
  again,
  saidMs,
  picture: picture(totalMinor),
});

describe('a display', () => {
  test('asks at once and again, and stands still while it hears the same', () => {
    const it = display();
    expect(it.asked()).toBe(1);
    expect(it.turns.map(({ ms }) => ms)).toEqual([ASK_AGAIN_MS]);
    it.hear(says('a', 5, 100));
    const before = it.store.getState();
    it.hear(says('a', 5, 100));
    expect(it.store.getState()).toBe(before);
  });

  test.each([
    [[says('a', 5, 100), says('b', 9, 200)]],
    [[says('b', 9, 200), says('a', 5, 100)]],
    [[says('a', 50, 100, false), says('b', 9, 200, false)]], // a clock put back: what changes now is now
  ])('of two tabs the one that changed last is believed (%#)', (order) => {
    const it = display();
    for (const message of order) it.hear(message);
    expect(it.total()).toBe(200);
  });

  test('shows no sale of a till that is silent, only whose shop it is; and is right again when it speaks', () => {
    const it = display();
    it.hear(says('a', 5, 100));
    it.pass(GIVEN_UP_MS);
    expect(it.total()).toBe(100);
    it.pass(1);
    expect(it.store.getState()).toMatchObject({
      isAlone: true,
      picture: { stage: 'idle', totals: null, shop: { en: 'Corner Shop' } },
    });
    it.hear(says('b', 1, 300));
    expect(it.store.getState().isAlone).toBe(false);
    expect(it.total()).toBe(300);
  });

  test('what is no message of ours changes nothing', () => {
    const it = display();
    it.hear(says('a', 5, 100));
    const before = it.store.getState();
    const odd = { ...says('a', 6, 200), picture: { ...picture(200), lines: [{ lineId: -1 }] } };
    for (const message of [null, 'x', 7, [], { is: 'picture' }, { is: 'asked' }, odd]) it.hear(message);
    expect(it.store.getState()).toBe(before);
  });
});
