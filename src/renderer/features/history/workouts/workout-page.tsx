import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowLeft, Download } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { WorkoutDetail } from '../../../../shared/domain/history.ts';
import {
  distanceText,
  durationText,
  energyText,
  figureText,
  heightText,
  inOne,
} from '../../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../../shared/domain/type-label.ts';
import type { LengthUnit, WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';
import { workoutName } from '../../../../shared/domain/workout-name.ts';
import { t } from '../../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../../bridge/queries.ts';
import { useUnits, useWorkoutUnits, type WorkoutUnits } from '../../../bridge/use-units.ts';
import { Button, CopyButton } from '../../../components/button.tsx';
import { ExportDialog, showExport } from '../../../components/export-dialog.tsx';
import { rich } from '../../../components/language.tsx';
import { Skeleton } from '../../../components/loading.tsx';
import { FailureNotice, Notice } from '../../../components/notice.tsx';
import side from '../../../components/side-panel.module.css';
import { BigFigures, ScrollBox, Section } from '../../../components/side-panel.tsx';
import { zonedIso, zonedSpanText, zonedText } from '../../../components/zone-formats.ts';
import { formatRoute, useRoute } from '../../../navigation/routes.ts';
import { MetadataSection, OriginSection, RemovedNotice } from '../common-facts.tsx';
import { StatisticsTable, ZonesTable } from '../statistics-table.tsx';
import { HeartZones } from './heart-zones.tsx';
import { RouteMap } from './route-map.tsx';
import { TrackCharts } from './track-charts.tsx';
import { TrackCursor } from './track-cursor.ts';
import styles from './workout-page.module.css';
import { workoutTable } from './workout-table.ts';
import { PartsSection, PausesSection, SplitsSection } from './workout-tables.tsx';
import { bpm, clockText, speedForm, speedText, workoutFigures } from './workout-words.ts';

interface Props {
  readonly id: number;
  readonly onClose: () => void;
}

/** One workout with all its details, over the whole History page. Escape goes back to the list. */
export function WorkoutPage({ id, onClose }: Props) {
  const bridge = useBridge();
  const units = useWorkoutUnits();
  const query = useQuery({ ...callOptions(bridge, 'history.workout', { id }) });
  const workout = query.data;
  const title = workout === undefined ? t('Workout') : workoutName(workout.activity);
  const back = useRef<HTMLDivElement>(null);
  // The previously focused list or link is out of reach now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another workout begins at its top again
  useEffect(() => back.current?.querySelector('button')?.focus(), [id]);
  return (
    <article
      aria-label={t('Workout: {title}', { title })}
      className={styles['page']}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles['head']} ref={back}>
        <Button look="quiet" onPress={onClose}>
          <ArrowLeft size={16} aria-hidden />
          {t('All workouts')}
        </Button>
        <div className={styles['acts']}>
          <a href={formatRoute('settings', { at: 'units' })}>{t('Units')}</a>
          <Button onPress={() => showExport(true)}>
            <Download size={16} aria-hidden />
            {t('Export…')}
          </Button>
        </div>
      </header>
      <ScrollBox label={title} className={styles['body']}>
        {query.error !== null ? (
          <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
        ) : workout === undefined ? (
          <Skeleton label={t('Loading the workout')} rows={10} height={28} />
        ) : (
          <WorkoutBody key={id} workout={workout} units={units} />
        )}
      </ScrollBox>
    </article>
  );
}

/** The track in a unit of length; the unit changes only splits and marks. */
function useTrack(id: number, unit: LengthUnit) {
  return useQuery({
    ...callOptions(useBridge(), 'history.workoutTrack', { id, unit }),
    placeholderData: keepPreviousData,
  });
}

const titleOf = (workout: WorkoutDetail, zone: string | null) =>
  `${workoutName(workout.activity)}, ${zonedText(workout.start, 'exact', zone)}`;

