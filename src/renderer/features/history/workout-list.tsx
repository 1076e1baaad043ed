import { Route as RouteIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WorkoutRow } from '../../../shared/domain/history.ts';
import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { useHomeZone } from '../../bridge/use-home-zone.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { TypeMark } from '../../components/type-mark.tsx';
import { type Filters, rangeOf } from './filters.ts';
import { ItemList } from './item-list.tsx';
import { distanceText } from './record-words.ts';
import styles from './row.module.css';
import { TimeCell } from './time-cell.tsx';

interface Props {
  readonly filters: Filters;
  readonly onOpen: (id: number | undefined) => void;
  readonly onClear: ReactNode;
}

export function WorkoutList({ filters, onOpen, onClear }: Props) {
  const { activity, source, isRemoved } = filters;
  const zone = useHomeZone();
  const pages = usePages<WorkoutRow>(
    'history.workoutsPage',
    {
      ...(activity === undefined ? {} : { activity }),
      ...(source === undefined ? {} : { source }),
      ...rangeOf(filters, zone),
      ...(isRemoved ? { isRemoved } : {}),
    },
    200,
  );
  return (
    <ItemList
      key={JSON.stringify([activity, source, filters.from, filters.to, isRemoved])}
      label={activity === undefined ? 'Workouts' : `Workouts: ${workoutName(activity)}`}
      pages={pages}
      openId={filters.item}
      onOpen={onOpen}
      onClear={onClear}
    >
      {(row) => <WorkoutLine row={row} />}
    </ItemList>
  );
}

function WorkoutLine({ row }: { readonly row: WorkoutRow }) {
  const distance = row.distance === null ? null : distanceText(row.distance);
  return (
    <>
      <TimeCell start={row.start} end={row.end} />
      <span className={styles['what']}>
        <TypeMark type={row.activity} />
        <span className={styles['name']}>{workoutName(row.activity)}</span>
        {row.hasRoute && <RouteIcon size={14} aria-hidden />}
      </span>
      <span className={styles['value']}>{row.duration === null ? '' : durationText(row.duration)}</span>
      <span className={styles['small']}>
        {distance === null ? '' : `${distance.figure} ${distance.unit}`}
      </span>
      <span className={`${styles['small']} ${styles['extra']}`}>
        {row.energy === null ? '' : `${figureText(Math.round(row.energy))} kcal`}
      </span>
      <span className={styles['source']}>{row.source}</span>
    </>
  );
}
