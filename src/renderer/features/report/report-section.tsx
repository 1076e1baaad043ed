import { type ShownFigures, shownFigures } from '../../../shared/domain/display-units.ts';
import {
  figureTable,
  mainFigure,
  mainFigureText,
  noFiguresText,
} from '../../../shared/domain/figure-table.ts';
import type { Figure } from '../../../shared/domain/figures.ts';
import { meanRules } from '../../../shared/domain/mean-kind.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { sentences, t } from '../../../shared/language.ts';
import { msPerDay, secondsPerDay } from '../../../shared/time.ts';
import { failureOf, useCall, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Skeleton } from '../../components/loading.tsx';
import { localeNow, weekStartOf } from '../../components/locale.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { calendarSpanText, dayStartIn } from '../../components/zone-formats.ts';
import styles from './report.module.css';
import { ReportChart } from './report-chart.tsx';
import type { ReportChoice, ReportSpan } from './report-query.ts';

const utc = { timeZone: 'UTC' } as const;
const dayFormat = new Intl.DateTimeFormat(localeNow, {
  ...utc,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const weekFormat = new Intl.DateTimeFormat(localeNow, {
  ...utc,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const monthFormat = new Intl.DateTimeFormat(localeNow, { ...utc, month: 'long', year: 'numeric' });

/** `Wed, 5 Mar 2025`, `3 – 9 Mar 2025`, `March 2025`; the last day of a span is the one before its end. */
function spanText({ day, start, end }: Figure, by: ReportSpan): string {
  const first = Date.parse(day);
  if (by === 'day') return dayFormat.format(first);
  if (by === 'month') return monthFormat.format(first);
  // Rounded, because a clock change makes a week an hour longer or shorter.
  const days = Math.max(1, Math.round((end - start) / secondsPerDay));
  return weekFormat.formatRange(first, first + (days - 1) * msPerDay);
}

export interface SectionProps {
  readonly type: string;
  readonly choice: ReportChoice;
}

/** A one-line summary of the whole range. */
export function rangeWords(type: string, figures: ShownFigures): string {
  const days = figures.figures.reduce((sum, figure) => sum + figure.days, 0);
  const kind = { ...figures, type };
  const text = (value: number | null) => mainFigureText(kind, value);
  const sum = figures.figures.reduce((whole, figure) => whole + (mainFigure(kind, figure) ?? 0), 0);
  switch (figures.aggregation) {
    case 'sum':
    case 'time':
      return t('{sum} on {days, plural, one {# day} other {# days}}, {mean} a day', {
        sum: text(sum),
        days,
        mean: text(sum / Math.max(1, days)),
      });
    case 'count':
      return t('{sum} on {days, plural, one {# day} other {# days}}', { sum: text(sum), days });
    case 'mean':
    case 'level': {
      const lows = figures.figures.flatMap(({ lowest }) => lowest ?? []);
      const highs = figures.figures.flatMap(({ highest }) => highest ?? []);
      return t('{lowest} to {highest} on {days, plural, one {# day} other {# days}}', {
        lowest: text(Math.min(...lows)),
        highest: text(Math.max(...highs)),
        days,
      });
    }
  }
}

/** A range without figures: without records, or with none that counts. */
export function NoFigures({
  type,
  choice: { from, to },
  isCurrent,
}: SectionProps & { readonly isCurrent: boolean }) {
  const counted = useCall('history.recordCount', { type, from, to });
  if (counted.error !== null)
    return <FailureNotice failure={failureOf(counted.error)} onRetry={() => counted.refetch()} />;
  if (counted.data === undefined)
    return <Skeleton label={t('Loading {name}', { name: typeLabel(type) })} rows={1} />;
  const { count } = counted.data;
  return (
    <p className={styles['soft']}>
      {count === 0
        ? t('Nothing in this range.')
        : noFiguresText(calendarSpanText(from, to), count, isCurrent)}
    </p>
  );
}

/** One type in a report: a summary, a small chart, and every figure. */
export function ReportSection({ type, choice }: SectionProps) {
  const { from, to, by } = choice;
  const zone = useHomeZone();
  const figures = useCall('history.figures', { type, by, from, to, weekStart: weekStartOf() });
  const units = useUnits();
  const data = figures.data && shownFigures(type, figures.data, units);
  const table = data && figureTable(type, data, (figure) => spanText(figure, by));
  const means = data === undefined ? [] : meanRules(type, data.aggregation);
  return (
    <section className={styles['section']} aria-label={typeLabel(type)} data-is-loaded={data !== undefined}>
      <h3>{typeLabel(type)}</h3>
      {figures.error !== null && (
        <FailureNotice failure={failureOf(figures.error)} onRetry={() => figures.refetch()} />
      )}
      {figures.isPending && <Skeleton label={t('Loading {name}', { name: typeLabel(type) })} rows={4} />}
      {data !== undefined && table?.rows.length === 0 && (
        <NoFigures type={type} choice={choice} isCurrent={data.isCurrent} />
      )}
      {data !== undefined && table !== undefined && table.rows.length > 0 && (
        <>
          <p className={styles['soft']}>
            {data.isCurrent
              ? rangeWords(type, data)
              : t('{figures}. Days are still being counted: figures may change.', {
                  figures: rangeWords(type, data),
                })}
          </p>
          {means.length > 0 && <p className={styles['soft']}>{sentences(...means)}</p>}
          <ReportChart
            series={[{ type, figures: data }]}
            from={dayStartIn(from, 0, zone)}
            to={dayStartIn(to, 1, zone)}
          />
          <table className={styles['table']}>
            <thead>
              <tr>
                {table.columns.map((column, index) => (
                  <th key={column} scope="col">
                    {index === 0 ? { day: t('Day'), week: t('Week'), month: t('Month') }[by] : column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map(({ figure, cells }) => (
                <tr key={figure.day}>
                  <th scope="row">{cells[0]}</th>
                  {cells.slice(1).map((cell, index) => (
                    <td key={table.columns[index + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
