/**
 * What can go wrong, one name each. A life gets a random few of them (swarm testing): all at once would drown each
 * other out.
 */
import type { Dice } from './dice.ts';
import type { DiskFaults } from './disk.ts';
import type { NetFaults } from './network.ts';
import type { EngineFaults } from './shop-database.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The circumstances of one life. */
export type Plan = {
  tills: number;
  tabs: number;
  servers: number;
  chaosMs: number;
  pauseMs: number; // between two acts at a till, on average
  hasLocks: boolean;
  delivers: boolean; // the office moves stock too
  net: Writable<NetFaults>;
  engine: Writable<EngineFaults>;
  disk: Writable<DiskFaults>;
  /** Shares of acts that are this instead of a sale. */
  acts: {
    kill: number;
    power: number;
    reload: number;
    clock: number;
    quota: number;
    evict: number;
    doubleTap: number;
    office: number;
  };
  downMs: number; // how long a till's network stays away when it goes; 0: never goes
  oneWay: boolean; // it goes for answers only
  serverDownMs: number; // 0: servers stay up
  restore: 'no' | 'announced' | 'silent';
  chokes: number; // share of entries our own code fails on until the next build
  rejects: number; // share of entries a proxy or a bug answers 500 to, alone or in company
  bigImport: boolean;
  deploys: boolean; // the next build of the app comes meanwhile
  copies: 'no' | 'clone' | 'put_back'; // of a till's disk
  phones: number; // share of sales whose goods a phone brought
  meets: number; // share of sales that are brought back to another till at once
  pageBytes: readonly number[]; // sizes the server cuts pages of a pull to
};

export const CALM_NET: NetFaults = {
  lost: 0, answerLost: 0, doubled: 0, hung: 0, flipped: 0, cut: 0, stale: 0, crossed: 0, portal: 0, busy: 0, broken: 0,
  tooBig: 0, longestMs: 60,
}; // prettier-ignore
export const CALM_ENGINE: EngineFaults = { many: false, busy: 0, commitUnknown: 0, diskFull: 0, crash: 0 };

function calmPlan(dice: Dice): Plan {
  return {
    tills: dice.pick([1, 1, 2, 2, 3]),
    tabs: 1,
    servers: 1,
    chaosMs: dice.size(400, 20_000),
    pauseMs: dice.int(300, 2_000),
    hasLocks: true,
    delivers: dice.chance(0.4),
    net: { ...CALM_NET },
    engine: { ...CALM_ENGINE },
    disk: { slow: false, lostCommits: 0, closes: 0 },
    acts: { kill: 0, power: 0, reload: 0, clock: 0, quota: 0, evict: 0, doubleTap: 0.05, office: 0.15 },
    downMs: 0,
    oneWay: false,
    serverDownMs: 0,
    restore: 'no',
    chokes: 0,
    rejects: 0,
    bigImport: false,
    deploys: false,
    copies: 'no',
    phones: 0,
    meets: 0,
    pageBytes: [400, 4000, 1_048_576],
  };
}

