/** What the list shows, kept in the page's address: a reload, a bookmark and the back key keep it. */
import type { ProductsQuery } from '../../wire/office.ts';

export type ListQuery = Pick<ProductsQuery, 'q' | 'category' | 'status' | 'sort' | 'desc'>;

const STATUSES = ['all', 'active', 'provisional', 'stopped'] as const;
const SORTS = ['no', 'price', 'changed'] as const;

/** Reads the address; what it does not know there is the plain list. */
export function readListQuery(params: URLSearchParams): ListQuery {
  const status = STATUSES.find((one) => one === params.get('status')) ?? 'all';
  const sort = SORTS.find((one) => one === params.get('sort')) ?? 'no';
  const text = (name: string) => (params.get(name) ?? '').slice(0, 64);
  return { q: text('q'), category: text('category'), status, sort, desc: params.get('desc') === 'true' };
}

/** Writes it, leaving out what is plain. */
export function writeListQuery(query: ListQuery): URLSearchParams {
  const plain = readListQuery(new URLSearchParams());
  // its own keys
  const said = Object.entries(query).filter(([name, value]) => value !== plain[name as keyof ListQuery]);
  return new URLSearchParams(said.map(([name, value]): [string, string] => [name, String(value)]));
}
