/**
 * The live channel: how far the streams have come, and nothing else. A poke that is lost costs a poll.
 * Whoever is revoked is cut off within seconds.
 */
import type { ServerResponse } from 'node:http';
import type { Poke } from '../../wire/sync.ts';
import type { StreamHeads } from '../db/door.ts';
import { revokedSince } from '../db/enrolment.ts';
import type { ServerDeps } from '../deps.ts';

const KEEPALIVE_MS = 15_000;
const REVOKED_POLL_MS = 2_000;
const REVOKED_WINDOW_MS = 600_000;

type Channel = { readonly deviceId: string; readonly streams: ReadonlySet<string>; readonly out: ServerResponse };

export type Live = {
  /** Whether the device may have one more. */
  readonly hasRoom: (deviceId: string) => boolean;
  /** Pokes the channel from now on, at once with where its streams are. */
  readonly open: (channel: Channel, heads: Poke['heads']) => void;
  readonly close: () => void;
};

/** The live channels of this process. */
export function live(deps: ServerDeps): Live {
  const channels = new Set<Channel>();
  const stopListening = deps.door.changes((moved) => {
    if (moved.orgId === deps.orgId) for (const channel of channels) poke(channel, moved.heads);
  });
  const keepalive = setInterval(() => {
    for (const { out } of channels) out.write(':\n\n');
  }, KEEPALIVE_MS);
  const watch = setInterval(() => {
    cutRevoked(deps, channels).catch((cause: unknown) => {
      deps.log.warn({ err: cause }, 'live');
    });
  }, REVOKED_POLL_MS);
  keepalive.unref();
  watch.unref();
  return {
    hasRoom: (deviceId) =>
      [...channels].filter((channel) => channel.deviceId === deviceId).length < deps.limits.streamsPerDevice,
    open: (channel, heads) => {
      channels.add(channel);
      channel.out.on('close', () => channels.delete(channel));
      poke(channel, heads);
    },
    close: () => {
      stopListening();
      clearInterval(keepalive);
      clearInterval(watch);
      for (const { out } of channels) out.end();
    },
  };
}

function poke({ out, streams }: Channel, moved: StreamHeads['heads']): void {
  const heads = Object.fromEntries(Object.entries(moved).filter(([stream]) => streams.has(stream)));
  if (Object.keys(heads).length > 0) out.write(`data: ${JSON.stringify({ heads } satisfies Poke)}\n\n`);
}

async function cutRevoked(deps: ServerDeps, channels: ReadonlySet<Channel>): Promise<void> {
  if (channels.size === 0) return;
  const sinceMs = deps.clock() - REVOKED_WINDOW_MS;
  const revoked = new Set(await deps.door.read(deps.orgId, (tx) => revokedSince(tx, sinceMs)));
  for (const { deviceId, out } of channels) if (revoked.has(deviceId)) out.end();
}