/** Each makes a plan worse in one way. */
export const FAULTS: Readonly<Record<string, (plan: Plan, dice: Dice) => void>> = {
  requests_lost: ({ net }, dice) => (net.lost = dice.pick([0.1, 0.3, 0.6])),
  answers_lost: ({ net }, dice) => (net.answerLost = dice.pick([0.1, 0.3, 0.6])),
  requests_doubled: ({ net }) => (net.doubled = 0.3),
  requests_hang: ({ net }) => (net.hung = 0.15),
  long_delays: ({ net }, dice) => (net.longestMs = dice.pick([3_000, 50_000, 600_000])),
  bytes_flipped: ({ net }) => (net.flipped = 0.15),
  bodies_cut: ({ net }) => (net.cut = 0.15),
  stale_answers: ({ net }) => (net.stale = 0.25),
  captive_portal: ({ net }) => (net.portal = 0.3),
  too_many: ({ net }) => (net.busy = 0.2),
  gateway_broken: ({ net }) => (net.broken = 0.4),
  proxy_limit: ({ net }) => (net.tooBig = 0.3),
  network_goes: (plan, dice) => (plan.downMs = dice.pick([5_000, 60_000])),
  one_way: (plan) => {
    plan.downMs ||= 30_000;
    plan.oneWay = true;
  },
  server_crashes: ({ engine }) => (engine.crash = 0.01),
  server_restarts: (plan, dice) => (plan.serverDownMs = dice.int(500, 30_000)),
  two_servers: (plan) => {
    plan.servers = 2;
    plan.engine.many = true;
  },
  statements_interleave: ({ engine }) => (engine.many = true),
  engine_busy: ({ engine }, dice) => (engine.busy = dice.pick([0.3, 0.8])),
  commit_unknown: ({ engine }) => (engine.commitUnknown = 0.15),
  server_disk_full: ({ engine }) => (engine.diskFull = 0.3),
  restored_announced: (plan) => (plan.restore = 'announced'),
  restored_silently: (plan) => (plan.restore = 'silent'),
  code_chokes: (plan) => (plan.chokes = 0.1),
  server_500: (plan) => (plan.rejects = 0.05),
  pages_killed: ({ acts }) => (acts.kill = 0.25),
  power_cut: ({ acts }) => (acts.power = 0.1),
  pages_reloaded: ({ acts }) => (acts.reload = 0.15),
  clock_jumps: ({ acts }) => (acts.clock = 0.1),
  tablet_full: ({ acts }) => (acts.quota = 0.1),
  double_taps: ({ acts }) => (acts.doubleTap = 0.5),
  several_tabs: (plan, dice) => (plan.tabs = dice.int(2, 3)),
  no_web_locks: (plan) => (plan.hasLocks = false),
  profile_cloned: (plan) => (plan.copies = 'clone'),
  disk_put_back: (plan) => (plan.copies = 'put_back'),
  slow_disk: ({ disk }) => (disk.slow = true),
  commits_lost: ({ disk }) => (disk.lostCommits = 0.08),
  connections_lost: ({ disk }, dice) => (disk.closes = dice.pick([0.003, 0.03])),
  small_pages: (plan) => {
    plan.pageBytes = [150];
    plan.acts.office = 0.6;
  },
  // Pulls of many pages, and a lease that runs out while its holder is at one: two tabs lay pages of one stream.
  two_leaders: (plan) => {
    [plan.tabs, plan.hasLocks, plan.pageBytes] = [2, false, [150]];
    plan.acts.clock = plan.acts.reload = 0.15;
    plan.acts.office = 0.6;
  },
  // Entries one by one after our code has failed on one of them, and the engine fails at the others for a while.
  chokes_while_busy: (plan, dice) => {
    plan.chokes = 0.3;
    [plan.engine.busy, plan.engine.diskFull] = dice.pick([[0.85, 0], [0, 0.3]]); // prettier-ignore
  },
  // Our code fails on returns that came before their sales.
  returns_choke: (plan) => {
    [plan.tills, plan.tabs, plan.meets, plan.chokes] = [2, 1, 0.6, 0.3];
    plan.net.longestMs = Math.max(plan.net.longestMs, 3_000);
  },
  // A sale and its return come to the server at one moment, from two tills, to two processes.
  tills_meet: (plan) => {
    [plan.tills, plan.tabs, plan.servers, plan.engine.many, plan.meets] = [2, 1, 2, true, 0.6];
  },
  // Pages of two builds at one till: the older ones let go of the databases, or read and send and write nothing.
  next_build: (plan) => {
    plan.deploys = true;
    plan.tabs = Math.max(plan.tabs, 2);
    plan.acts.reload = Math.max(plan.acts.reload, 0.1);
    [plan.restore, plan.copies] = ['no', 'no']; // healing from those is writing
  },
  phones: (plan) => (plan.phones = 0.3),
  // One phone's cart is paid at two tills at one moment, and comes to two processes.
  phones_meet: (plan) => {
    [plan.tills, plan.tabs, plan.servers, plan.engine.many, plan.phones] = [2, 1, 2, true, 0.6];
  },
  // Alone at the only till everything shown is known at each moment, also while an entry is kept aside.
  alone_with_chokes: (plan) => {
    [plan.tills, plan.tabs, plan.delivers, plan.chokes] = [1, 1, false, 0.3];
  },
  storage_evicted: (plan) => evicted(plan, 0.05),
  // What a till has sent arrives after its data are gone, and after the office was told what is missing.
  evicted_while_sending: (plan) => {
    evicted(plan, 0.1);
    plan.net.longestMs = Math.max(plan.net.longestMs, 10_000);
    plan.net.lost ||= 0.2;
  },
  // What the server says to one till is served to another, as by a proxy that looks at paths alone.
  answers_crossed: ({ net }) => (net.crossed = 0.2),
  // A till whose old life the shop knew well, and a shop that then forgets it again.
  restored_behind_a_life: (plan, dice) => {
    [plan.copies, plan.restore] = ['put_back', dice.pick(['announced', 'silent'] as const)];
    plan.chaosMs = Math.max(plan.chaosMs, 12_000);
    [plan.acts.evict, plan.deploys] = [0, false];
  },
};

/** A server put back to before a till was enrolled does not know it, and copies of a till would be the same as it. */
function evicted(plan: Plan, share: number): void {
  plan.acts.evict = share;
  [plan.restore, plan.copies] = ['no', 'no'];
}

/** Faults the world knows and does not play yet, and what it waits for. */
export const NOT_YET: Readonly<Record<string, string>> = {
  rows_of_another_schema: 'both builds are one code here: test/client/sync/streams.test.ts has rows it cannot read',
};

/** The circumstances of this seed, and the names of its faults; `always`: those that each life has. */
export function planOf(dice: Dice, always: readonly string[]): { plan: Plan; names: readonly string[] } {
  const plan = calmPlan(dice);
  const share = dice.pick([0.05, 0.1, 0.15, 0.3]);
  const drawn = Object.keys(FAULTS).filter(() => dice.chance(share));
  const names = [...drawn.filter((name) => !always.includes(name)), ...always];
  for (const name of names) FAULTS[name]?.(plan, dice);
  if (dice.chance(0.01)) {
    plan.bigImport = true;
    return { plan, names: [...names, 'big_import'] };
  }
  return { plan, names };
}
