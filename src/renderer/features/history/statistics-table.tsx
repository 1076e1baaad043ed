import type { Units } from '../../../shared/domain/display-units.ts';
import { durationText, inOne, quantityText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import type { Statistic, ZoneGroup } from '../../../shared/domain/workout.ts';
import { t } from '../../../shared/language.ts';
import { useUnits } from '../../bridge/use-units.ts';
import styles from '../../components/side-panel.module.css';

function quantity(
  { type, unit }: Pick<Statistic, 'type' | 'unit'>,
  value: number | null,
  units: Units,
): string {
  if (value === null) return '';
  return inOne(quantityText(type, value, unit, units));
}

/** WorkoutStatistics: the sum for additive types, else the average with its lowest and highest. */
export function StatisticsTable({ statistics }: { readonly statistics: readonly Statistic[] }) {
  const units = useUnits();
  const text = (of: Pick<Statistic, 'type' | 'unit'>, value: number | null) => quantity(of, value, units);
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{t('Statistic')}</th>
          <th scope="col">{t('Figure')}</th>
          <th scope="col">{t('Lowest – highest')}</th>
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

/** WorkoutZoneGroup: the time in each zone. */
export function ZonesTable({ group }: { readonly group: ZoneGroup }) {
  const units = useUnits();
  const text = (of: Pick<Statistic, 'type' | 'unit'>, value: number | null) => quantity(of, value, units);
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{t('Zone')}</th>
          <th scope="col">{t('Bounds')}</th>
          <th scope="col">{t('Time', {}, 'duration')}</th>
        </tr>
      </thead>
      <tbody>
        {group.zones.map((zone, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: zones have no name, and their order is all that tells them apart
          <tr key={index}>
            <th scope="row">{index + 1}</th>
            <td>{boundsText(text(group, zone.minimum), text(group, zone.maximum))}</td>
            <td>{zone.duration === null ? '' : durationText(zone.duration)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function boundsText(minimum: string, maximum: string): string {
  if (minimum === '') return maximum === '' ? '' : t('Below {maximum}', { maximum });
  return maximum === '' ? t('From {minimum}', { minimum }) : `${minimum} – ${maximum}`;
}