/**
 * The dialog of "Export…" on a workout's page: a file of its figures. Keep it outside of that page, which Escape closes, too. Without
 * a track that can be read, the file has the rest.
 */
export function WorkoutExport({ id }: Pick<Props, 'id'>) {
  const units = useUnits();
  const own = useWorkoutUnits();
  const zone = useHomeZone();
  const isOpen = useRoute().query['export'] === '1';
  const workout = useQuery({ ...callOptions(useBridge(), 'history.workout', { id }) }).data;
  const track = useTrack(id, own.distance);
  const isReading = track.isPlaceholderData || (track.data === undefined && track.error === null);
  if (!isOpen || workout === undefined || isReading) return null;
  const title = titleOf(workout, zone);
  const timeText = (at: number) => zonedIso(at, zone);
  return (
    <ExportDialog
      request={workoutTable(title, workout, track.data, { ...units, ...own }, timeText)}
      onClose={() => showExport(false)}
    >
      {t('The figures of {title} as shown here, in full precision.', { title })}
    </ExportDialog>
  );
}

function WorkoutBody({ workout, units }: { readonly workout: WorkoutDetail; readonly units: WorkoutUnits }) {
  const unit = units.distance;
  const zone = useHomeZone();
  const track = useTrack(workout.id, unit);
  const cursor = useMemo(() => new TrackCursor(), []);
  const form = speedForm(workout.activity, unit);
  const { start, end, statistics, activities, zones, routes } = workout;
  return (
    <>
      <div className={styles['title']}>
        <h2>{workoutName(workout.activity)}</h2>
        <p className={side['soft']}>
          {zonedText(start, 'day', zone)}, {zonedSpanText(start, end, zone)} · {workout.source}
        </p>
      </div>
      <RemovedNotice removed={workout.removed} />
      <TwinNotice workout={workout} />
      <Figures workout={workout} track={track.data} units={units} />
      {track.error !== null ? (
        <FailureNotice failure={failureOf(track.error)} onRetry={() => track.refetch()} />
      ) : track.data === undefined ? (
        <Skeleton label={t('Loading the route')} rows={6} height={48} />
      ) : (
        <TrackSections track={track.data} workout={workout} unit={unit} cursor={cursor} form={form} />
      )}
      <div className={styles['columns']}>
        <div className={styles['side']}>
          {statistics.length > 0 && (
            <Section title={t('Statistics from the export')}>
              <StatisticsTable statistics={statistics} />
            </Section>
          )}
          {zones.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one workout may have two groups of one type
            <Section key={index} title={t('{type} zones from the export', { type: typeLabel(group.type) })}>
              <ZonesTable group={group} />
            </Section>
          ))}
          {track.data !== undefined && <PausesSection workout={workout} pauses={track.data.pauses} />}
          <PartsSection activities={activities} events={workout.events} unit={unit} />
          {routes.some(({ points }) => points === 0) && (
            <Section title={t('Route')}>
              <p className={side['soft']}>
                {routes.length === 1
                  ? t('No points of this route were imported. Its file was missing, empty, or unreadable.')
                  : t(
                      'No points of a part of this route were imported. Its file was missing, empty, or unreadable.',
                    )}
              </p>
            </Section>
          )}
        </div>
        <div className={styles['side']}>
          {track.data !== undefined && <HeartZones track={track.data} hasOwnZones={zones.length > 0} />}
          <OriginSection origin={workout} />
          <MetadataSection metadata={workout.metadata} />
        </div>
      </div>
      <div>
        <CopyButton label={t('Copy as JSON')} text={() => JSON.stringify(workout, null, 2)} />
      </div>
    </>
  );
}

interface TrackProps {
  readonly track: WorkoutTrack;
  readonly workout: WorkoutDetail;
  readonly unit: LengthUnit;
  readonly cursor: TrackCursor;
  readonly form: ReturnType<typeof speedForm>;
}

