/**
 * The second half of the office's HTTP (src/wire/office.ts says the rules): shelf labels, devices, the journal of a
 * till, people and settings.
 */
import * as z from 'zod/mini';
import { foreignRate, productRow, roleName, settingsRow } from './catalogue.ts';
import { names, scaleRules } from './goods.ts';
import { storeRow, tenderWays, tillRow } from './catalogue.ts';
import { cashRounding } from './cash-rounding.ts';
import { logo } from './logo.ts';
import { gtin14, int, minor, nat, positive, text, uuid } from './scalars.ts';
import { EFFECTS } from './task.ts';

// --- shelf labels -------------------------------------------------------------------------------------------------
export const LABELS_MAX = 2400;
export const paper = z.enum(['a4-24', 'roll-58']);
/** Which products get a label: by hand, a category, or those whose last label in this store shows another price. */
const labelChoice = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('selected'),
    skuNos: z.array(positive).check(z.minLength(1), z.maxLength(LABELS_MAX)),
  }),
  z.strictObject({ by: z.literal('category'), category: z.nullable(text(64)) }),
  z.strictObject({ by: z.literal('changed') }),
  z.strictObject({ by: z.literal('unlabelled') }),
]);
export const labelsRequest = z.strictObject({ storeId: uuid, paper, choice: labelChoice });
export const labelsCount = z.object({ labels: nat });
/** One label. `labelId` stands in its QR as `q`; it names this piece of paper. */
const shelfLabel = z.object({
  labelId: text(12),
  skuNo: positive,
  gtin: z.nullable(gtin14),
  code: z.nullable(text(64)),
  names,
  spec: z.nullable(text(60)),
  unit: productRow.shape.unit,
  priceMinor: minor,
  openPrice: z.optional(z.literal(true)),
});
export const labelSheet = z.object({
  sheetId: uuid,
  storeId: uuid,
  storeNo: positive,
  paper,
  madeMs: int,
  currency: text(3),
  shopOrigin: text(200),
  labels: z.array(shelfLabel),
});

// --- devices ------------------------------------------------------------------------------------------------------
const deviceListed = z.object({
  deviceId: uuid,
  incarnation: uuid,
  tillCode: text(4),
  tillNo: positive,
  name: text(60),
  storeId: uuid,
  state: tillRow.shape.state,
  thumbprint: text(64),
  enrolledMs: int,
  lastSeenMs: z.nullable(int),
  pending: nat,
  storedSeq: nat,
  app: text(40),
  persisted: z.nullable(z.boolean()),
  frozen: z.boolean(),
});
export const devices = z.object({ rows: z.array(deviceListed), asOfMs: int });
export const codeRequest = z.strictObject({ storeId: uuid });
/** A one-time enrolment code, shown once. */
export const codeMade = z.object({ code: text(40), expiresMs: int });
export const deviceConfirm = z.strictObject({ thumbprint: text(64) });

// --- the journal of a till ----------------------------------------------------------------------------------------
export const JOURNAL_PAGE = 50;
export const journalOf = z.object({
  deviceId: uuid,
  tillCode: text(4),
  name: text(60),
  storeId: uuid,
  incarnations: z.array(
    z.object({
      incarnation: uuid,
      no: positive,
      seq: nat,
      hash: text(64),
      announcedSeq: nat,
      state: text(20),
      openedMs: z.nullable(int),
    }),
  ),
});
/** `bytes` are the entry's own text, as it came; the page reads it, nobody writes it again. */
const journalEntry = z.object({
  seq: positive,
  entryId: text(64),
  hash: text(64),
  receivedMs: int,
  status: z.enum(EFFECTS),
  code: z.nullable(text(60)), // one of KEPT_FOR
  bytes: text(70_000),
});
export const journalPage = z.object({
  entries: z.array(journalEntry),
  more: z.boolean(),
  staff: z.record(z.string(), names),
});
/**
 * `whole`: every stored entry is what its device sent; `signedSeq` is the last one a signature of the device covers.
 * `broken`: the first entry that is not, and in what: its bytes, its place in the chain, that it is gone, the signature
 * over it, or the journal's end.
 */
export const journalVerdict = z.discriminatedUnion('state', [
  z.object({ state: z.literal('whole'), entries: nat, signedSeq: nat, asOfMs: int }),
  z.object({
    state: z.literal('broken'),
    tillCode: text(4),
    seq: positive,
    what: z.enum(['bytes', 'chain', 'missing', 'statement', 'head']),
    asOfMs: int,
  }),
]);

// --- people -------------------------------------------------------------------------------------------------------
export const PIN_DIGITS = { least: 6, leastOfManagers: 8, most: 8 } as const;
export const staffListed = z.object({
  staffId: uuid,
  names,
  role: roleName,
  storeIds: z.array(uuid),
  hasPin: z.boolean(),
  active: z.boolean(),
});
export const staffList = z.object({ rows: z.array(staffListed) });
export const staffAdd = z.strictObject({ names, role: roleName, storeIds: z.array(uuid).check(z.minLength(1)) });
export const staffChange = z.strictObject({
  names: z.optional(names),
  role: z.optional(roleName),
  storeIds: z.optional(z.array(uuid).check(z.minLength(1))),
  active: z.optional(z.boolean()),
});
export const pinSet = z.strictObject({ pin: z.string().check(z.regex(/^\d{4,12}$/)) });

// --- the shop's own settings --------------------------------------------------------------------------------------
export const officeSettings = z.object({ settings: settingsRow, stores: z.array(storeRow) });
export const settingsChange = z.strictObject({
  names: z.optional(names),
  shopOrigin: z.optional(text(200)),
  lang: z.optional(z.enum(['zh', 'en'])),
  receiptFooter: z.optional(z.nullable(names)),
  logo: z.optional(z.nullable(logo)),
  taxMode: z.optional(settingsRow.shape.taxMode),
  taxRounding: z.optional(z.enum(['line', 'total'])),
  taxRoundsTo: settingsRow.shape.taxRoundsTo,
  cashRounding: z.optional(z.nullable(cashRounding)),
  tenders: z.optional(tenderWays),
  drawerOffMinor: settingsRow.shape.drawerOffMinor,
  lockMinutes: settingsRow.shape.lockMinutes,
  loyalty: settingsRow.shape.loyalty,
});
export const storeChange = z.strictObject({
  names: z.optional(names),
  address: z.optional(z.nullable(names)),
  tz: z.optional(text(60)),
  foreignCash: z.optional(z.array(foreignRate).check(z.maxLength(5))),
  scaleRules: z.optional(scaleRules),
});

export type Paper = z.infer<typeof paper>;
export type LabelChoice = z.infer<typeof labelChoice>;
export type LabelsRequest = z.infer<typeof labelsRequest>;
export type ShelfLabel = z.infer<typeof shelfLabel>;
export type LabelSheet = z.infer<typeof labelSheet>;
export type DeviceListed = z.infer<typeof deviceListed>;
export type Devices = z.infer<typeof devices>;
export type CodeMade = z.infer<typeof codeMade>;
export type JournalOf = z.infer<typeof journalOf>;
export type JournalEntry = z.infer<typeof journalEntry>;
export type JournalPage = z.infer<typeof journalPage>;
export type JournalVerdict = z.infer<typeof journalVerdict>;
export type StaffListed = z.infer<typeof staffListed>;
export type StaffList = z.infer<typeof staffList>;
export type StaffChange = z.infer<typeof staffChange>;
export type OfficeSettings = z.infer<typeof officeSettings>;
