/** Refusals a cashier must see: a row on the counter, a low tone, and the assertive voice. */
import { i18n } from '@lingui/core';
import { refusalText } from '../ui/refusal-text.ts';
import type { Refusal } from '../wire/refusal.ts';
import type { Counter } from './counter.ts';

const AT_MOST = 3;

/** The words of a refusal in the page's language and the shop's currency. */
const wordsOf = ({ tools }: Pick<Counter, 'tools'>, refusal: Refusal): string =>
  refusalText(i18n, refusal, tools.device.state.getState().settings?.currency ?? 'CNY');

/** Shows a refusal until it is put away. The same one twice stands once. */
export function refuse(counter: Counter, refusal: Refusal): void {
  const { view, announcer, sounds } = counter;
  const { notices } = view.getState();
  const words = wordsOf(counter, refusal);
  const others = notices.filter((notice) => wordsOf(counter, notice.refusal) !== words);
  const id = 1 + Math.max(0, ...notices.map((notice) => notice.id));
  view.setState({ notices: [{ id, refusal }, ...others].slice(0, AT_MOST) });
  sounds.play('miss');
  announcer.alert(words);
}

export const putAway = ({ view }: Counter, id: number): void =>
  view.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));

/** What was refused is mended: nothing more to say about it. */
export const takeBack = ({ view }: Counter, code: Refusal['code']): void =>
  view.setState(({ notices }) => ({ notices: notices.filter(({ refusal }) => refusal.code !== code) }));
