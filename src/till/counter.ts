/**
 * What stands on the counter: the tools, the cart in the hand, and what the sale screen shows beside them. Made once by
 * till-app.tsx; the acts (sell/*.ts) are plain functions over it and are tested without React.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HidScanners } from '../client/scan/hid-scanner.ts';
import type { Chosen, Traced } from '../core/cart.ts';
import type { Product } from '../core/product.ts';
import type { Tender } from '../core/sale.ts';
import type { Labelled } from '../core/scale-line.ts';
import type { Announcer } from '../ui/live-region.tsx';
import type { Sounds } from '../ui/sound.ts';
import type { Toasts } from '../ui/toast.tsx';
import type { PartsHeld } from '../wire/qr-parts.ts';
import type { Refusal } from '../wire/refusal.ts';
import type { CartStore } from './cart-store.ts';
import type { CatalogueTick } from './catalogue-tick.ts';
import type { Sold } from './commands/complete-sale.ts';
import type { Asked } from './commands/allowed.ts';
import type { SoldBefore } from './commands/return-goods.ts';
import type { TillTools } from './commands/tools.ts';
import { CASH, NO_FIELDS, type PayFields, type PayWay } from './sell/pay-way.ts';
import type { PreferenceStore } from './preferences.ts';
import type { PrintDesk } from './printing/desk.ts';

/** A red or amber row above the cart: what was refused, with its digits. It stays until it is put away. */
type Notice = { readonly id: number; readonly refusal: Refusal };

/** Something that needs a second person, and what happens once one has agreed. */
export type Approval = {
  readonly asked: Asked;
  readonly words: string; // what is approved and by how much
  readonly agreed: (approverId: string) => void;
};

/** What comes back: goods of a sale that is proved, or goods without any paper. */
export type ReturnSource = (SoldBefore & { readonly no: string }) | { readonly from: 'blind' };

/** A product about to be sold, or a line that is changed. */
export type Choosing = {
  readonly product: Product;
  readonly lineId: number | null;
  readonly what: Labelled & { readonly traced?: Traced };
  readonly by: 'tap' | 'scan';
};

/** A product on its way into the cart. `what`: how much of it, at which price, and what its code said of the pack. */
export type PutIn = {
  readonly product: Product;
  readonly what: Labelled & { readonly traced?: Traced };
  readonly by: 'tap' | 'scan';
  readonly chosen: Chosen | null;
  readonly merge: boolean;
};

/** A pack of which something is not known yet: about to be sold, or on a line. */
export type Tracing = {
  readonly product: Product;
  readonly traced: Traced;
  readonly to: PutIn | { readonly lineId: number };
  readonly scanned?: string; // while it is asked
};

export type SheetName =
  | 'sync'
  | 'camera'
  | 'code'
  | 'discount'
  | 'keys'
  | 'receipt'
  | 'clear'
  | 'prints'
  | 'held'
  | 'split'
  | 'member'
  | 'leave';

export type CounterView = {
  /**
   * `checking`: the disk is slow to answer. `unknown`: it did not answer; asking again tells whether the sale is saved.
   */
  readonly work: 'idle' | 'saving' | 'checking' | 'unknown';
  readonly atOneTouch: boolean; // paid from the cart by one key: no payment screen comes in between
  readonly notices: readonly Notice[];
  readonly flash: { readonly lineId: number; readonly count: number } | null;
  /** `out`: of an exchange, what is still to be handed out, by which tender. */
  readonly sold: (Sold & { readonly atMs: number; readonly isShown: boolean; readonly out?: readonly Tender[] }) | null;
  readonly multiplyMilli: number | null; // typed before a scan: "3*"
  readonly approval: Approval | null;
  readonly choosing: Choosing | null; // options are asked for
  readonly askingAge: number | null; // whether the customer is of this age
  readonly tracing: Tracing | null; // a lot or serial number is asked for
  readonly parts: PartsHeld | null; // of a long hand-off, while some are missing
  readonly returning: ReturnSource | null; // what the return screen is about; null: it asks
  readonly sheet: SheetName | null;
  readonly padText: string; // being typed, for the selected line or for the payment
  readonly padTab: 'qty' | 'price' | 'off';
  readonly payWay: PayWay; // by which what is typed in the payment will be taken
  readonly payFields: PayFields;
  readonly isBroken: boolean; // a screen stopped working: a new version may take over at once
};

type CounterStore = StoreApi<CounterView>;

export type Counter = {
  readonly tools: TillTools;
  readonly hand: CartStore;
  readonly view: CounterStore;
  readonly preferences: PreferenceStore;
  readonly toasts: Toasts;
  readonly announcer: Announcer;
  readonly sounds: Sounds;
  readonly catalogueTick: CatalogueTick;
  readonly desk: PrintDesk;
  readonly hid: () => Promise<HidScanners>; // scanners that report: fetched by the first who listens
};

const EMPTY_VIEW: CounterView = {
  work: 'idle',
  atOneTouch: false,
  notices: [],
  flash: null,
  sold: null,
  multiplyMilli: null,
  approval: null,
  choosing: null,
  askingAge: null,
  tracing: null,
  parts: null,
  returning: null,
  sheet: null,
  padText: '',
  padTab: 'qty',
  payWay: CASH,
  payFields: NO_FIELDS,
  isBroken: false,
};

export const createCounterStore = (): CounterStore => createStore<CounterView>()(() => EMPTY_VIEW);
