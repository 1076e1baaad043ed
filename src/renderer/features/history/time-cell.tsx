import { timeSpanText, timeText } from '../../components/formats.ts';
import styles from './row.module.css';

/** From – to, or from alone where the list is narrow. */
export function TimeCell({ start, end }: { readonly start: number; readonly end: number }) {
  return (
    <span className={styles['time']}>
      <span className={styles['wide']}>{timeSpanText(start, end)}</span>
      <span className={styles['narrow']}>{timeText(start)}</span>
    </span>
  );
}
