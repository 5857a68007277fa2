/** A long list asked for in pieces: engines limit the parameters of one statement. */
const MOST = 500;

/** Runs `ask` on pieces of the list, one after another, and joins the answers. An empty list asks nothing. */
export async function slices<T, R>(
  list: readonly T[],
  ask: (piece: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const all: R[] = [];
  for (let at = 0; at < list.length; at += MOST) all.push(...(await ask(list.slice(at, at + MOST))));
  return all;
}
