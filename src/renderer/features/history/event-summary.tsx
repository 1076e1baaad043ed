import type { ReactNode } from 'react';
import type { EventCategory } from '../../../shared/domain/event-category.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { useCall } from '../../bridge/queries.ts';
import { countOf } from '../../components/formats.ts';
import styles from './history-page.module.css';

interface Props {
  readonly category: EventCategory | undefined;
  readonly chips: ReactNode;
}

/** The chosen events and their total number. */
export function EventSummary({ category, chips }: Props) {
  const counts = useCall('history.eventCounts', {}).data;
  const count = counts
    ?.filter((one) => category === undefined || one.category === category)
    .reduce((sum, one) => sum + one.count, 0);
  return (
    <div className={styles['summary']}>
      <h2>{category === undefined ? 'All events' : categoryLabel(category)}</h2>
      <p>{count === undefined ? '' : countOf(count, 'event')}</p>
      {chips}
    </div>
  );
}
