import type { ReactNode } from 'react';
import { mainFigure } from '../../../shared/domain/figure-table.ts';
import type { Figures } from '../../../shared/domain/figures.ts';
import styles from './report.module.css';

const width = 640;
const height = 96;

/**
 * A small chart of figures over their range: bars from zero for sums, times, and counts, and a line with its band for measures. The table below
 * contains the same data, so the chart is hidden from screen readers.
 */
export function ReportChart({
  type,
  figures,
  from,
  to,
}: {
  readonly type: string;
  readonly figures: Figures;
  readonly from: number;
  readonly to: number;
}) {
  const isMeasure = figures.aggregation === 'mean' || figures.aggregation === 'level';
  const points = figures.figures.flatMap((figure) => {
    const value = mainFigure({ ...figures, type }, figure);
    if (value === null) return [];
    const [low, high] = isMeasure ? [figure.lowest ?? value, figure.highest ?? value] : [0, value];
    return [{ figure, value, low, high }];
  });
  if (points.length === 0) return null;
  const lowest = Math.min(...points.map(({ low }) => low));
  const highest = Math.max(...points.map(({ high }) => high));
  const x = (at: number) => ((at - from) / Math.max(1, to - from)) * width;
  const y = (value: number) => height - 1 - ((value - lowest) / (highest - lowest || 1)) * (height - 2);
  const middle = (start: number, end: number) => x((Math.max(start, from) + Math.min(end, to)) / 2);
  if (isMeasure) {
    const over = points.map(({ figure, high }) => `${middle(figure.start, figure.end)},${y(high)}`);
    const under = points.map(({ figure, low }) => `${middle(figure.start, figure.end)},${y(low)}`);
    const line = points.map(({ figure, value }) => `${middle(figure.start, figure.end)},${y(value)}`);
    return (
      <Drawing>
        <polygon points={[...over, ...under.toReversed()].join(' ')} className={styles['band']} />
        <polyline points={line.join(' ')} className={styles['curve']} />
        {points.length === 1 && (
          <circle cx={line[0]?.split(',')[0]} cy={y(points[0]?.value ?? 0)} r="3" className={styles['bar']} />
        )}
      </Drawing>
    );
  }
  return (
    <Drawing>
      {points.map(({ figure, value }) => {
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
      })}
    </Drawing>
  );
}

/** Stretched to the width of the page. */
function Drawing({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={styles['chart']}
      preserveAspectRatio="none"
      aria-hidden
    >
      {children}
    </svg>
  );
}
