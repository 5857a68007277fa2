/**
 * Pictures of products: once seen, they are shown again without the network. Bounded, oldest first out, because a shop
 * may have a hundred thousand of them.
 */
const CACHE = 'media';
const MOST = 600;

/** From the cache, else from the network and kept. A failed picture is not kept. */
export async function answerMedia(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) {
    await cache.put(request, answer.clone());
    await trim(cache);
  }
  return answer;
}

/** Keys come back in the order they were put. */
async function trim(cache: Cache): Promise<void> {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}
