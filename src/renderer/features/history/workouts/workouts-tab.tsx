import { type ReactNode, useMemo } from 'react';
import { distanceText, durationText, inOne } from '../../../../shared/domain/quantity-text.ts';
import { workoutName } from '../../../../shared/domain/workout-name.ts';
import { t } from '../../../../shared/language.ts';
import { failureOf } from '../../../bridge/queries.ts';
import { useWorkoutUnits } from '../../../bridge/use-units.ts';
import { CheckBox } from '../../../components/choice.tsx';
import { Skeleton } from '../../../components/loading.tsx';
import { FailureNotice } from '../../../components/notice.tsx';
import { changeFilters, type Filters, openView } from '../filters.ts';
import { PickList } from '../pick-list.tsx';
import { SourceFilter } from '../source-filter.tsx';
import { WorkoutList } from './workout-list.tsx';
import { Totals, useWorkoutTotals } from './workout-totals.tsx';

const anyWorkout = {
  activity: undefined,
  source: undefined,
  hasRoute: false,
  from: undefined,
  to: undefined,
} as const;
const pickSource = (source: number | undefined) => changeFilters({ source });

/** Sports with how often, how long and how far; each workout once, whatever the filters. */
export function SportsColumn({
  filters,
  onPick,
}: {
  readonly filters: Filters;
  readonly onPick: (activity: string | undefined) => void;
}) {
  const units = useWorkoutUnits();
  const { data, error, refetch } = useWorkoutTotals({ ...filters, ...anyWorkout }, 'year', true);
  const picks = useMemo(
    () =>
      data?.sports.map(({ activity, count, seconds, distance }) => ({
        id: activity,
        label: workoutName(activity),
        count,
        note: [
          durationText(seconds),
          ...(distance === null ? [] : [inOne(distanceText(distance, units))]),
        ].join(' · '),
        trend: null,
      })),
    [data, units],
  );
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (picks === undefined) return <Skeleton label={t('Loading kinds of workouts')} rows={8} height={32} />;
  return (
    <PickList
      label={t('Workout kinds')}
      searchLabel={t('Search workout kinds')}
      allLabel={t('All workouts')}
      picked={filters.activity}
      onPick={onPick}
      picks={picks}
    />
  );
}

/** What narrows the list beside the dates: the source, and whether there is a route. */
export function WorkoutFilters({ filters }: { readonly filters: Filters }) {
  const { data } = useWorkoutTotals({ ...filters, ...anyWorkout }, 'year', true);
  return (
    <>
      <CheckBox isOn={filters.hasRoute} onChange={(hasRoute) => changeFilters({ hasRoute })}>
        {t('With route')}
      </CheckBox>
      <SourceFilter type={undefined} known={data?.sources} source={filters.source} onChange={pickSource} />
    </>
  );
}

interface Props {
  readonly filters: Filters;
  readonly summary: ReactNode;
  readonly listClass: string | undefined;
  readonly onClear: ReactNode;
}

/** Totals over the list of workouts. */
export function WorkoutsTab({ filters, summary, listClass, onClear }: Props) {
  const by = filters.by ?? 'month';
  const units = useWorkoutUnits();
  const totals = useWorkoutTotals(filters, by, !filters.isRemoved);
  return (
    <>
      {summary}
      {!filters.isRemoved && <Totals totals={totals} by={by} units={units} onChange={changeFilters} />}
      <div className={listClass}>
        <WorkoutList filters={filters} units={units} onOpen={openView} onClear={onClear} />
      </div>
    </>
  );
}
