/** Rows of migration 0001: journal, streams, snapshots. */
import type { EffectStatus, KeptFor } from '../../wire/task.ts';

export interface JournalTables {
  journal_head: {
    org_id: string;
    device_id: string;
    incarnation: string;
    seq: number;
    hash: string;
    announced_seq: number;
    state: 'open' | 'frozen';
    opened_ms: number;
    again_from: number | null;
    again_to: number | null;
  };
  batch: {
    org_id: string;
    batch_id: string;
    device_id: string;
    incarnation: string;
    from_seq: number;
    to_seq: number;
    header: string;
    signature: string;
    branched: number;
    received_ms: number;
  };
  entry: {
    org_id: string;
    device_id: string;
    incarnation: string;
    seq: number;
    entry_id: string;
    kind: string;
    hash: string;
    bytes: string;
    batch_id: string;
    received_ms: number;
  };
  entry_branch: {
    org_id: string;
    device_id: string;
    incarnation: string;
    seq: number;
    hash: string;
    bytes: string;
    reason: string;
    batch_id: string;
    received_ms: number;
  };
  entry_effect: {
    org_id: string;
    entry_id: string;
    content_hash: string;
    status: EffectStatus;
    code: KeptFor | null;
    awaits: string | null;
    device_id: string;
    incarnation: string;
    seq: number;
    kind: string;
  };
  stream_head: { org_id: string; stream: string; seq: number };
  stream_mark: { org_id: string; stream: string; seq: number; mark: string; at_ms: number };
  feed: {
    org_id: string;
    stream: string;
    tbl: string;
    id: string;
    change_seq: number;
    deleted_ms: number | null;
    body: string | null;
    bucket: number;
    mix: number;
  };
  snapshot: {
    org_id: string;
    stream: string;
    gen: string;
    seq: number;
    mark: string;
    row_count: number;
    parts: string;
    built_ms: number;
  };
  snapshot_part: { org_id: string; stream: string; gen: string; n: number; body: Uint8Array };
  lease: { org_id: string; name: string; holder: string; until_ms: number };
}
