/**
 * A paper on the printer the system has chosen: drawn beside the page, measured, and printed alone on paper as long as
 * it needs. The paper's size is set by a style sheet made in script, because a page of fixed length would waste a roll.
 */
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import type { Paper } from '../../client/print/escpos.ts';
import { ReceiptView } from '../../ui/receipt-view.tsx';
import type { StreamRow } from '../../wire/catalogue.ts';
import css from './print-paper.module.css';

const MM_PER_PX = 25.4 / 96;
const FEED_MM = 6;

/** Resolves when the print dialog is closed. */
export async function printPaper(
  { rows, qr, withLogo = false }: Paper,
  paperMm: 58 | 80,
  settings: StreamRow<'settings'> | null,
): Promise<void> {
  const place = document.createElement('div');
  place.className = css.paper ?? '';
  place.dataset['paper'] = '';
  document.body.append(place);
  const root = createRoot(place);
  const logo = withLogo ? (settings?.logo ?? null) : null;
  flushSync(() => root.render(<ReceiptView rows={rows} paperMm={paperMm} qr={qr} logo={logo} />));
  const longMm = Math.ceil(place.scrollHeight * MM_PER_PX) + FEED_MM;
  const size = new CSSStyleSheet();
  size.replaceSync(`@page { size: ${String(paperMm)}mm ${String(longMm)}mm; margin: 0 }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, size];
  document.documentElement.dataset['printing'] = 'receipt';
  try {
    window.print();
    await Promise.resolve();
  } finally {
    delete document.documentElement.dataset['printing'];
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== size);
    root.unmount();
    place.remove();
  }
}
