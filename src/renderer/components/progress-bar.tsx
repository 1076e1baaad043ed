import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components';
import styles from './progress-bar.module.css';

interface Props {
  readonly label: string;
  /** 0 to 100; null while nothing can be said. */
  readonly percent: number | null;
}

export function ProgressBar({ label, percent }: Props) {
  return (
    <AriaProgressBar className={styles['bar'] ?? ''} value={percent ?? 0} isIndeterminate={percent === null}>
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['track']}>
        <div className={styles['fill']} style={{ inlineSize: `${percent ?? 0}%` }} />
      </div>
    </AriaProgressBar>
  );
}
