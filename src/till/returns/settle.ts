/** The last touch of a return or a void: alone where the person may, else with a second person's PIN, in place. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { returnNeeds } from '../../core/check-return.ts';
import type { Result } from '../../core/result.ts';
import type { Return } from '../../core/sale.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from '../commands/allowed.ts';
import type { Returned } from '../commands/return-goods.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { openDrawerFor } from '../printing/drawer.ts';

type Settling = {
  readonly back: Return; // as it was shown
  readonly isVoid: boolean;
  readonly isExchange?: boolean; // the money waits for other goods
  readonly commit: (approverId: string | null) => Promise<Result<Returned, Refusal>>;
  readonly onBusy: (isBusy: boolean) => void;
  readonly onDone: (done: Returned) => void;
};

export function settleReturn(counter: Counter, settling: Settling): void {
  const { tools, view } = counter;
  const asked = returnNeeds(settling);
  const alone = allowed(tools, asked);
  if (alone.ok) {
    // A rule that asks for a second person names the owner, who needs none.
    void commitAs(counter, settling, asked.action === 'refund_receipt' ? null : alone.value.staffId);
    return;
  }
  if (alone.error.code !== 'not_allowed') {
    refuse(counter, alone.error);
    return;
  }
  const agreed = (approverId: string) => void commitAs(counter, settling, approverId);
  view.setState({ approval: { asked, words: wordsOf(settling), agreed } });
}

async function commitAs(counter: Counter, settling: Settling, approverId: string | null): Promise<void> {
  settling.onBusy(true);
  const done = await settling.commit(approverId);
  settling.onBusy(false);
  if (!done.ok) {
    refuse(counter, done.error);
    return;
  }
  counter.sounds.play('paid');
  if (settling.isExchange !== true) void openDrawerFor(counter, done.value.back.plan);
  const amount = amountOf(done.value.back);
  counter.announcer.say(t`Refund ${amount}`);
  settling.onDone(done.value);
}

const amountOf = ({ totalMinor, currency }: Return): string =>
  formatMoney({ amountMinor: totalMinor, currency, lang: langOf(i18n.locale) });

function wordsOf({ back, isVoid }: Settling): string {
  const amount = amountOf(back);
  if (isVoid) return t`Void a sale and give back ${amount}`;
  return back.saleId === null && back.receipt === undefined
    ? t`Refund ${amount} without a receipt`
    : t`Refund ${amount} against a receipt`;
}
