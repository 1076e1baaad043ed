import type { ReactNode } from 'react';
import { durationText, inOne, quantityText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import type { Statistic, ZoneGroup } from '../../../shared/domain/workout.ts';
import { t } from '../../../shared/language.ts';
import { useUnits } from '../../bridge/use-units.ts';
import styles from '../../components/side-panel.module.css';

/** Returns the text of a figure in the user's units, empty for a missing one. */
function useFigureText() {
  const units = useUnits();
  return ({ type, unit }: Pick<Statistic, 'type' | 'unit'>, value: number | null) =>
    value === null ? '' : inOne(quantityText(type, value, unit, units));
}

interface TableProps {
  readonly columns: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}

function Table({ columns, children }: TableProps) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** WorkoutStatistics: the sum for additive types, else the average with its lowest and highest. */
export function StatisticsTable({ statistics }: { readonly statistics: readonly Statistic[] }) {
  const text = useFigureText();
  return (
    <Table columns={[t('Statistic'), t('Figure'), t('Lowest – highest')]}>
      {statistics.map((statistic, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one workout may have two statistics of one type
        <tr key={index}>
          <th scope="row">{typeLabel(statistic.type)}</th>
          <td>{text(statistic, statistic.sum ?? statistic.average)}</td>
          <td>
            {statistic.minimum === null && statistic.maximum === null
              ? ''
              : `${text(statistic, statistic.minimum)} – ${text(statistic, statistic.maximum)}`}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** WorkoutZoneGroup: the time in each zone. */
export function ZonesTable({ group }: { readonly group: ZoneGroup }) {
  const text = useFigureText();
  return (
    <Table columns={[t('Zone'), t('Bounds'), t('Time', {}, 'duration')]}>
      {group.zones.map((zone, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: zones have no name, and their order is all that tells them apart
        <tr key={index}>
          <th scope="row">{index + 1}</th>
          <td>{boundsText(text(group, zone.minimum), text(group, zone.maximum))}</td>
          <td>{zone.duration === null ? '' : durationText(zone.duration)}</td>
        </tr>
      ))}
    </Table>
  );
}

function boundsText(minimum: string, maximum: string): string {
  if (minimum === '') return maximum === '' ? '' : t('Below {maximum}', { maximum });
  return maximum === '' ? t('From {minimum}', { minimum }) : `${minimum} – ${maximum}`;
}
