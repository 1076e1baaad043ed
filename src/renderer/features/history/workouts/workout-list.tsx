import { Copy, Dumbbell, Route as RouteIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WorkoutRow } from '../../../../shared/domain/history.ts';
import { distanceText, durationText, energyText, inOne } from '../../../../shared/domain/quantity-text.ts';
import { workoutName } from '../../../../shared/domain/workout-name.ts';
import { t } from '../../../../shared/language.ts';
import { useHomeZone } from '../../../bridge/queries.ts';
import { usePages } from '../../../bridge/use-pages.ts';
import type { WorkoutUnits } from '../../../bridge/use-units.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { TypeMark } from '../../../components/marks.tsx';
import { type Filters, rangeOf } from '../filters.ts';
import { ItemList, TimeCell } from '../item-list.tsx';
import styles from '../row.module.css';
import own from './workout-list.module.css';

interface Props {
  readonly filters: Filters;
  readonly units: WorkoutUnits;
  readonly onOpen: (id: number | undefined) => void;
  readonly onClear: ReactNode;
}

export function WorkoutList({ filters, units, onOpen, onClear }: Props) {
  const { activity, source, isRemoved, hasRoute } = filters;
  const zone = useHomeZone();
  const pages = usePages<WorkoutRow>(
    'history.workoutsPage',
    {
      ...(activity === undefined ? {} : { activity }),
      ...(source === undefined ? {} : { source }),
      ...(hasRoute ? { hasRoute } : {}),
      ...rangeOf(filters, zone),
      ...(isRemoved ? { isRemoved } : {}),
    },
    200,
  );
  const isAll =
    !isRemoved && !hasRoute && [activity, source, filters.from, filters.to].every((one) => one === undefined);
  if (isAll && pages.rows.length === 0 && !pages.isPending && pages.error === null)
    return (
      <EmptyState icon={Dumbbell} title={t('No workouts')}>
        {t('Workouts appear here once an export contains them.')}
      </EmptyState>
    );
  return (
    <ItemList
      key={JSON.stringify([activity, source, filters.from, filters.to, isRemoved, hasRoute])}
      label={
        activity === undefined ? t('Workouts') : t('Workouts: {sport}', { sport: workoutName(activity) })
      }
      pages={pages}
      openId={filters.item}
      onOpen={onOpen}
      onClear={onClear}
    >
      {(row) => <WorkoutLine row={row} units={units} />}
    </ItemList>
  );
}

function WorkoutLine({ row, units }: { readonly row: WorkoutRow; readonly units: WorkoutUnits }) {
  const { twinOf, twins } = row;
  const [twinWords, twinTitle] =
    twinOf !== null
      ? [
          `${t('Not counted again')} · `,
          t('Probably the same workout as the one by {source}, which counts', { source: twinOf.source }),
        ]
      : twins.length > 0
        ? [
            `${t('Counted once')} · `,
            t('Probably also recorded by {sources}', {
              sources: twins.map(({ source }) => source).join(', '),
            }),
          ]
        : ['', undefined];
  return (
    <>
      <TimeCell start={row.start} end={row.end} />
      <span className={styles['what']}>
        <TypeMark type={row.activity} />
        <span className={styles['name']}>{workoutName(row.activity)}</span>
        {row.hasRoute && (
          <RouteIcon size={14} role="img" aria-label={t('with route')} className={own['mark']} />
        )}
        {twinWords !== '' && <Copy size={14} aria-hidden className={own['mark']} />}
      </span>
      <span className={styles['value']}>{row.duration === null ? '' : durationText(row.duration)}</span>
      <span className={styles['small']}>
        {row.distance === null ? '' : inOne(distanceText(row.distance, units))}
      </span>
      <span className={`${styles['small']} ${styles['extra']}`}>
        {row.energy === null ? '' : inOne(energyText(row.energy, units))}
      </span>
      <span className={styles['source']} title={twinTitle}>
        {twinWords}
        {row.source}
      </span>
    </>
  );
}
