/**
 * State, down to a device: the rows of each stream past its cursor, all read in one moment together with how far the
 * device's own journal is counted in.
 *
 * Invariants: a page that says `to` holds every committed change up to `to`; a cursor that belongs to another history
 * is told so and never advanced; the answer keeps within `maxBytes`, but for one row at least.
 */
import type { Page, Pull, PullErr, Stream } from '../../wire/sync.ts';
import type { ChainRef, FeedLine, FeedPort } from './port.ts';

const PAGE_ROWS = 1_000;
const MOST_PARKED = 100;
const MOST_DELTA = 20_000;
/** Below this many changes a snapshot is never the shorter way, whatever share of the stream they are. */
const SMALL_DELTA = 1_000;
/** The oldest rows' schema this server still writes. */
export const MIN_SCHEMA = 1;

type Cursor = Pull['streams'][number] & { readonly stream: Stream };
type Applied = { readonly incarnation: string; readonly seq: number; readonly parked: number[] };

/** Answers one page, or the reason there is none, per stream asked for. Asks of one moment of the database. */
export async function readPages(port: FeedPort, chain: ChainRef, pull: Pull): Promise<(Page | PullErr)[]> {
  const { seq, parked } = await port.applied(chain, MOST_PARKED);
  const applied = { incarnation: chain.incarnation, seq, parked: [...parked] };
  const answers: (Page | PullErr)[] = [];
  let bytesLeft = pull.maxBytes;
  for (const cursor of pull.streams as readonly Cursor[]) {
    const answer =
      pull.schema < MIN_SCHEMA
        ? ({ stream: cursor.stream, error: 'upgrade_required', minSchema: MIN_SCHEMA } satisfies PullErr)
        : await readPage(port, cursor, { applied, maxBytes: bytesLeft });
    if ('rows' in answer) bytesLeft -= answer.bytes;
    answers.push('rows' in answer ? answer.page : answer);
  }
  return answers;
}

type Sized = { readonly page: Page; readonly bytes: number; readonly rows: true };

async function readPage(
  port: FeedPort,
  cursor: Cursor,
  { applied, maxBytes }: { applied: Applied; maxBytes: number },
): Promise<Sized | PullErr> {
  const { stream, gen, after, mark: afterMark } = cursor;
  const head = await port.head(stream);
  const refusal = await judgeCursor(port, cursor, head);
  if (refusal !== null) return refusal;
  const found = await port.rowsAfter(stream, after, PAGE_ROWS + 1);
  const { lines, bytes } = fitting(found.slice(0, PAGE_ROWS), maxBytes);
  const more = lines.length < found.length;
  const to = more ? (lines.at(-1)?.s ?? after) : head;
  const mark = await markOf(port, stream, more ? [to, head] : [to]);
  const rows = lines.map(({ t, id, s, body }) =>
    body === null ? { t, id, s, d: 1 as const } : { t, id, s, r: JSON.parse(body) as unknown },
  );
  const digest = cursor.digest === true && !more ? { digest: await port.sums(stream) } : {};
  return { page: { stream, gen, after, afterMark, to, mark, head, more, rows, applied, ...digest }, bytes, rows: true };
}

/**
 * The names of the commits these numbers stand for. A page with more to come names the head it was read under too: rows
 * that changed meanwhile have moved past `to`, and a history that agrees at `to` but not there would never send them.
 */
async function markOf(port: FeedPort, stream: Stream, seqs: readonly number[]): Promise<string> {
  const named: string[] = [];
  for (const seq of seqs) {
    const mark = seq === 0 ? '' : ((await port.markAt(stream, seq)) ?? '');
    named.push(named.length === 0 ? mark : `${String(seq)} ${mark}`);
  }
  return named.join(' ');
}

/** Whether the cursor is of this history and near enough; null when it is. */
async function judgeCursor(
  port: FeedPort,
  { stream, gen, after, mark }: Cursor,
  head: number,
): Promise<PullErr | null> {
  const newest = await port.newestSnapshot(stream);
  const newGen = newest?.gen ?? '';
  if (gen === '') return { stream, error: 'snapshot', gen: newGen };
  // A number we never gave, or one that stands for another commit: the server was restored, or lost its tail.
  if (after > head) return { stream, error: 'history_changed', gen: newGen };
  const [, under] = mark.split(' '); // of a pull that goes on: the head its last page was read under
  const seqs = under === undefined ? [after] : [after, Number(under)];
  if (after > 0 && (await markOf(port, stream, seqs)) !== mark)
    return { stream, error: 'history_changed', gen: newGen };
  return (await isFarBehind(port, stream, after)) ? { stream, error: 'snapshot', gen: newGen } : null;
}

/** Whether loading a snapshot is the shorter way from `after`: then the snapshot itself must be made anew, too. */
export async function isFarBehind(port: FeedPort, stream: Stream, after: number): Promise<boolean> {
  const behind = await port.countAfter(stream, after, MOST_DELTA + 1);
  if (behind <= SMALL_DELTA) return false;
  return behind > MOST_DELTA || behind * 5 > (await port.countAll(stream));
}

function fitting(found: readonly FeedLine[], maxBytes: number): { lines: readonly FeedLine[]; bytes: number } {
  let bytes = 0;
  for (const [index, line] of found.entries()) {
    const size = (line.body?.length ?? 0) + line.id.length + 40;
    if (index > 0 && bytes + size > maxBytes) return { lines: found.slice(0, index), bytes };
    bytes += size;
  }
  return { lines: found, bytes };
}
