/**
 * Why a row of a file was refused, in words, for the CSV of refused rows and the import command. The office has the
 * same codes in src/ui; this half serves people who are not looking at a page of ours.
 */
import type { Lang } from '../../core/product.ts';
import type { RowProblem, RowRefusal } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';

type Facts = Readonly<Record<string, string | number>>;
type Words = (facts: Facts) => string;

const twice = (facts: Facts, line: (n: string) => string, other: (name: string) => string): string =>
  facts['otherLine'] === undefined ? other(String(facts['other'] ?? '')) : line(String(facts['otherLine']));

const WORDS: Readonly<Record<RowRefusal, Readonly<Record<Lang, Words>>>> = {
  bad_check_digit: {
    zh: () => '条码校验位不对，请对照商品重新输入',
    en: () => 'Wrong check digit: compare the barcode with the one on the product',
  },
  bad_gtin_length: {
    zh: () => '条码应为 8、12、13 或 14 位数字；店内自编码请放在编码列',
    en: () => 'A barcode has 8, 12, 13 or 14 digits; your own codes belong in the code column',
  },
  digits_lost: {
    zh: () => '表格软件把长数字变成了科学计数，末几位已丢失；请把该列设为文本后重新填写',
    en: () => 'The spreadsheet lost the last digits of this long number: format the column as text and enter it again',
  },
  duplicate_code: {
    zh: (facts) =>
      twice(
        facts,
        (n) => `与第 ${n} 行重复`,
        (name) => `已属于另一件商品：${name}`,
      ),
    en: (facts) =>
      twice(
        facts,
        (n) => `Same as in line ${n}`,
        (name) => `Belongs to another product already: ${name}`,
      ),
  },
  bad_number: {
    zh: (facts) => (facts['decimals'] === undefined ? '不是可用的数字' : `小数最多 ${String(facts['decimals'])} 位`),
    en: (facts) =>
      facts['decimals'] === undefined
        ? 'Not a usable number'
        : `At most ${String(facts['decimals'])} decimals are possible`,
  },
  price_missing: { zh: () => '缺少售价', en: () => 'No price' },
  name_missing: { zh: () => '缺少名称', en: () => 'No name' },
  key_missing: { zh: () => '条码和编码都没有', en: () => 'Neither a barcode nor a code' },
  text_too_long: {
    zh: (facts) => `文字太长，最多 ${String(facts['most'])} 个字`,
    en: (facts) => `Text too long: at most ${String(facts['most'])} characters`,
  },
  unknown_unit: {
    zh: () => '不支持的计量单位；请按件、克、千克、毫升、升、米或小时定价',
    en: () => 'Not a unit we can price by: use pieces, g, kg, ml, l, m or hours',
  },
  bad_options: {
    zh: () => '选项写法有误，应写成：糖度 1-1: 全糖, 半糖, 加蛋 +2.00',
    en: () => 'Options are written as: Sugar 1-1: full, half, egg +2.00',
  },
  bad_parts: {
    zh: () => '组成写法有误，应写成：2 x W1；须是店内已有的商品，各写一次，且不能是套装',
    en: () => 'Parts are written as: 2 x W1; products the shop has already, each once, and no bundles',
  },
  bad_yes_no: { zh: () => '请填写：是或否', en: () => 'Write yes or no' },
  bad_asks: { zh: () => '请填写：批号、序列号，或两者', en: () => 'Write lot, serial, or both' },
  broken_row: {
    zh: () => '引号没有成对，无法读取本行',
    en: () => 'A quote is opened and never closed: the line cannot be read',
  },
};

/** One problem as a sentence: column, value and reason. */
export function problemText(problem: RowProblem, lang: Lang): string {
  const reason = WORDS[problem.code][lang](problem.facts ?? {});
  const where = [problem.column, problem.value].filter((part) => part !== '');
  if (where.length === 0) return reason;
  return lang === 'zh' ? `${where.join(' ')}：${reason}` : `${where.join(' ')}: ${reason}`;
}

const FILE_WORDS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  not_a_table: { zh: '这个文件不是表格；请用 CSV、TSV 或 XLSX', en: 'This file is not a table. Use CSV, TSV or XLSX' },
  file_too_large: {
    zh: '文件太大，最多 64 MiB；请拆成几个文件',
    en: 'This file is too large: 64 MiB at most. Split it into smaller files',
  },
  no_key_column: { zh: '没有条码列或编码列；请指定一列', en: 'No column holds barcodes or codes. Say which one does' },
  no_name_column: { zh: '没有名称列；请指定一列', en: 'No column holds names. Say which one does' },
  no_price_column: { zh: '没有售价列；请指定一列', en: 'No column holds prices. Say which one does' },
  field_twice: {
    zh: '两列指定了同一个含义；请只留一列',
    en: 'Two columns are set to the same field. Choose one of them',
  },
  server_disk_full: {
    zh: '磁盘已满；已写入的保留，腾出空间后再次导入即可',
    en: 'The disk is full. What was written stays; make room and import again',
  },
  try_later: {
    zh: '数据库正忙；已写入的保留，请稍后再次导入',
    en: 'The database is busy. What was written stays; import again later',
  },
};

/** Why a whole file was not handled. */
export const fileRefusalText = ({ code }: Pick<Refusal, 'code'>, lang: Lang): string =>
  FILE_WORDS[code]?.[lang] ?? code;
