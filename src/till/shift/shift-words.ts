/** An X or Z report of this till in the page's language, as rows for the screen and the printer. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { nameIn } from '../../core/product.ts';
import type { ReceiptRow } from '../../core/receipt.ts';
import { toMinor } from '../../core/money.ts';
import type { ShiftClosed } from '../../core/shift.ts';
import { shiftPaper, type ShiftPaper, type ShiftPaperWords } from '../../core/shift-paper.ts';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodName, moveName } from '../../ui/money-words.ts';
import type { XReport } from '../commands/read-shift.ts';
import { markPaper } from '../practice/mark-paper.ts';
import { settingsOf, type TillTools } from '../commands/tools.ts';

/** The X report. The expected drawer stands on it only where it may be known. */
export const xPaper = (tools: TillTools, report: XReport, showsExpected: boolean): ReceiptRow[] =>
  paperOf(
    tools,
    {
      ...headOf(tools, report.shift.openedMs, report.atMs),
      ...report.reading,
      hours: report.hours,
      expectedMinor: showsExpected ? report.reading.expectedMinor : null,
      close: null,
    },
    wordsOf(tools, t`X report`),
  );

type Closed = { readonly z: ShiftClosed; readonly hours: ShiftPaper['hours']; readonly openedMs: number };

/** The Z report as it was signed. */
export function zPaper(tools: TillTools, { z, hours, openedMs }: Closed): ReceiptRow[] {
  const no = String(z.zNo).padStart(4, '0');
  const { moves, drawerOpens, byStaff, ...figures } = z;
  return paperOf(
    tools,
    {
      ...headOf(tools, openedMs, tools.nowMs()),
      ...figures,
      ...(moves === undefined ? {} : { moves }),
      ...(drawerOpens === undefined ? {} : { drawerOpens }),
      ...(byStaff === undefined ? {} : { byStaff }),
      hours,
      close: {
        countedMinor: toMinor(z.countedMinor),
        diffMinor: toMinor(z.diffMinor),
        grandTotalMinor: toMinor(z.grandTotalMinor),
        isProvisional: z.provisional,
        note: z.note ?? '',
        foreign: z.foreign ?? [],
      },
    },
    wordsOf(tools, t`Z report ${no}`),
  );
}

const paperOf = (tools: TillTools, ...paper: Parameters<typeof shiftPaper>): ReceiptRow[] =>
  markPaper(tools, shiftPaper(...paper));

function headOf(tools: TillTools, openedMs: number, atMs: number) {
  const { store, identity } = tools.device.state.getState();
  const { names, currency } = settingsOf(tools);
  const lang = langOf(i18n.locale);
  const at = (ms: number): string => formatDateTime({ ms, lang, tz: store?.tz });
  const shop = [nameIn(names, lang), ...(store === null ? [] : [nameIn(store.names, lang)])].join(' · ');
  return { shop, till: identity?.tillCode ?? '', currency, openedAt: at(openedMs), at: at(atMs) };
}

function wordsOf(tools: TillTools, title: string): ShiftPaperWords {
  return {
    title,
    opened: t`Opened`,
    printed: t`Printed`,
    sales: t`Sales`,
    refunds: t`Refunds`,
    net: t`Net`,
    topUps: t`Top-ups of cards`,
    gift: t`Gift of the shop`,
    tax: t`Tax`,
    float: t`Float`,
    expected: t`Expected cash`,
    counted: t`Counted cash`,
    difference: t`Difference`,
    drawerOpens: t`Drawer opened without a sale`,
    byPerson: t`By person`,
    byHour: t`By hour`,
    grandTotal: t`Running total`,
    provisional: t`Provisional: entries wait to sync`,
    note: t`Note`,
    signature: t`Signature`,
    method: (row) => methodName(i18n, row),
    move: (row) => moveName(i18n, row),
    person: (staffId) => personName(tools, staffId),
  };
}

/** A person's name, also of one who has left. */
export function personName({ device }: Pick<TillTools, 'device'>, staffId: string | null): string {
  const person = device.state.getState().staff.find((one) => one.staffId === staffId);
  return person === undefined ? t`Somebody who has left` : nameIn(person.names, langOf(i18n.locale));
}
