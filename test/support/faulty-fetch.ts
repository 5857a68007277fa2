/**
 * A bad network in front of any server that is a `fetch`: requests lost, answers lost after the server acted, bodies
 * cut, captive portals, errors of proxies, silence. Each request asks `next` what becomes of it.
 */
export type NetFault =
  | 'none'
  | 'offline' // never reaches the server
  | 'lost_reply' // the server acts, the till never hears
  | 'cut' // the answer breaks off in the middle
  | 'portal' // 200 and somebody else's page
  | 'hang' // nothing, ever
  | 'too_big'
  | 'busy'
  | 'http_500'
  | 'http_502';

type NetRequest = { readonly method: string; readonly path: string };

export function faultyFetch(real: typeof fetch, next: (request: NetRequest) => NetFault): typeof fetch {
  return async (input, init) => {
    const url = new URL(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url);
    switch (next({ method: init?.method ?? 'GET', path: url.pathname })) {
      case 'none':
        return real(input, init);
      case 'offline':
        throw new TypeError('fetch failed');
      case 'lost_reply':
        await real(input, init);
        throw new TypeError('fetch failed');
      case 'cut': {
        const { body: whole, headers, status } = await real(input, init);
        const { value = new Uint8Array(0) } = (await whole?.getReader().read()) ?? {};
        const body = new ReadableStream<Uint8Array>({
          start: (channel) => {
            channel.enqueue(value.subarray(0, Math.floor(value.length / 2)));
            channel.error(new TypeError('terminated'));
          },
        });
        return new Response(body, { headers, status });
      }
      case 'portal':
        return new Response('<html>Welcome to Free Wi-Fi</html>', { headers: { 'content-type': 'text/html' } });
      case 'hang':
        return new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        });
      case 'too_big':
        return Response.json({ error: 'too_big' }, { status: 413 });
      case 'busy':
        return Response.json({ error: 'retry', afterMs: 1000 }, { status: 503, headers: { 'retry-after': '1' } });
      case 'http_500':
        return Response.json({ code: 'server_unreachable' }, { status: 500 });
      case 'http_502':
        return new Response('Bad gateway', { status: 502 });
    }
  };
}

/** What answers breaks off at once when its signal is given, as a real fetch does, while the server goes on. */
export function breaksOff(real: typeof fetch): typeof fetch {
  return (input, init) =>
    new Promise((resolve, reject) => {
      const quit = () => reject(new DOMException('aborted', 'AbortError'));
      if (init?.signal?.aborted === true) quit();
      init?.signal?.addEventListener('abort', quit);
      real(input, init).then(resolve, reject);
    });
}
