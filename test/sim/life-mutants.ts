/** Planted bugs about several lives of one till, lost connections and what an alarm counts. */
import type { Mutant } from './mutant.ts';

const CLIENT = 'src/client';
const JOURNAL = 'src/server/journal';

export const LIFE_MUTANTS: readonly Mutant[] = [
  {
    name: 'clone-keeps-incarnation',
    lie: 'a till whose chain has parted in two goes on in it',
    file: `${CLIENT}/till-life.ts`,
    find: 'if (!isFrozen && !isCopying) return follow();',
    replace: 'if (!isFrozen || !isCopying) return follow();',
    killedBy: ['L1', 'S7', 'S1'],
  },
  {
    name: 'agreed-by-number',
    lie: 'a new life journals nothing again that the old one had acknowledged by number',
    file: `${CLIENT}/db/new-life.ts`,
    find: 'Math.min(acked?.seq ?? 0, differsAt - 1)',
    replace: 'Math.max(acked?.seq ?? 0, differsAt - 1)',
    killedBy: ['S1', 'S5', 'S8'],
  },
  {
    name: 'dup-is-no-news',
    lie: 'what the server had counted before is shown twice until something else changes',
    file: `${CLIENT}/sync/engine-push.ts`,
    find: 'const next = isNews ? told : recounted(told);',
    replace: 'const next = told;',
    killedBy: ['S8'],
  },
  {
    name: 'closed-stays-closed',
    lie: 'a database that the browser has closed is opened by the next sale only',
    file: `${CLIENT}/till-care.ts`,
    find: 'await revive(cache, () => cache.cursor.count());',
    replace: '',
    killedBy: ['S8', 'L1', 'U1', 'L3'],
  },
  {
    name: 'old-life-forgotten',
    lie: 'a server put back to before a second life never asks for what the first had sent',
    file: `${JOURNAL}/hello.ts`,
    find: 'if (stored !== hash) lacking.push(incarnation);',
    replace: 'void [stored, hash, incarnation];',
    killedBy: ['S1', 'S8'],
  },
  {
    name: 'closed-carts-by-clock',
    lie: "a paid cart is remembered for a week of the tablet's clock",
    file: `${CLIENT}/db/cart-shelf.ts`,
    find: 'row.cart === null && (row.closedSeq ?? 0) < oldest',
    replace: 'row.cart === null && (row.savedMs < Date.now() || oldest > 0)',
    killedBy: ['S10'],
  },
  {
    name: 'alarm-forgets-the-last',
    lie: 'what is missing is counted one short',
    file: `${JOURNAL}/loss.ts`,
    find: 'head.announcedSeq - from + 1',
    replace: 'head.announcedSeq - from',
    killedBy: ['S15'],
  },
  {
    name: 'alarm-never-opens',
    lie: 'a life that ends with entries on their way is simply over',
    file: `${JOURNAL}/open-life.ts`,
    find: 'await countLoss(tx, device, { incarnation: old.incarnation, head, atMs, keptSeq });',
    replace: 'void [countLoss, head, keptSeq];',
    killedBy: ['S15'],
  },
];
