/** Rows of facts about members: what they move in the ledger, grants, money paid onto a card. Names and places only. */
import { type LedgerLine, linesOfGrant, linesOfReturn, linesOfSale, linesOfTopUp } from '../../core/ledger.ts';
import type { Entry } from '../../wire/entry.ts';
import type { Fact } from './fact.ts';
import type { FactRows } from './fact-rows.ts';

/** What one fact moves, by its own entry alone. */
function linesOf({ kind, body }: Entry): readonly LedgerLine[] {
  if (kind === 'sale.completed') return linesOfSale(body);
  if (kind === 'return.completed' || kind === 'sale.voided') return linesOfReturn(body);
  if (kind === 'value.topped_up') return linesOfTopUp(body);
  if (kind === 'grant.given') return linesOfGrant(body, 1);
  return kind === 'grant.returned' || kind === 'grant.written_off' ? linesOfGrant(body, -1) : [];
}

/** Lines of the ledger as rows of this fact. */
export const ledgerRows = ({ entry }: Fact, lines: readonly LedgerLine[], atMs: number): FactRows['ledger_line'] =>
  lines.map(({ lineNo, memberId, account, grantId, ref, amount }) => ({
    entry_id: entry.entryId,
    line_no: lineNo,
    member_id: memberId,
    account,
    grant_id: grantId,
    ref,
    amount,
    wall_ms: entry.wallMs,
    received_ms: atMs,
  }));

/** Adds what a fact means to members, whatever else it means. */
export function addMemberRows(rows: FactRows, fact: Fact, atMs: number): void {
  const { entry, device } = fact;
  rows.ledger_line.push(...ledgerRows(fact, linesOf(entry), atMs));
  if (entry.kind === 'value.topped_up') {
    rows.shift_event.push({
      entry_id: entry.entryId,
      shift_id: entry.body.shiftId,
      kind: entry.kind,
      device_id: device.deviceId,
      store_id: device.storeId,
      staff_id: entry.staffId,
      wall_ms: entry.wallMs,
      received_ms: atMs,
      amount_minor: entry.body.method === 'cash' ? entry.body.principalMinor : 0,
      body: JSON.stringify(entry.body),
    });
  }
  if (entry.kind === 'grant.given') {
    const { grantId, memberId, deviceId, principalMinor, giftMinor, points = 0, leaseUntilMs } = entry.body;
    rows.value_grant.push({
      entry_id: entry.entryId,
      grant_id: grantId,
      member_id: memberId,
      device_id: deviceId,
      store_id: device.storeId,
      principal_minor: principalMinor,
      gift_minor: giftMinor,
      points,
      lease_until_ms: leaseUntilMs,
      received_ms: atMs,
    });
  }
}
