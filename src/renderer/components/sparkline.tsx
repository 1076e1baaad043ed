import styles from './sparkline.module.css';

interface Props {
  readonly values: readonly number[];
}

/** Bars for each value relative to the highest. Hidden from screen readers, which read the count and the span next to them. */
export function Sparkline({ values }: Props) {
  const highest = Math.max(...values, 1);
  const width = 64;
  const height = 18;
  const step = width / Math.max(values.length, 1);
  return (
    <svg
      className={styles['sparkline']}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      <path
        d={values
          .map((value, index) => {
            if (value <= 0) return '';
            const tall = Math.max(1.5, (value / highest) * height);
            return `M${(index * step).toFixed(2)} ${height}v${(-tall).toFixed(2)}h${(step * 0.72).toFixed(2)}v${tall.toFixed(2)}z`;
          })
          .join('')}
      />
    </svg>
  );
}
