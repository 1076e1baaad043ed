import type { Card, CardSeries } from '../../../shared/domain/cards.ts';
import { categoryOfType } from '../../../shared/domain/event-category.ts';
import { plusDays } from '../../../shared/time.ts';
import { chartText, daysFrom, type ShownCard } from './card-words.ts';
import styles from './mini-chart.module.css';

interface Props {
  readonly card: ShownCard;
  /** Newest day of all cards: the chart's last. */
  readonly to: string;
}

const days = 28;
const width = 280;
const height = 56;
const step = width / days;

/** Four weeks of a card: bars for sums, or points on a line for measurements, on the band of the usual range. */
export function MiniChart({ card, to }: Props) {
  const from = plusDays(to, 1 - days);
  const shown = card.kind === 'rings' ? card.series.slice(0, 1) : card.series;
  const isMeasured = card.aggregation === 'mean' || card.aggregation === 'level';
  const values = shown.flatMap((series) => [
    ...series.days.map(({ value }) => value),
    ...(series.days.length > 0 && series.usual !== null ? [series.usual.low, series.usual.high] : []),
  ]);
  const top = values.length === 0 ? 1 : Math.max(...values);
  const bottom = isMeasured && values.length > 0 ? Math.min(...values) : 0;
  const room = top - bottom || Math.abs(top) || 1;
  // Measurements keep away from the edges; bars start at the bottom.
  const y = (value: number) =>
    isMeasured
      ? height - 5 - ((value - bottom) / room) * (height - 10)
      : height - (value / room) * (height - 2);
  const label = shown.map((series) => chartText(card, series, from, to)).join('; ');
  return (
    <svg
      className={`${styles['chart']} ${styles[colorOf(card)]}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className={styles['ground']} />
      {shown.map((series) => (
        <g key={series.name}>
          {series.usual !== null && series.days.length > 0 && (
            <rect
              x={0}
              width={width}
              y={y(series.usual.high)}
              height={Math.max(1, y(series.usual.low) - y(series.usual.high))}
              className={styles['band']}
            />
          )}
          {isMeasured ? (
            <Points series={series} from={from} y={y} />
          ) : (
            <Bars series={series} from={from} y={y} />
          )}
        </g>
      ))}
    </svg>
  );
}

interface Marks {
  readonly series: CardSeries;
  readonly from: string;
  readonly y: (value: number) => number;
}

function Bars({ series, from, y }: Marks) {
  const path = daysFrom(series.days, from, days)
    .map((day, index) => {
      if (day === null || day.value <= 0) return '';
      const tall = Math.max(1.5, height - y(day.value));
      return `M${(index * step + step * 0.16).toFixed(1)} ${height}v${(-tall).toFixed(1)}h${(step * 0.68).toFixed(1)}v${tall.toFixed(1)}z`;
    })
    .join('');
  return <path d={path} className={styles['bars']} />;
}

function Points({ series, from, y }: Marks) {
  const points = daysFrom(series.days, from, days).flatMap((day, index) =>
    day === null ? [] : [[(index + 0.5) * step, y(day.value)] as const],
  );
  const line = points
    .map(([x, at], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${at.toFixed(1)}`)
    .join('');
  // A line of no length with round ends is a dot that keeps its form, whatever width the chart has.
  const dots = points.map(([x, at]) => `M${x.toFixed(1)} ${at.toFixed(1)}h0`).join('');
  return (
    <>
      <path d={line} className={styles['line']} />
      <path d={dots} className={styles['dots']} />
    </>
  );
}

function colorOf({ kind, id }: Card): string {
  if (kind === 'rings') return 'rings';
  if (kind === 'sleep') return 'sleep';
  if (kind === 'workouts') return 'workout';
  return categoryOfType[id] ?? 'other';
}
