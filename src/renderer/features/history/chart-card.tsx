import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { TypeSummary } from '../../../shared/domain/history.ts';
import { isSummed, typeLabel } from '../../../shared/domain/type-label.ts';
import { callOptions, failureOf, useBridge } from '../../bridge/queries.ts';
import { useHomeZone } from '../../bridge/use-home-zone.ts';
import { countOf, dayText, monthText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { dayIn } from '../../components/zone-formats.ts';
import styles from './chart-card.module.css';
import { type BucketSize, bucketWords, chartFigures, fittingBucket } from './chart-figures.ts';
import { type Filters, rangeOf } from './filters.ts';
import { SeriesChart } from './series-chart.tsx';

const sizes: readonly { readonly id: BucketSize; readonly label: string }[] = [
  { id: 'day', label: 'Day' },
  { id: 'week', label: 'Week' },
  { id: 'month', label: 'Month' },
];
/** history.series answers with at most 5,000 buckets. */
const longestDaySpan = 5_000 * 86_400;

interface Props {
  readonly type: TypeSummary;
  readonly from: Filters['from'];
  readonly to: Filters['to'];
  readonly source: Filters['source'];
  readonly onDays: (days: { from: string; to: string }) => void;
}

/** The chosen type over time, above its records. Dragging over the chart chooses its dates. */
export const ChartCard = memo(function ChartCard({ type, from, to, source, onDays }: Props) {
  const bridge = useBridge();
  const zone = useHomeZone();
  const range = rangeOf({ from, to }, zone);
  const span = (range.to ?? type.lastAt) - (range.from ?? type.firstAt);
  const [chosen, setChosen] = useState<BucketSize | null>(null);
  const bucket = chosen ?? fittingBucket(span);
  const [pointed, setPointed] = useState<number | null>(null);
  const series = useQuery({
    ...callOptions(bridge, 'history.series', {
      type: type.type,
      bucket,
      ...range,
      ...(source === undefined ? {} : { source }),
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = series;
  const figures = useMemo(
    () => (data === undefined ? null : chartFigures(type.type, data.unit, data.buckets)),
    [data, type.type],
  );
  const mark = pointed === null ? undefined : data?.buckets[pointed];
  const markAt = (at: number) => (bucket === 'month' ? monthText(at + 43_200) : dayText(at + 43_200));
  const words =
    mark === undefined || figures === null
      ? ''
      : `${markAt(mark.at)}: ${bucketWords(type.type, data?.unit ?? null, figures.kind, mark)}`;
  const isDoubled =
    figures?.kind === 'sum' && isSummed(type.type) && source === undefined && type.sources > 1;
  const resting =
    figures === null
      ? ''
      : figures.kind === 'count'
        ? `Records a ${bucket}`
        : figures.kind === 'sum'
          ? `Total a ${bucket}${figures.unit === '' ? '' : `, ${figures.unit}`}`
          : `${figures.kind === 'level' ? 'Average by energy (Leq)' : 'Average'} a ${bucket}, from lowest to highest${figures.unit === '' ? '' : `, ${figures.unit}`}`;

  return (
    <section className={styles['card']} aria-label={`${typeLabel(type.type)} over time`}>
      <div className={styles['head']}>
        <p className={styles['words']}>
          {words === '' ? resting : words}
          {words === '' && isDoubled && (
            <span className={styles['note']}> · all sources added up, so overlaps count twice</span>
          )}
        </p>
        <ToggleButtonGroup
          aria-label="Each mark of the chart"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[bucket]}
          onSelectionChange={(keys) => setChosen(sizes.find(({ id }) => keys.has(id))?.id ?? null)}
          className={styles['sizes'] ?? ''}
        >
          {sizes.map(({ id, label }) => (
            <ToggleButton
              key={id}
              id={id}
              isDisabled={id === 'day' && span > longestDaySpan}
              className={styles['size'] ?? ''}
            >
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <div className={styles['chart']}>
        {series.error !== null && data === undefined ? (
          <FailureNotice failure={failureOf(series.error)} onRetry={() => series.refetch()} />
        ) : figures === null ? (
          <Skeleton label="Loading the chart" rows={3} />
        ) : figures.at.length === 0 ? (
          <p className={styles['none']}>Nothing in these dates.</p>
        ) : (
          <SeriesChart
            figures={figures}
            label={`${resting}: ${countOf(figures.at.length, bucket)} from ${dayText(figures.at[0] ?? 0)} to ${dayText(figures.at.at(-1) ?? 0)}`}
            onCursor={setPointed}
            onSelect={(first, last) => onDays({ from: dayIn(first, 'UTC'), to: dayIn(last, 'UTC') })}
          />
        )}
      </div>
    </section>
  );
});
