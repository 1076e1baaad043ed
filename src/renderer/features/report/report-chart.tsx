import { mainFigure } from '../../../shared/domain/figure-table.ts';
import type { Figure, Figures } from '../../../shared/domain/figures.ts';
import styles from './report.module.css';

const width = 640;
const height = 96;

interface Series {
  readonly type: string;
  readonly figures: Figures;
}

interface Props {
  /** On one scale; several only of measures. */
  readonly series: readonly Series[];
  /** Instants, UTC seconds. */
  readonly from: number;
  readonly to: number;
}

interface Point {
  readonly figure: Figure;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const isMeasure = ({ aggregation }: Figures) => aggregation === 'mean' || aggregation === 'level';

function pointsOf({ type, figures }: Series): Point[] {
  return figures.figures.flatMap((figure) => {
    const value = mainFigure({ ...figures, type }, figure);
    if (value === null) return [];
    const [low, high] = isMeasure(figures) ? [figure.lowest ?? value, figure.highest ?? value] : [0, value];
    return [{ figure, value, low, high }];
  });
}

/**
 * A small chart of figures over their range: bars from zero for sums, times, and counts, and a line with its band for measures. The table below
 * contains the same data, so the chart is hidden from screen readers.
 */
export function ReportChart({ series, from, to }: Props) {
  const drawn = series.map((one) => ({ ...one, points: pointsOf(one) }));
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return null;
  const lowest = Math.min(...all.map(({ low }) => low));
  const highest = Math.max(...all.map(({ high }) => high));
  const x = (at: number) => ((at - from) / Math.max(1, to - from)) * width;
  const y = (value: number) => height - 1 - ((value - lowest) / (highest - lowest || 1)) * (height - 2);
  const middle = ({ figure: { start, end } }: Point) => x((Math.max(start, from) + Math.min(end, to)) / 2);
  const along = (points: readonly Point[], pick: (point: Point) => number) =>
    points.map((point) => `${middle(point)},${y(pick(point))}`);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={styles['chart']}
      preserveAspectRatio="none"
      aria-hidden
    >
      {drawn.map(({ type, figures, points }) => {
        const [only] = points;
        if (!isMeasure(figures)) return <Bars key={type} points={points} from={from} to={to} x={x} y={y} />;
        const over = along(points, ({ high }) => high);
        const under = along(points, ({ low }) => low).toReversed();
        return (
          <g key={type}>
            <polygon points={[...over, ...under].join(' ')} className={styles['band']} />
            <polyline points={along(points, ({ value }) => value).join(' ')} className={styles['curve']} />
            {points.length === 1 && only !== undefined && (
              <circle cx={middle(only)} cy={y(only.value)} r="3" className={styles['bar']} />
            )}
          </g>
        );
      })}
    </svg>
  );
}

interface BarsProps extends Pick<Props, 'from' | 'to'> {
  readonly points: readonly Point[];
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function Bars({ points, from, to, x, y }: BarsProps) {
  return points.map(({ figure, value }) => {
    const [left, right] = [x(Math.max(figure.start, from)), x(Math.min(figure.end, to))];
    const gap = Math.min(2, (right - left) / 4);
    return (
      <rect
        key={figure.day}
        x={left + gap / 2}
        y={y(value)}
        width={Math.max(0.5, right - left - gap)}
        height={Math.max(0, height - y(value))}
        className={styles['bar']}
      />
    );
  });
}
