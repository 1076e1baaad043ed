import { ArrowUpDown, MoveRight } from 'lucide-react';
import { useCall } from '../../bridge/queries.ts';
import { formatRoute } from '../../navigation/routes.ts';
import own from './receipt-card.module.css';
import { wayText } from './way-words.ts';

/** The receipt's last line: the delivery of the imported data. */
export function OnTheirWay() {
  const overview = useCall('sync.overview', {}).data;
  if (overview === undefined) return <span />;
  const hasTarget = overview.destinations.some(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  return (
    <span className={own['way']}>
      {hasTarget && <ArrowUpDown size={14} aria-hidden />}
      <span>{wayText(overview)}</span>
      <a href={formatRoute(hasTarget ? 'sync' : 'settings')}>
        {hasTarget ? 'See sync' : 'Set up'} <MoveRight size={14} aria-hidden />
      </a>
    </span>
  );
}
