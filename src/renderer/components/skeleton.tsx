import styles from './skeleton.module.css';

interface Props {
  readonly label: string;
  readonly rows: number;
  /** Height of one row in pixels. */
  readonly height?: number;
}

/** The shape of what is coming, in place of a lone spinner. */
export function Skeleton({ label, rows, height = 40 }: Props) {
  const widths = [72, 58, 64, 46, 68];
  return (
    <div className={styles['skeleton']} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className={styles['row']} style={{ blockSize: height }}>
          <div className={styles['line']} style={{ inlineSize: `${widths[row % widths.length]}%` }} />
        </div>
      ))}
    </div>
  );
}
