/** Many rows at once: what goes in comes out, on both engines and for every number of rows. */
import { expect, test } from 'vitest';
import { insertMany, insertOwn } from '../../../src/server/db/bulk.ts';
import { rowsByKey } from '../../../src/server/db/by-key.ts';
import { onBothEngines, testPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';

onBothEngines('rows in bulk', (engine) => {
  test('every number of rows goes in whole, and comes out by its keys', async () => {
    const place = await testPlace(engine);
    const door = await place.open();
    for (const size of [1, 2, 127, 128, 129, 1023, 1024, 1025, 2500]) {
      const notes = Array.from({ length: size }, (_, at) => ({
        entry_id: `${String(size)}-${String(at)}`,
        kind: `it’s "${String(at)}" \\ 半环 {a,b}`,
        device_id: 'd',
        store_id: 's',
        staff_id: at % 2 === 0 ? null : 'x',
        wall_ms: Number.MAX_SAFE_INTEGER - at,
        received_ms: -1 - at,
        body: '{"a":[1,"\\u0000"]}',
      }));
      await door.write(ORG, (tx) => insertOwn(tx, 'audit_note', notes));
      const columns = ['entry_id', 'kind', 'staff_id', 'wall_ms', 'received_ms', 'body'] as const;
      const keys = notes.map(({ entry_id }) => ({ entry_id }));
      const found = await door.read(ORG, (tx) =>
        rowsByKey(tx, { table: 'audit_note', key: ['entry_id'], columns }, keys),
      );
      expect(found).toHaveLength(size);
      const byId = new Map(found.map((row) => [row.entry_id, row]));
      for (const { device_id: _device, store_id: _store, ...note } of notes) {
        expect(byId.get(note.entry_id)).toEqual(note);
      }
    }
    await place.remove();
  });

  test('bytes stay bytes, and half a character is replaced, not refused', async () => {
    const place = await testPlace(engine);
    const door = await place.open();
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const picture = { org_id: ORG, hash: 'h\ud800', mime: 'image/png', body, made_ms: 1 };
    await door.write(ORG, (tx) => insertMany(tx, 'media', [picture]));
    const kept = await door.read(ORG, (tx) =>
      tx.db.selectFrom('media').select(['hash', 'body']).where('org_id', '=', ORG).execute(),
    );
    expect(kept.map(({ hash }) => hash)).toEqual(['h\ufffd']);
    expect(Buffer.from(kept[0]?.body ?? []).equals(body)).toBe(true);
    await place.remove();
  });
});
