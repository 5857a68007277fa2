/** What a hello leaves behind: how far the device says it is, and how it is doing. */
import type { Hello } from '../../wire/sync.ts';
import type { Tx } from './door.ts';

/** Notes what a device said of itself. The announced head only grows: it is what the loss alarm counts from. */
export async function noteHello(tx: Tx, hello: Hello, atMs: number): Promise<void> {
  await tx.db
    .updateTable('device')
    .set({
      last_seen_ms: atMs,
      head_seq: hello.headSeq,
      clock_offset_ms: hello.wallMs - atMs,
      app: hello.app,
      storage: JSON.stringify(hello.storage),
    })
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', hello.deviceId)
    .execute();
  await tx.db
    .updateTable('journal_head')
    .set({ announced_seq: hello.headSeq })
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', hello.deviceId)
    .where('incarnation', '=', hello.incarnation)
    .where('announced_seq', '<', hello.headSeq)
    .execute();
}
