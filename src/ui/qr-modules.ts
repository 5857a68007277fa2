/** The modules of our QR codes at level M, for screens and printers alike. */
import { encodeQR } from 'qr';

/** Four modules all around stay white. */
const QUIET = 4;

/**
 * Rows of modules, true is dark, the quiet zone included. Our own payloads are upper case: alphanumeric is smallest.
 */
export const qrModules = (text: string, mode: 'alphanumeric' | 'byte' = 'alphanumeric'): boolean[][] =>
  encodeQR(text, 'raw', { ecc: 'medium', encoding: mode, border: QUIET });
