/**
 * A receipt printer made of a byte reader, written from the command references of printer makers and sharing nothing
 * with the encoder: it keeps what a person would see on the paper, and complains of bytes it does not know.
 */
type Printed = {
  /** Lines in order: text as printed, or where a picture or a code stands. */
  readonly lines: PrintedLine[];
  readonly kicks: { readonly pin: number; readonly onMs: number }[];
  readonly complaints: string[];
};
type PrintedLine =
  | { readonly is: 'text'; readonly text: string; readonly strong: boolean; readonly columns: number }
  | {
      readonly is: 'code';
      readonly text: string;
      readonly module: number;
      readonly level: string;
      readonly centred: boolean;
    }
  | { readonly is: 'picture'; readonly widthDots: number; readonly dots: string[] }
  | { readonly is: 'cut' };

type Head = {
  at: number;
  strong: boolean;
  chinese: boolean;
  align: number;
  line: number[];
  lineColumns: number;
  lineText: string;
  lineStrong: boolean;
  code: { module: number; level: string; text: string };
};

const gb = new TextDecoder('gb18030', { fatal: true });
const LEVELS: Readonly<Record<number, string>> = { 0x30: 'L', 0x31: 'M', 0x32: 'Q', 0x33: 'H' };

export function readEscPos(bytes: Uint8Array): Printed {
  const printed: Printed = { lines: [], kicks: [], complaints: [] };
  const head: Head = {
    at: 0, strong: false, chinese: false, align: 0, line: [], lineColumns: 0, lineText: '', lineStrong: false,
    code: { module: 3, level: 'L', text: '' },
  }; // prettier-ignore
  while (head.at < bytes.length) {
    const byte = bytes[head.at]!;
    if (byte === 0x1b) escape(bytes, head, printed);
    else if (byte === 0x1d) group(bytes, head, printed);
    else if (byte === 0x1c) field(bytes, head, printed);
    else if (byte === 0x0a) endLine(head, printed, true);
    else character(bytes, head, printed);
  }
  endLine(head, printed, false);
  return printed;
}

const at = (bytes: Uint8Array, head: Head, offset: number): number => bytes[head.at + offset] ?? -1;

function endLine(head: Head, printed: Printed, even: boolean): void {
  if (even) head.at += 1;
  if (!even && head.lineText === '') return;
  printed.lines.push({ is: 'text', text: head.lineText, strong: head.lineStrong, columns: head.lineColumns });
  head.lineText = '';
  head.lineColumns = 0;
  head.lineStrong = false;
}

function character(bytes: Uint8Array, head: Head, printed: Printed): void {
  const first = at(bytes, head, 0);
  head.lineStrong ||= head.strong;
  if (head.chinese && first >= 0x81 && first <= 0xfe) {
    const pair = bytes.subarray(head.at, head.at + 2);
    try {
      head.lineText += gb.decode(pair);
    } catch {
      printed.complaints.push(`no character: ${Buffer.from(pair).toString('hex')}`);
    }
    head.lineColumns += 2;
    head.at += 2;
    return;
  }
  if (first < 0x20 || first > 0x7e) printed.complaints.push(`byte ${first.toString(16)} outside Chinese text`);
  head.lineText += String.fromCharCode(first);
  head.lineColumns += 1;
  head.at += 1;
}

function escape(bytes: Uint8Array, head: Head, printed: Printed): void {
  const name = String.fromCharCode(at(bytes, head, 1));
  const n = at(bytes, head, 2);
  switch (name) {
    case '@':
      Object.assign(head, { strong: false, chinese: false, align: 0 });
      head.at += 2;
      return;
    case 'E':
      head.strong = (n & 1) === 1;
      head.at += 3;
      return;
    case 'a':
      head.align = n;
      head.at += 3;
      return;
    case 'd':
      for (let i = 0; i < n; i += 1) printed.lines.push({ is: 'text', text: '', strong: false, columns: 0 });
      head.at += 3;
      return;
    case 'p':
      printed.kicks.push({ pin: n === 0 ? 2 : 5, onMs: at(bytes, head, 3) * 2 });
      head.at += 5;
      return;
    default:
      printed.complaints.push(`ESC ${name}`);
      head.at += 2;
  }
}

function field(bytes: Uint8Array, head: Head, printed: Printed): void {
  const name = at(bytes, head, 1);
  if (name === 0x26) head.chinese = true;
  else if (name === 0x2e) head.chinese = false;
  else printed.complaints.push(`FS ${name.toString(16)}`);
  head.at += 2;
}

function group(bytes: Uint8Array, head: Head, printed: Printed): void {
  const name = String.fromCharCode(at(bytes, head, 1));
  if (name === 'V') {
    const hasFeed = at(bytes, head, 2) >= 65;
    printed.lines.push({ is: 'cut' });
    head.at += hasFeed ? 4 : 3;
  } else if (name === 'v') raster(bytes, head, printed);
  else if (name === '(' && at(bytes, head, 2) === 0x6b) symbol(bytes, head, printed);
  else {
    printed.complaints.push(`GS ${name}`);
    head.at += 2;
  }
}

function raster(bytes: Uint8Array, head: Head, printed: Printed): void {
  const across = at(bytes, head, 4) + at(bytes, head, 5) * 256;
  const down = at(bytes, head, 6) + at(bytes, head, 7) * 256;
  const data = bytes.subarray(head.at + 8, head.at + 8 + across * down);
  if (data.length < across * down) printed.complaints.push('a picture is cut short');
  const dots = Array.from({ length: down }, (_, y) =>
    Array.from(data.subarray(y * across, (y + 1) * across), (byte) => byte.toString(2).padStart(8, '0')).join(''),
  );
  const last = printed.lines.at(-1);
  if (last?.is === 'picture' && last.widthDots === across * 8) last.dots.push(...dots);
  else printed.lines.push({ is: 'picture', widthDots: across * 8, dots });
  head.at += 8 + across * down;
}

function symbol(bytes: Uint8Array, head: Head, printed: Printed): void {
  const length = at(bytes, head, 3) + at(bytes, head, 4) * 256;
  const [kind, fn] = [at(bytes, head, 5), at(bytes, head, 6)];
  const data = bytes.subarray(head.at + 7, head.at + 5 + length);
  if (kind !== 0x31) printed.complaints.push('a symbol that is no QR code');
  if (fn === 0x43) head.code.module = data[0] ?? 0;
  else if (fn === 0x45) head.code.level = LEVELS[data[0] ?? 0] ?? '?';
  else if (fn === 0x50) head.code.text = Buffer.from(data.subarray(1)).toString('latin1');
  else if (fn === 0x51) printed.lines.push({ is: 'code', ...head.code, centred: head.align === 1 });
  else if (fn !== 0x41) printed.complaints.push(`symbol function ${fn.toString(16)}`);
  head.at += 5 + length;
}

/** The texts of a paper, empty lines left out. */
export const textsOf = ({ lines }: Printed): string[] =>
  lines.flatMap((line) => (line.is === 'text' && line.text !== '' ? [line.text] : []));
