/**
 * Which addresses the server sends papers to: numbers of private networks and the port range of receipt printers,
 * nothing else. Names are not taken, because a name may point elsewhere a moment later; this machine itself, the
 * link's own addresses (where clouds keep secrets) and the open internet are not reached.
 */
import { isIPv4, isIPv6 } from 'node:net';

/** Raw printing: 9100 and the ports next to it that boxes with several printers use. */
const FIRST_PORT = 9100;
const LAST_PORT = 9109;

export const isPrinterAddress = (host: string, port: number): boolean =>
  (isPrivate4(host) || isPrivate6(host)) && port >= FIRST_PORT && port <= LAST_PORT;

/** RFC 1918. `isIPv4` takes four plain decimal numbers only: no octal, no hex, no short forms. */
function isPrivate4(host: string): boolean {
  if (!isIPv4(host)) return false;
  const [a = 0, b = 0] = host.split('.').map(Number);
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
}

/** RFC 4193: unique local addresses, fc00::/7, written out from their first group. */
const isPrivate6 = (host: string): boolean => isIPv6(host) && !host.includes('%') && /^f[cd][0-9a-f]{2}:/i.test(host);
