/** What became of every request of many tills, counted where it left: by path and status, with the times of pushes. */
import { SYNC_PATHS } from '../../src/wire/sync.ts';

export class Tally {
  /** `push 200`, `pull 429`, `push no answer`: how often. */
  readonly answers = new Map<string, number>();
  /** From sending a push to its whole answer, of those accepted. */
  pushMs: number[] = [];
  /** From the commit on the till to the server's word that it is stored. */
  ackMs: number[] = [];
  /** Waits that `Retry-After` asked for. */
  readonly toldToWaitS: number[] = [];

  /** The longest a request was waited for, until its answer began or it was given up. */
  longestMs = 0;

  add(what: string): void {
    this.answers.set(what, (this.answers.get(what) ?? 0) + 1);
  }

  count(what: string): number {
    return this.answers.get(what) ?? 0;
  }

  /** Answers and silences that a shop with a healthy server never sees. Being told to come later is none. */
  unexpected(): readonly string[] {
    return [...this.answers]
      .filter(([what]) => !/ (200|429|503)$/.test(what))
      .map(([what, times]) => `${String(times)} x ${what}`);
  }
}

const nameOf = (path: string): string =>
  path.startsWith('/sync/snapshot') ? 'snapshot' : (path.split('/').pop() ?? path);

/** Node's fetch, counting. `originOf` may send each request elsewhere. */
export function countingFetch(tally: Tally, originOf: (path: string) => string): typeof fetch {
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const name = nameOf(pathname);
    const begun = performance.now();
    try {
      const answer = await fetch(originOf(pathname) + pathname, init);
      tally.add(`${name} ${String(answer.status)}`);
      const waitS = answer.headers.get('retry-after');
      if (waitS !== null) tally.toldToWaitS.push(Number(waitS));
      if (pathname !== SYNC_PATHS.push || answer.status !== 200) return answer;
      const body = await answer.arrayBuffer();
      tally.pushMs.push(performance.now() - begun);
      return new Response(body, { status: 200, headers: answer.headers });
    } catch (error) {
      tally.add(init?.signal?.aborted === true ? `${name} called off` : `${name} no answer`);
      throw error;
    } finally {
      tally.longestMs = Math.max(tally.longestMs, performance.now() - begun);
    }
  };
}
