/** A QR of ours at the counter: a phone's cart, whole or in parts, signed or not. Checked here, offline too. */
import { qrContext } from '../../client/auth/verify-token.ts';
import { addPart, wholeCart } from '../../wire/qr-parts.ts';
import type { QrCart } from '../../wire/qr-claims.ts';
import { readQr } from '../../wire/qr.ts';
import type { HandedCart } from '../commands/claim-cart.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { receive } from './handing-over.ts';

/** Takes the code's text. Refuses in words what the first failing check says. */
export async function takeOurQr(counter: Counter, text: string): Promise<void> {
  const { tools } = counter;
  const { device } = tools;
  const { identity, offsetMs } = device.state.getState();
  const read = await readQr(
    text,
    qrContext({
      ring: device.catalogue,
      orgNo: settingsOf(tools).orgNo,
      storeNo: identity?.storeNo ?? null,
      nowMs: tools.nowMs(),
      offsetMs,
    }),
  );
  if (!read.ok) {
    refuse(counter, { code: read.error.code });
    return;
  }
  const { value } = read;
  if (value.type === 'receipt') {
    const { openRead } = await import('../returns/open-receipt.ts');
    return openRead(counter, value.receipt);
  }
  return takePart(counter, value.cart, value.type === 'cart' ? 'O0' : 'O1');
}

/** One part more of a long cart; the counter takes the cart when it is whole. */
async function takePart(counter: Counter, cart: QrCart, by: HandedCart['by']): Promise<void> {
  const { view, sounds } = counter;
  const held = addPart(view.getState().parts, cart);
  const whole = wholeCart(held);
  if (whole === null) {
    view.setState({ parts: held });
    sounds.play('hit');
    return;
  }
  const { storeNo, cartRef, rev, totalSeenMinor, lines } = whole;
  await receive(counter, { by, storeNo, cartRef, rev, totalSeenMinor, lines });
}
