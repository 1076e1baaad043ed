import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WorkoutDetail } from '../../../shared/domain/history.ts';
import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { workoutEventLabel } from '../../../shared/domain/value-label.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { callOptions, failureOf, useBridge } from '../../bridge/queries.ts';
import { useHomeZone } from '../../bridge/use-home-zone.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { countOf } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { BigFigures, Facts, ScrollBox, Section, SidePanel } from '../../components/side-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { MetadataSection, OriginSection, RemovedNotice } from './common-facts.tsx';
import { distanceText } from './record-words.ts';
import { RouteSection } from './route-section.tsx';
import { StatisticsTable, ZonesTable } from './statistics-table.tsx';

/** Everything that is known of one workout. */
export function WorkoutPanel({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const query = useQuery({
    ...callOptions(useBridge(), 'history.workout', { id }),
    placeholderData: keepPreviousData,
  });
  const workout = query.data;
  return (
    <SidePanel title={workout === undefined ? 'Workout' : workoutName(workout.activity)} onClose={onClose}>
      {query.error !== null ? (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      ) : workout === undefined ? (
        <Skeleton label="Loading the workout" rows={8} height={28} />
      ) : (
        <WorkoutFacts workout={workout} />
      )}
    </SidePanel>
  );
}

function WorkoutFacts({ workout }: { readonly workout: WorkoutDetail }) {
  const { duration, distance, energy, start, end, routes, statistics, events, activities, zones } = workout;
  const zone = useHomeZone();
  const isPaused = duration !== null && end - start - duration > 60;
  return (
    <>
      <RemovedNotice removed={workout.removed} />
      <BigFigures
        figures={[
          ...(duration === null ? [] : [{ figure: durationText(duration), unit: '', name: 'Duration' }]),
          ...(distance === null ? [] : [{ ...distanceText(distance), name: 'Distance' }]),
          ...(energy === null
            ? []
            : [{ figure: figureText(Math.round(energy)), unit: 'kcal', name: 'Energy' }]),
        ]}
      />
      <Facts
        facts={[
          ['Start', zonedText(start, 'exact', zone)],
          ['End', zonedText(end, 'exact', zone)],
          ['Paused', isPaused ? durationText(end - start - (duration ?? 0)) : ''],
        ]}
      />
      {routes.map((route) => (
        <RouteSection key={route.id} route={route} />
      ))}
      {statistics.length > 0 && (
        <Section title="Statistics">
          <StatisticsTable statistics={statistics} />
        </Section>
      )}
      {zones.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one workout may have two groups of one type
        <Section key={index} title={`${typeLabel(group.type)} zones`}>
          <ZonesTable group={group} />
        </Section>
      ))}
      {activities.length > 1 && (
        <Section title={countOf(activities.length, 'part')}>
          <Facts
            facts={activities.map(
              (part) =>
                [
                  zonedText(part.start, 'time', zone),
                  part.duration === null ? '' : durationText(part.duration),
                ] as const,
            )}
          />
        </Section>
      )}
      {events.length > 0 && (
        <Section title={countOf(events.length, 'event')}>
          <ScrollBox label="Events">
            <Facts
              facts={events.map(
                ({ at, type, duration: lasted }) =>
                  [
                    zonedText(at, 'time', zone),
                    `${workoutEventLabel(type)}${lasted === null ? '' : `, ${durationText(lasted)}`}`,
                  ] as const,
              )}
            />
          </ScrollBox>
        </Section>
      )}
      <OriginSection origin={workout} />
      <MetadataSection metadata={workout.metadata} />
      <div>
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(workout, null, 2)} />
      </div>
    </>
  );
}
