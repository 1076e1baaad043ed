import { parseDate } from '@internationalized/date';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  distanceText,
  energyText,
  figureText,
  inOne,
  type QuantityText,
  unitText,
} from '../../../../shared/domain/quantity-text.ts';
import { workoutTotalsTable } from '../../../../shared/domain/view-tables.ts';
import type { WorkoutSpan, WorkoutSum, WorkoutTotals } from '../../../../shared/domain/workout-figures.ts';
import { workoutName } from '../../../../shared/domain/workout-name.ts';
import { formatLocale, t } from '../../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../../bridge/queries.ts';
import type { WorkoutUnits } from '../../../bridge/use-units.ts';
import { Disclosure } from '../../../components/disclosure.tsx';
import { ExportTableButton } from '../../../components/export-dialog.tsx';
import { countText } from '../../../components/formats.ts';
import { Skeleton } from '../../../components/loading.tsx';
import { weekStartOf } from '../../../components/locale.ts';
import { FailureNotice } from '../../../components/notice.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import tables from '../../../components/side-panel.module.css';
import { BigFigures, ScrollBox } from '../../../components/side-panel.tsx';
import { type Filters, rangeOf } from '../filters.ts';
import styles from './workout-totals.module.css';

interface Props {
  readonly totals: ReturnType<typeof useWorkoutTotals>;
  readonly by: WorkoutSpan;
  readonly units: WorkoutUnits;
  readonly onChange: (part: Partial<Filters>) => void;
}

type Measure = 'count' | 'seconds' | 'distance' | 'energy';

const measures: readonly (readonly [Measure, string])[] = [
  ['count', t('Workouts')],
  ['seconds', t('Time', {}, 'duration')],
  ['distance', t('Distance')],
  ['energy', t('Energy')],
];
const tableTitles: Readonly<Record<WorkoutSpan, string>> = {
  week: t('Totals by week and by sport'),
  month: t('Totals by month and by sport'),
  year: t('Totals by year and by sport'),
};
/** Bars at most: a year of weeks, five years of months. */
const maxBars = { week: 53, month: 60, year: 60 } as const;

/** Totals of the filtered workouts, overall and by week, month, or year. */
export function Totals({ totals, by, units, onChange }: Props) {
  const { data, error, refetch } = totals;
  const [measure, setMeasure] = useState<Measure>('seconds');
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (data === undefined) return <Skeleton label={t('Loading the totals')} rows={2} />;
  if (data.total.count === 0) return null;
  return (
    <section className={styles['totals']} aria-label={t('Totals')}>
      <div className={styles['head']}>
        <BigFigures
          figures={measures.flatMap(([one, name]) => {
            const value = data.total[one];
            return value === null ? [] : [{ ...valueText(one, value, units), name }];
          })}
        />
        <div className={styles['choices']}>
          <Segmented<WorkoutSpan>
            label={t('By', {}, 'span')}
            value={by}
            options={[
              ['week', t('Week')],
              ['month', t('Month')],
              ['year', t('Year')],
            ]}
            onChange={(span) => onChange({ by: span })}
          />
          <Segmented<Measure> label={t('Show')} value={measure} options={measures} onChange={setMeasure} />
          <ExportTableButton
            title={tableTitles[by]}
            table={() => workoutTotalsTable(tableTitles[by], by, data, units)}
          />
        </div>
      </div>
      <Bars spans={data.spans} by={by} measure={measure} units={units} onChange={onChange} />
      {data.total.merged > 0 && (
        <p className={tables['soft']}>
          {t(
            '{count, plural, one {# record of the same workouts from other apps isn’t} other {# records of the same workouts from other apps aren’t}} counted again.',
            { count: data.total.merged },
          )}
        </p>
      )}
      <Disclosure title={tableTitles[by]}>
        <ScrollBox label={tableTitles[by]} className={styles['table'] ?? ''}>
          <SumTable
            head={by === 'week' ? t('Week of') : by === 'month' ? t('Month') : t('Year')}
            rows={data.spans
              .toReversed()
              .map((sum) => ({ ...sum, id: sum.day, name: spanText(sum.day, by) }))}
            units={units}
          />
          <SumTable
            head={t('Sport')}
            rows={data.sports.map((sum) => ({ ...sum, id: sum.activity, name: workoutName(sum.activity) }))}
            units={units}
          />
        </ScrollBox>
      </Disclosure>
    </section>
  );
}

const hours = new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 });

/** A sum for the heading; time from an hour on is in hours. */
function valueText(measure: Measure, value: number, units: WorkoutUnits): QuantityText {
  if (measure === 'count') return { figure: countText(value), unit: '' };
  if (measure === 'seconds')
    return value >= 3600
      ? { figure: hours.format(value / 3600), unit: unitText('', 'hr') }
      : { figure: figureText(Math.round(value / 60)), unit: unitText('', 'min') };
  return measure === 'distance' ? distanceText(value, units) : energyText(value, units);
}

