/**
 * A plain table under its heads. Too wide for its place, it scrolls by itself, by touch and by keys, under a name a
 * reader can find.
 */
import type { ReactNode } from 'react';
import table from './table.module.css';

/** `unseen`: only read aloud, as over a column of keys. */
type Head = { readonly name: string; readonly at?: 'end'; readonly unseen?: true };

type Props = { readonly label: string; readonly heads: readonly Head[]; readonly children: ReactNode };

export function DataTable({ label, heads, children }: Props) {
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map(({ name, at, unseen }, place) => (
              <th key={place} scope="col" className={at === 'end' ? table.end : undefined}>
                {unseen === true ? <span data-unseen="">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