function TrackSections({ track, workout, unit, cursor, form }: TrackProps) {
  const zone = useHomeZone();
  const isDrawn = track.basis === 'route';
  const title = titleOf(workout, zone);
  return (
    <div className={styles['track']} data-has-map={isDrawn}>
      <div className={styles['side']}>
        {isDrawn && <RouteMap track={track} unit={unit} cursor={cursor} />}
        {isDrawn && <RouteNote track={track} workout={workout} unit={unit} />}
        <SplitsSection title={title} splits={track.splits} unit={unit} form={form} basis={track.basis} />
      </div>
      {track.at.length > 1 && <TrackCharts track={track} unit={unit} form={form} cursor={cursor} />}
    </div>
  );
}

function RouteNote({ track, workout, unit }: Pick<TrackProps, 'track' | 'workout' | 'unit'>) {
  const route = inOne(distanceText(track.length ?? 0, { distance: unit }));
  const own = workout.distance === null ? null : inOne(distanceText(workout.distance, { distance: unit }));
  return (
    <p className={side['soft']}>
      {own === null || own === route
        ? t('The route is {route} long from point to point. Marks and splits follow the route.', { route })
        : t(
            'The route is {route} long from point to point; the workout’s own distance is {own}. Marks and splits follow the route.',
            { route, own },
          )}
      {track.breaks.length > 0 &&
        ` ${t('The line is open where the workout was paused (nothing counts there) or the signal was lost (the straight line counts).')}`}
    </p>
  );
}

/** The same workout recorded by several apps. */
function TwinNotice({ workout }: { readonly workout: WorkoutDetail }) {
  const { twinOf, twins } = workout;
  if (twinOf === null && twins.length === 0) return null;
  const others = twinOf === null ? twins : [twinOf];
  const sources = (
    <>
      {others.map(({ id, source }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <a href={formatRoute('history', { tab: 'workouts', item: String(id) })}>{source}</a>
        </span>
      ))}
    </>
  );
  return (
    <Notice tone="info" title={t('Probably one workout recorded by several apps: counted once')}>
      {twinOf !== null
        ? rich(
            'The other record counts, this one doesn’t: {sources}. They’re the same sport and overlap in time; the source order in Settings decides which one counts.',
            { sources },
          )
        : twins.length === 1
          ? rich(
              'This record counts, the other doesn’t: {sources}. They’re the same sport and overlap in time; the source order in Settings decides which one counts.',
              { sources },
            )
          : rich(
              'This record counts, the others don’t: {sources}. They’re the same sport and overlap in time; the source order in Settings decides which one counts.',
              { sources },
            )}
    </Notice>
  );
}

function Figures({
  workout,
  track,
  units,
}: {
  readonly workout: WorkoutDetail;
  readonly track: WorkoutTrack | undefined;
  readonly units: WorkoutUnits;
}) {
  const unit = units.distance;
  const form = speedForm(workout.activity, unit);
  const { way, seconds, speed, moving, paused, energy, climb, heartRate } = workoutFigures(
    workout,
    track,
    form,
  );
  return (
    <BigFigures
      figures={[
        ...(way === null ? [] : [{ ...distanceText(way, { distance: unit }), name: t('Distance') }]),
        { figure: clockText(seconds), unit: '', name: t('Duration') },
        ...(speed === null
          ? []
          : [{ ...speedText(speed, form), name: form.isPace ? t('Average pace') : t('Average speed') }]),
        ...(moving === null ? [] : [{ figure: clockText(moving), unit: '', name: t('Moving') }]),
        ...(paused === null
          ? []
          : [{ figure: durationText(paused), unit: '', name: t('Paused', {}, 'duration') }]),
        ...(energy === null ? [] : [{ ...energyText(energy, units), name: t('Energy') }]),
        ...(climb === null ? [] : [{ ...heightText(climb, { distance: unit }), name: t('Climb') }]),
        ...(heartRate === null
          ? []
          : [{ figure: figureText(Math.round(heartRate)), unit: bpm, name: t('Average heart rate') }]),
      ]}
    />
  );
}