const utc = { timeZone: 'UTC' } as const;
const forms = {
  week: new Intl.DateTimeFormat(formatLocale(), { ...utc, day: 'numeric', month: 'short', year: 'numeric' }),
  month: new Intl.DateTimeFormat(formatLocale(), { ...utc, month: 'short', year: 'numeric' }),
  year: new Intl.DateTimeFormat(formatLocale(), { ...utc, year: 'numeric' }),
};
const spanText = (day: string, by: WorkoutSpan) => forms[by].format(Date.parse(day));

const steps = { week: { weeks: 1 }, month: { months: 1 }, year: { years: 1 } } as const;

/** The spans up to the last one without a gap, and the last day of each. */
function filled(
  spans: WorkoutTotals['spans'],
  by: WorkoutSpan,
): { day: string; lastDay: string; sum: WorkoutSum | null }[] {
  const last = spans.at(-1);
  const first = spans[0];
  if (last === undefined || first === undefined) return [];
  const known = new Map(spans.map((span) => [span.day, span]));
  const bars: { day: string; lastDay: string; sum: WorkoutSum | null }[] = [];
  for (
    let day = parseDate(last.day);
    day.toString() >= first.day && bars.length < maxBars[by];
    day = day.subtract(steps[by])
  )
    bars.push({
      day: day.toString(),
      lastDay: day.add(steps[by]).subtract({ days: 1 }).toString(),
      sum: known.get(day.toString()) ?? null,
    });
  return bars.reverse();
}

interface BarsProps extends Pick<Props, 'by' | 'units' | 'onChange'> {
  readonly spans: WorkoutTotals['spans'];
  readonly measure: Measure;
}

/** One bar per span; pressing one filters the workouts to its days. The table below has the same data. */
function Bars({ spans, by, measure, units, onChange }: BarsProps) {
  const [pointed, setPointed] = useState<string | null>(null);
  const bars = filled(spans, by);
  const figureOf = (sum: WorkoutSum | null) => sum?.[measure] ?? 0;
  const most = bars.reduce((high, { sum }) => Math.max(high, figureOf(sum)), 0);
  const words = ({ day, sum }: (typeof bars)[number]) => {
    const [span, figure] = [spanText(day, by), inOne(valueText(measure, figureOf(sum), units))];
    return by === 'week' ? t('Week of {day}: {figure}', { day: span, figure }) : `${span}: ${figure}`;
  };
  const shown = bars.find(({ day }) => day === pointed) ?? bars.at(-1);
  return (
    <div className={styles['chart']}>
      <p className={styles['words']} aria-live="off">
        {shown === undefined ? '' : words(shown)}
      </p>
      <div className={styles['bars']}>
        {bars.map((bar) => (
          <button
            key={bar.day}
            type="button"
            className={styles['bar']}
            aria-label={words(bar)}
            tabIndex={bar.day === (pointed ?? bars.at(-1)?.day) ? 0 : -1}
            onPointerEnter={() => setPointed(bar.day)}
            onFocus={() => setPointed(bar.day)}
            onKeyDown={(event) => {
              const step = { ArrowLeft: 'previousElementSibling', ArrowRight: 'nextElementSibling' } as const;
              const next =
                event.key in step ? event.currentTarget[step[event.key as keyof typeof step]] : null;
              if (next instanceof HTMLElement) next.focus();
            }}
            onClick={() => onChange({ from: bar.day, to: bar.lastDay })}
          >
            <span style={{ blockSize: `${most > 0 ? (figureOf(bar.sum) / most) * 100 : 0}%` }} />
          </button>
        ))}
      </div>
    </div>
  );
}

interface SumRow extends WorkoutSum {
  readonly id: string;
  readonly name: string;
}

function SumTable({
  head,
  rows,
  units,
}: {
  readonly head: string;
  readonly rows: readonly SumRow[];
  readonly units: WorkoutUnits;
}) {
  return (
    <table className={tables['table']}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {measures.map(([measure, name]) => (
            <th key={measure} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.name}</th>
            {measures.map(([measure]) => {
              const value = row[measure];
              return <td key={measure}>{value === null ? '' : inOne(valueText(measure, value, units))}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Totals under the filters; the ones before stay until they are there. */
export function useWorkoutTotals(filters: Filters, by: WorkoutSpan, isEnabled: boolean) {
  const zone = useHomeZone();
  const { activity, source, hasRoute } = filters;
  return useQuery({
    ...callOptions(useBridge(), 'history.workoutTotals', {
      by,
      weekStart: weekStartOf(),
      ...(activity === undefined ? {} : { activity }),
      ...(source === undefined ? {} : { source }),
      ...(hasRoute ? { hasRoute } : {}),
      ...rangeOf(filters, zone),
    }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}
