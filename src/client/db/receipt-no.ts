/**
 * The number on a receipt: till code, a letter for each later life of the till, six digits. Gap-free per till and
 * incarnation, so no server is needed to give it, and unique in the store (sync.md 2).
 */

/** `T3-001532`; in the second incarnation `T3b-000001`. */
export const receiptNoText = (tillCode: string, incarnationNo: number, no: number): string =>
  `${tillCode}${incarnationNo > 1 ? letters(incarnationNo) : ''}-${String(no).padStart(6, '0')}`;

/** 2 is b, 26 is z, 27 is aa: one more letter for each full round. */
function letters(no: number): string {
  const rest = (no - 1) % 26;
  const head = (no - 1 - rest) / 26;
  return (head > 0 ? letters(head) : '') + String.fromCharCode(97 + rest);
}
