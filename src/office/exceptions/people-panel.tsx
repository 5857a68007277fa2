/** How often each person did what the report looks at, beside how many sales they made. */
import { useLingui } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import { nameIn } from '../../core/product.ts';
import { Badge } from '../../ui/chip.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { PersonRates } from '../../wire/office-exceptions.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import css from './exceptions-screen.module.css';

export function PeoplePanel({ people }: { readonly people: readonly PersonRates[] }) {
  const { t } = useLingui();
  if (people.length === 0) return null;
  return (
    <Panel title={t`By person`} flush>
      <DataTable
        label={t`By person`}
        heads={[
          { name: t`Staff` },
          { name: t`Sales`, at: 'end' },
          { name: t`Voids`, at: 'end' },
          { name: t`Lines taken off`, at: 'end' },
          { name: t`Discounts at the limit`, at: 'end' },
          { name: t`Drawer openings`, at: 'end' },
        ]}
      >
        {people.map((person) => (
          <PersonRow key={person.staffId ?? ''} person={person} />
        ))}
      </DataTable>
    </Panel>
  );
}

function PersonRow({ person }: { readonly person: PersonRates }) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const rates = [person.voids, person.removals, person.discounts, person.drawers];
  return (
    <tr>
      <th scope="row">{person.staff === null ? t`Nobody signed in` : nameIn(person.staff, lang)}</th>
      <td className={table.end}>{formatCount(person.sales, lang)}</td>
      {rates.map(({ times, standsOut }, at) => (
        <td key={at} className={table.end}>
          {standsOut ? (
            <span className={css.out}>
              <Badge tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
                {t`more than the others`}
              </Badge>
              {formatCount(times, lang)}
            </span>
          ) : (
            formatCount(times, lang)
          )}
        </td>
      ))}
    </tr>
  );
}
