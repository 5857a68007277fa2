/** A counter for tests: a till in memory, goods people know, words in English, no sounds. */
import { i18n } from '@lingui/core';
import { makeCounter } from '../../src/till/make-counter.ts';
import { createStore } from 'zustand/vanilla';
import { openHidScanners } from '../../src/client/scan/hid-scanner.ts';
import type { Paper } from '../../src/client/print/escpos.ts';
import type { Counter } from '../../src/till/counter.ts';
import type { PrintDesk } from '../../src/till/printing/desk.ts';
import { openShift } from '../../src/till/commands/open-shift.ts';
import { toMinor } from '../../src/core/money.ts';
import { activateWords, openWords } from '../../src/ui/words.ts';
import { aProduct } from './builders.ts';
import { memoryTill, type MemoryTill, STAFF } from './memory-till.ts';
import { newId } from './till-facts.ts';

const WATER_GTIN = '06901234567892';

export const GOODS = [
  aProduct(1, {
    names: { zh: '农夫山泉', en: 'Spring water' }, spec: '550ml', priceMinor: toMinor(200),
    gtins: [WATER_GTIN], search: 'nfsq',
  }), // prettier-ignore
  aProduct(2, { names: { zh: '薯片', en: 'Crisps' }, priceMinor: toMinor(750), code: 'CRISPS' }),
  aProduct(3, { names: { zh: '苹果', en: 'Apples' }, unit: 'kg', priceMinor: toMinor(1299) }),
  aProduct(4, { names: { zh: '停售', en: 'Old stock' }, status: 'stopped', code: 'OLD' }),
];

/** A printer that keeps what it is given. */
type QuietDesk = PrintDesk & { readonly papers: { readonly label: string; readonly paper: Paper }[]; kicks: number };
function quietDesk(): QuietDesk {
  const desk: QuietDesk = {
    papers: [],
    kicks: 0,
    state: createStore(() => ({ jobs: [] })),
    print: (paper, label) => {
      desk.papers.push({ paper, label });
      return Promise.resolve();
    },
    kick: () => {
      desk.kicks += 1;
      return Promise.resolve(null);
    },
    connect: () => Promise.resolve(true),
    retry: () => Promise.resolve(),
    drop: () => Promise.resolve(),
    wake: () => Promise.resolve(),
  };
  return desk;
}
export const deskOf = ({ desk }: Counter): QuietDesk => desk as QuietDesk;

/** What a counter takes from a browser, in a place that has none. */
export const HUSHED = {
  newId,
  nowMs: () => Date.now(),
  disk: null,
  makeDesk: quietDesk,
  hid: () => Promise.resolve(openHidScanners({})),
  makeSounds: () => ({ play: () => undefined }),
  afterPaint: (run: () => void) => queueMicrotask(run),
};

type Options = { readonly state?: Parameters<typeof memoryTill>[0]['state']; readonly till?: MemoryTill };

/** Signed in as Li Na, a cashier, with a shift open. */
export async function openCounter(options: Options = {}): Promise<{ counter: Counter; till: MemoryTill }> {
  await activateWords('till', 'en');
  await openWords('counter');
  const till =
    options.till ?? memoryTill({ products: GOODS, ...(options.state === undefined ? {} : { state: options.state }) });
  const counter = await makeCounter({ device: till, ...HUSHED });
  if (till.state.getState().shift === null) await openShift(counter.tools, toMinor(10_000));
  till.journal.length = 0;
  return { counter, till };
}

export const [CASHIER, MANAGER, SENIOR] = STAFF as readonly [(typeof STAFF)[0], (typeof STAFF)[0], (typeof STAFF)[0]];
export const linesOf = ({ hand }: Counter) =>
  hand.getState().cart.lines.map(({ skuNo, qtyMilli }) => [skuNo, qtyMilli]);
export const noticesOf = ({ view }: Counter) => view.getState().notices.map((notice) => notice.refusal.code);
export { i18n };
