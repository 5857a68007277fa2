/** What a search over receipts looks at: numbers, goods, amounts, and when. Words typed apart must all be met. */
import type { LocalSale } from '../../client/till-device.ts';
import { decimalText } from '../../core/currency.ts';
import type { Lang } from '../../core/product.ts';
import { formatDateTime } from '../../ui/format.ts';

type Place = {
  readonly lang: Lang;
  readonly tz: string | undefined;
  /** What goods are called now, in every language: the receipt says it in the language it was made in. */
  readonly namesOf: (skuNo: number) => readonly string[];
};

/** A question to each row of the list; an empty text wants every row. */
export function wantedSales(text: string, { lang, tz, namesOf }: Place): (row: LocalSale) => boolean {
  const words = text.trim().toLowerCase().split(/\s+/).filter((word) => word !== ''); // prettier-ignore
  if (words.length === 0) return () => true;
  return (row) => {
    const { body, no, totalMinor, wallMs } = row;
    const amounts = [totalMinor, ...(row.kind === 'sale' ? row.body.lines.map(({ grossMinor }) => grossMinor) : [])];
    const said = [
      no,
      ...body.lines.flatMap(({ name, skuNo }) => [name, ...namesOf(skuNo)]),
      ...body.lines.flatMap(({ lot = [], serial = [] }) => [lot, serial].flat()),
      ...amounts.map((amount) => decimalText(amount, body.currency)),
      formatDateTime({ ms: wallMs, lang, tz }),
    ].map((part) => part.toLowerCase());
    return words.every((word) => no.toLowerCase() === fullNo(word) || said.some((part) => part.includes(word)));
  };
}

/** "t1-12" is how people say t1-000012. */
const fullNo = (word: string): string =>
  word.replace(
    /^([a-z][a-z0-9]{0,3}[a-z]{0,6}-)(\d{1,5})$/,
    (_, till: string, no: string) => till + no.padStart(6, '0'),
  );
