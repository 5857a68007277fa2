/**
 * The parts of the till that its first script does without, and when they are fetched: the sale while somebody signs
 * in, then payment, sheets and the other screens while the hands are still empty. So nothing waits later, not even when
 * the network goes before the service worker has kept it all.
 */
import { fetchAhead, lazyView } from '../ui/lazy-view.ts';
import { whenIdle } from '../ui/when-idle.ts';
import { openWords } from '../ui/words.ts';

/** With the words of the counter, which the first screen does without. */
async function spoken<T>(part: Promise<T>): Promise<T> {
  const [here] = await Promise.all([part, openWords('counter')]);
  return here;
}

export const PracticeBanner = lazyView(
  async () => (await spoken(import('./practice/practice-banner.tsx'))).PracticeBanner,
);
export const MenuSheet = lazyView(async () => (await import('./menu-sheet.tsx')).MenuSheet);
export const SyncSheet = lazyView(async () => (await import('./sync-sheet.tsx')).SyncSheet);
export const SellScreen = lazyView(async () => (await spoken(import('./sell/sell-screen.tsx'))).SellScreen);
export const SignInScreen = lazyView(async () => (await import('./sign-in/sign-in-screen.tsx')).SignInScreen);
export const OpenShiftScreen = lazyView(
  async () => (await spoken(import('./shift/open-shift-screen.tsx'))).OpenShiftScreen,
);
export const EnrolScreen = lazyView(async () => (await import('./enrol/enrol-screen.tsx')).EnrolScreen);
export const EnrolAgain = lazyView(async () => (await import('./enrol/enrol-again.tsx')).EnrolAgain);
export const RescuePart = lazyView(async () => (await import('./rescue-part.tsx')).RescuePart);
export const SalesScreen = lazyView(async () => (await spoken(import('./sales/sales-screen.tsx'))).SalesScreen);
export const ReturnScreen = lazyView(async () => (await spoken(import('./returns/return-screen.tsx'))).ReturnScreen);
export const VoidSheet = lazyView(async () => (await spoken(import('./returns/void-sheet.tsx'))).VoidSheet);
export const PrintsSheet = lazyView(async () => (await import('./printing/prints-sheet.tsx')).PrintsSheet);
export const DeviceScreen = lazyView(async () => (await spoken(import('./device/device-screen.tsx'))).DeviceScreen);
export const CloseShiftScreen = lazyView(
  async () => (await spoken(import('./shift/close-shift-screen.tsx'))).CloseShiftScreen,
);
export const ReportScreen = lazyView(async () => (await spoken(import('./shift/report-screen.tsx'))).ReportScreen);
export const CashScreen = lazyView(async () => (await spoken(import('./shift/cash-screen.tsx'))).CashScreen);
export const StockScreen = lazyView(async () => (await spoken(import('./stock/stock-screen.tsx'))).StockScreen);
export const HandOverScreen = lazyView(
  async () => (await spoken(import('./shift/hand-over-screen.tsx'))).HandOverScreen,
);
export const PersonSheet = lazyView(async () => (await import('./sign-in/person-sheet.tsx')).PersonSheet);
export const CameraSheet = lazyView(async () => (await import('./scan/camera-sheet.tsx')).CameraSheet);
export const CodeSheet = lazyView(async () => (await spoken(import('./sell/code-sheet.tsx'))).CodeSheet);
export const DiscountSheet = lazyView(async () => (await spoken(import('./sell/discount-sheet.tsx'))).DiscountSheet);
export const KeysSheet = lazyView(async () => (await spoken(import('./sell/keys-sheet.tsx'))).KeysSheet);
export const LeaveSheet = lazyView(async () => (await spoken(import('./sell/leave-sheet.tsx'))).LeaveSheet);
export const ApprovalSheet = lazyView(async () => (await spoken(import('./sell/approval-sheet.tsx'))).ApprovalSheet);
export const AgeSheet = lazyView(async () => (await spoken(import('./sell/age-sheet.tsx'))).AgeSheet);
export const TraceSheet = lazyView(async () => (await spoken(import('./sell/trace-sheet.tsx'))).TraceSheet);
export const OptionSheet = lazyView(async () => (await spoken(import('./sell/option-sheet.tsx'))).OptionSheet);
export const SplitSheet = lazyView(async () => (await spoken(import('./sell/split-sheet.tsx'))).SplitSheet);
export const MemberSheet = lazyView(async () => (await spoken(import('./members/member-sheet.tsx'))).MemberSheet);
export const HeldSheet = lazyView(async () => (await spoken(import('./sell/held-sheet.tsx'))).HeldSheet);
export const ReceiptSheet = lazyView(async () => (await spoken(import('./receipt/receipt-sheet.tsx'))).ReceiptSheet);
export const PaymentPanel = lazyView(async () => (await spoken(import('./sell/payment-panel.tsx'))).PaymentPanel);
export const PaidPanel = lazyView(async () => (await spoken(import('./sell/paid-panel.tsx'))).PaidPanel);
export const LinePad = lazyView(async () => (await spoken(import('./sell/line-pad.tsx'))).LinePad);
export const ExchangeNotice = lazyView(
  async () => (await spoken(import('./returns/exchange-notice.tsx'))).ExchangeNotice,
);
export const HeldNotice = lazyView(async () => (await spoken(import('./sell/held-notice.tsx'))).HeldNotice);
export const HandoffNotice = lazyView(async () => (await spoken(import('./sell/handoff-notice.tsx'))).HandoffNotice);

const AFTER_SELL = [
  PaymentPanel, PaidPanel, LeaveSheet, LinePad, ExchangeNotice, HandoffNotice, ApprovalSheet, HeldSheet, HeldNotice,
  SplitSheet, OptionSheet, AgeSheet, TraceSheet, CodeSheet, DiscountSheet, KeysSheet, ReceiptSheet, CameraSheet,
  MenuSheet, SyncSheet, SalesScreen, ReturnScreen, VoidSheet, PrintsSheet, CloseShiftScreen, SignInScreen, PersonSheet,
  CashScreen, ReportScreen, HandOverScreen, StockScreen, MemberSheet,
]; // prettier-ignore

const FETCHED_WITHIN_MS = 2000;

/** The sale's own code: nobody sells before having signed in and opened the shift. */
export const fetchSell = (): void => fetchAhead([SellScreen, OpenShiftScreen]);

/** Of a till that has been set up: its first screen, fetched while the books are being opened. */
export const fetchSignIn = (): void => fetchAhead([SignInScreen]);

/** What the next touches of a sale need, beside the code of what phones hand over and of printing. */
export const fetchRest = (): void =>
  whenIdle(() => {
    fetchAhead([
      ...AFTER_SELL,
      { fetch: () => import('./sell/our-qr.ts') },
      { fetch: () => import('./members/take-member.ts') },
      { fetch: () => import('./returns/open-receipt.ts') },
      { fetch: () => import('./receipt/print-paper.tsx') },
    ]);
  }, FETCHED_WITHIN_MS);
