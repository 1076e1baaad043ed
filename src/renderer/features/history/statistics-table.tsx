import { quantityText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import type { Statistic } from '../../../shared/domain/workout.ts';
import styles from '../../components/side-panel.module.css';

function text({ type, unit }: Statistic, value: number | null): string {
  if (value === null) return '';
  const shown = quantityText(type, value, unit);
  return shown.unit === '' ? shown.figure : `${shown.figure} ${shown.unit}`;
}

/** WorkoutStatistics: sums where the type is summed, else the average with its lowest and highest. */
export function StatisticsTable({ statistics }: { readonly statistics: readonly Statistic[] }) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Figure</th>
          <th scope="col">Lowest – highest</th>
        </tr>
      </thead>
      <tbody>
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
      </tbody>
    </table>
  );
}
