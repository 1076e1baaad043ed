import { FileHeart } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Units } from '../../../shared/domain/display-units.ts';
import { type DocumentGroup, type DocumentRow, documentText } from '../../../shared/domain/documents.ts';
import { beside, inOne, type QuantityText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PagedTable } from '../../components/paged-table.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { type DocumentPlace, documentHref, recordHref } from './document-route.ts';
import { documentDateText, groupLabel, notesText, prescriptionLabel, rowValue } from './document-words.ts';
import styles from './documents.module.css';

/** One row in cells: the first is what the row is called by, the others as the columns of its section. */
interface Line {
  readonly href: string | null;
  readonly head: string;
  readonly cells: readonly ReactNode[];
}

interface Props {
  readonly group: DocumentGroup;
  readonly place: DocumentPlace;
}

/** Documents of one group, newest first. */
export function DocumentList({ group, place }: Props) {
  const zone = useHomeZone();
  const units = useUnits();
  const pages = usePages<DocumentRow, 'history.documentsPage'>(
    'history.documentsPage',
    { group: group.group, ...(place.isRemoved ? { isRemoved: true } : {}) },
    100,
  );
  const heads = columnsOf(group);
  return (
    <PagedTable
      label={groupLabel(group)}
      pages={pages}
      columns={heads}
      empty={
        <EmptyState icon={FileHeart} title={t('Nothing here')}>
          {t('This document doesn’t exist.')}
        </EmptyState>
      }
    >
      {(row) => {
        const { href, head, cells } = lineOf(row, place, zone, units);
        return (
          <tr key={row.id} data-open={row.id === place.item}>
            <th scope="row">{href === null ? head : <a href={href}>{head}</a>}</th>
            {cells.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells stand under their columns and never move
              <td key={index} className={heads[index + 1]?.className}>
                {cell}
              </td>
            ))}
          </tr>
        );
      }}
    </PagedTable>
  );
}

const extra = styles['extra'];
const source = { name: t('Source'), className: extra };

interface Column {
  readonly name: string;
  readonly className?: string | undefined;
}

function columnsOf({ section, group }: DocumentGroup): readonly Column[] {
  if (section === 'clinical')
    return [
      { name: t('Date') },
      { name: t('Name') },
      { name: t('Value') },
      { name: t('Range', {}, 'of a lab value'), className: extra },
      { name: t('Status'), className: extra },
      source,
    ];
  if (group === 'audiogram') return [{ name: t('Date') }, { name: t('Points') }, source];
  if (group === 'vision') return [{ name: t('Issued') }, { name: t('Kind') }, { name: t('Expires') }, source];
  if (section === 'correlations') return [{ name: t('Time') }, { name: t('Records') }, source];
  return [{ name: t('Time') }, { name: t('Value') }, { name: t('Details') }, source];
}

function lineOf(row: DocumentRow, place: DocumentPlace, zone: string | null, units: Units): Line {
  const href = documentHref({ ...place, item: row.id });
  const when = zonedText(row.start, 'exact', zone);
  switch (row.kind) {
    case 'clinical':
      return {
        href,
        head: row.date === null ? t('No date') : documentDateText(row.date, zone),
        cells: [
          row.name === null ? t('No name') : documentText(row.name),
          <span key="value" className={styles['value']}>
            {documentText(row.value ?? '')}
          </span>,
          row.range ?? '',
          row.status ?? '',
          row.source,
        ],
      };
    case 'audiogram':
      return {
        href,
        head: when,
        cells: [
          t('{count, plural, one {# frequency} other {# frequencies}}', { count: row.frequencies }),
          row.source,
        ],
      };
    case 'vision':
      return {
        href,
        head: zonedText(row.start, 'day', zone),
        cells: [
          prescriptionLabel(row.type),
          row.expiresAt === null ? '' : zonedText(row.expiresAt, 'day', zone),
          row.source,
        ],
      };
    case 'record':
      return {
        href: recordHref(row.type, row.id),
        head: when,
        cells: [<Value key="value" of={rowValue(row, units)} />, notesText(row.metadata), row.source],
      };
    case 'correlation':
      return {
        href: null,
        head: when,
        cells: [
          row.members
            .map((member) => {
              return `${typeLabel(member.type)} ${inOne(rowValue(member, units))}`.trim();
            })
            .join(' · '),
          row.source,
        ],
      };
  }
}

function Value({ of }: { readonly of: QuantityText }) {
  const { figure, unit } = beside(of);
  return (
    <>
      <span className={styles['value']}>{figure}</span> <span className={styles['unit']}>{unit}</span>
    </>
  );
}
