import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components';
import progressBarStyles from './progress-bar.module.css';
import styles from './skeleton.module.css';

interface Props {
  readonly label: string;
  readonly rows: number;
  /** Height of one row in pixels. */
  readonly height?: number;
}

/** A placeholder in the shape of the coming content, instead of a lone spinner. */
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

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 100; null while unknown. */
  readonly percent: number | null;
}

export function ProgressBar({ label, percent }: ProgressBarProps) {
  return (
    <AriaProgressBar
      className={progressBarStyles['bar'] ?? ''}
      value={percent ?? 0}
      isIndeterminate={percent === null}
    >
      <Label className={progressBarStyles['label'] ?? ''}>{label}</Label>
      <div className={progressBarStyles['track']}>
        <div className={progressBarStyles['fill']} style={{ inlineSize: `${percent ?? 0}%` }} />
      </div>
    </AriaProgressBar>
  );
}
