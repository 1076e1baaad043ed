import { useQuery } from '@tanstack/react-query';
import { shownFigures } from '../../../shared/domain/display-units.ts';
import type { PressurePair } from '../../../shared/domain/history.ts';
import { pairText } from '../../../shared/domain/quantity-text.ts';
import { pressureType, pressureTypes, typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { ask, failureOf, useBridge, useCall, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Skeleton } from '../../components/loading.tsx';
import { weekStartOf } from '../../components/locale.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { dayStartIn, zonedText } from '../../components/zone-formats.ts';
import styles from './report.module.css';
import { ReportChart } from './report-chart.tsx';
import type { ReportChoice } from './report-query.ts';
import { NoFigures, rangeWords } from './report-section.tsx';

const pageSize = 500;

/** Every reading of some days, oldest first as the other tables of a report: paper can't load more. */
function useReadings(from: number, to: number) {
  const bridge = useBridge();
  return useQuery({
    queryKey: ['history.bloodPressures', 'all', from, to],
    queryFn: async () => {
      const rows: PressurePair[] = [];
      let cursor: string | undefined;
      do {
        const page = await ask(bridge, 'history.bloodPressures', { from, to, limit: pageSize, cursor });
        rows.push(...page.rows);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return rows.toReversed();
    },
  });
}

/** The figures of one side of a blood pressure in the units that are read: none until they are there. */
function useSide(type: string, { from, to, by }: ReportChoice) {
  const { data, error, refetch } = useCall('history.figures', {
    type,
    by,
    from,
    to,
    weekStart: weekStartOf(),
  });
  const units = useUnits();
  return {
    shown: data === undefined ? [] : [{ type, figures: shownFigures(type, data, units) }],
    error,
    refetch,
  };
}

/** Blood pressure in a report: a summary of both sides, a small chart, and every reading as a pair. */
export function PressureSection({ choice }: { readonly choice: ReportChoice }) {
  const zone = useHomeZone();
  const [from, to] = [dayStartIn(choice.from, 0, zone), dayStartIn(choice.to, 1, zone)];
  const readings = useReadings(from, to);
  const [systolic = '', diastolic = ''] = pressureTypes;
  const asked = [useSide(systolic, choice), useSide(diastolic, choice)];
  const sides = asked.flatMap(({ shown }) => shown);
  const failed = [readings, ...asked].filter(({ error }) => error !== null);
  const isLoaded = readings.data !== undefined && sides.length === pressureTypes.length;
  const label = typeLabel(pressureType);
  const isCurrent = sides.every(({ figures }) => figures.isCurrent);
  return (
    <section className={styles['section']} aria-label={label} data-is-loaded={isLoaded}>
      <h3>{label}</h3>
      {failed[0] !== undefined && (
        <FailureNotice
          failure={failureOf(failed[0].error)}
          onRetry={() => Promise.all(failed.map(({ refetch }) => refetch()))}
        />
      )}
      {failed.length === 0 && !isLoaded && <Skeleton label={t('Loading {name}', { name: label })} rows={4} />}
      {isLoaded && readings.data.length === 0 && (
        <NoFigures type={pressureType} choice={choice} isCurrent={isCurrent} />
      )}
      {readings.data !== undefined && readings.data.length > 0 && (
        <>
          <p className={styles['soft']}>
            {t('{count, plural, one {# reading} other {# readings}}', { count: readings.data.length })}
          </p>
          {sides
            .filter(({ figures }) => figures.figures.length > 0)
            .map(({ type, figures }) => (
              <p key={type} className={styles['soft']}>
                {t('{type}: {figures}', { type: typeLabel(type), figures: rangeWords(type, figures) })}
              </p>
            ))}
          {isLoaded && <ReportChart series={sides} from={from} to={to} />}
          <table className={styles['table']}>
            <thead>
              <tr>
                {[t('When'), label, t('Source')].map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {readings.data.map((pair) => (
                <tr key={pair.id}>
                  <th scope="row">{zonedText(pair.start, 'dayTime', zone)}</th>
                  <td>
                    {pairText(pair)} {pair.unit ?? ''}
                  </td>
                  <td>{pair.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
