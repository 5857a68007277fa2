/** What a member does beside earning: money onto the card, some of it kept for a till, paying by it and by points. */
import { expect } from 'playwright/test';
import type { Day, Event } from './course.ts';
import type { Pay } from './deals.ts';
import { MEMBER, PLAIN } from './goods.ts';
import { fillCart, WITHIN_MS, yuan, type Hands } from './hands.ts';

/** Opens the member's sheet and finds the member by the card. */
async function findMember({ page, say, button, dialog }: Hands): Promise<void> {
  await page.keyboard.press('F3');
  await page.getByLabel(say('Card number or telephone')).fill(MEMBER.cardNo);
  await button('Find', dialog()).click();
  await expect(dialog().getByRole('form', { name: say('Top up'), exact: true })).toBeVisible();
}

async function leaveMember({ button, dialog }: Hands): Promise<void> {
  await button('Take off this sale', dialog()).click();
  await expect(dialog()).toHaveCount(0);
}

/** Money onto the card, in cash. */
export const topUp =
  (till: number, minor: number): Event['run'] =>
  async (day) => {
    const hands = day.hands(till);
    const { say, dialog } = hands;
    await findMember(hands);
    const form = dialog().getByRole('form', { name: say('Top up'), exact: true });
    await form.getByLabel(say('Top up by')).fill(yuan(minor));
    await hands.button('Top up', form).click();
    await expect(dialog().getByRole('region', { name: say('Receipt') })).toContainText(yuan(minor));
    await leaveMember(hands);
    day.ledger.toppedUp(till, minor);
    day.count('member: top-up');
    return null;
  };

/** Some of what is on the card is lent to this till, to be spent without the network. Needs it now. */
export const reserve =
  (till: number, minor: number): Event['run'] =>
  async (day) => {
    const hands = day.hands(till);
    const { say, dialog } = hands;
    await expect(hands.till.pill).toHaveAttribute('data-waiting', '0', { timeout: 60_000 }); // the top-up has arrived
    await findMember(hands);
    const form = dialog().getByRole('form', { name: say('Reserve for this till'), exact: true });
    await form.getByLabel(say('Reserve to spend offline')).fill(yuan(minor));
    await hands.button('Reserve', form).click();
    await expect(hands.button('Give back', form)).toHaveCount(1, { timeout: WITHIN_MS });
    await leaveMember(hands);
    day.count('member: reserved');
    return null;
  };

/** Two pieces for a member who pays some of it so, and the rest in cash. */
const paying =
  (kind: string, part: Pay) =>
  (till: number): Event['run'] =>
  async (day: Day) => {
    const items = PLAIN.slice(5, 7).map((good) => ({ good, qtyMilli: 1000, how: 'scan' as const }));
    const deal = { n: -1, kind, items, isMember: true, pays: [part, { way: 'exact' as const }] };
    await fillCart(day.hands(till), deal);
    await day.paid(till, deal);
    return null;
  };

export const byValue: (till: number) => Event['run'] = paying('stored value', { way: 'value', minor: 700 });
export const byPoints: (till: number) => Event['run'] = paying('points', { way: 'points', points: 10 });
