/**
 * The display's side of the two windows: it asks, shows the newest picture, and shows nothing of a sale once the till
 * has been silent for a while. It holds no truth: reloaded, it asks and is right again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  ASK_AGAIN_MS,
  CUSTOMER_CHANNEL,
  type CustomerPicture,
  fromTill,
  type FromTill,
  GIVEN_UP_MS,
} from '../wire/customer-display.ts';

/** `isAlone`: no till answers. What it said last of the shop stays, what it said of a sale does not. */
export type Followed = { readonly picture: CustomerPicture | null; readonly isAlone: boolean };

type Channel = { post(message: { readonly is: 'asked' }): void; listen(onMessage: (data: unknown) => void): void };

type FollowDeps = {
  readonly openChannel: (name: string) => Channel;
  readonly every: (ms: number, run: () => void) => void;
  readonly monoMs: () => number;
};

/** Follows for as long as the page stands. */
export function followTill({ openChannel, every, monoMs }: FollowDeps): StoreApi<Followed> {
  const store = createStore<Followed>(() => ({ picture: null, isAlone: true }));
  const channel = openChannel(CUSTOMER_CHANNEL);
  let shown: Pick<FromTill, 'from' | 'saidMs'> | null = null;
  let text = '';
  let heardMs = monoMs();
  channel.listen((data) => {
    const read = fromTill.safeParse(data);
    if (!read.success) return; // of another build, or nobody we know
    const { from, again, saidMs, picture } = read.data;
    heardMs = monoMs();
    // Answers of several tabs come in any order: the one that has changed last is believed, whatever it says is newest.
    if (again && shown !== null && from !== shown.from && saidMs <= shown.saidMs) return;
    shown = { from, saidMs };
    const now = JSON.stringify(picture);
    if (now === text && !store.getState().isAlone) return;
    text = now;
    store.setState({ picture, isAlone: false });
  });
  const ask = () => {
    if (monoMs() - heardMs > GIVEN_UP_MS && !store.getState().isAlone) {
      shown = null;
      store.setState(({ picture }) => ({ picture: picture === null ? null : atRest(picture), isAlone: true }));
    }
    channel.post({ is: 'asked' });
  };
  every(ASK_AGAIN_MS, ask);
  ask();
  return store;
}

const atRest = (picture: CustomerPicture): CustomerPicture => ({
  ...picture,
  stage: 'idle',
  offers: [],
  lines: [],
  totals: null,
  tenders: [],
  no: '',
  qrText: null,
});
