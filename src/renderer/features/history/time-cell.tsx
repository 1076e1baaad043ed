import { useHomeZone } from '../../bridge/use-home-zone.ts';
import { zonedSpanText, zonedText } from '../../components/zone-formats.ts';
import styles from './row.module.css';

/** From – to, or from alone where the list is narrow. */
export function TimeCell({ start, end }: { readonly start: number; readonly end: number }) {
  const zone = useHomeZone();
  return (
    <span className={styles['time']}>
      <span className={styles['wide']}>{zonedSpanText(start, end, zone)}</span>
      <span className={styles['narrow']}>{zonedText(start, 'time', zone)}</span>
    </span>
  );
}
