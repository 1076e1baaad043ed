import type { WorkoutDetail } from '../../../../shared/domain/history.ts';
import {
  distanceText,
  durationText,
  figureText,
  heightText,
  inOne,
  unitText,
} from '../../../../shared/domain/quantity-text.ts';
import { workoutEventLabel } from '../../../../shared/domain/value-label.ts';
import { splitsTable } from '../../../../shared/domain/view-tables.ts';
import {
  type LengthUnit,
  metersOf,
  type Pause,
  type Split,
  type WorkoutTrack,
} from '../../../../shared/domain/workout-figures.ts';
import { workoutName } from '../../../../shared/domain/workout-name.ts';
import { t } from '../../../../shared/language.ts';
import { useHomeZone } from '../../../bridge/queries.ts';
import { ExportTableButton } from '../../../components/export-dialog.tsx';
import side from '../../../components/side-panel.module.css';
import { Facts, ScrollBox, Section } from '../../../components/side-panel.tsx';
import { zonedIso, zonedText } from '../../../components/zone-formats.ts';
import styles from './workout-tables.module.css';
import { bpm, clockText, type SpeedForm, speedText, speedValue } from './workout-words.ts';

interface SplitsProps {
  /** Names an exported file. */
  readonly title: string;
  readonly splits: readonly Split[];
  readonly unit: LengthUnit;
  readonly form: SpeedForm;
  readonly basis: WorkoutTrack['basis'];
}

/** Each kilometer or mile and the rest; a longer bar is faster. */
export function SplitsSection({ title, splits, unit, form, basis }: SplitsProps) {
  const zone = useHomeZone();
  if (splits.length === 0) return null;
  const speedOf = ({ distance, seconds }: Split) => (seconds > 0 ? distance / seconds : 0);
  const fastest = splits.reduce((most, split) => Math.max(most, speedOf(split)), 0);
  const has = (key: 'climb' | 'heartRate') => splits.some((split) => split[key] !== null);
  return (
    <Section title={t('Splits')}>
      <ScrollBox label={t('Splits')} className={styles['splits'] ?? ''}>
        <table className={side['table']}>
          <thead>
            <tr>
              <th scope="col">{unitText('', unit)}</th>
              <th scope="col">{t('Time', {}, 'duration')}</th>
              <th scope="col">{form.name}</th>
              <th scope="col" aria-hidden />
              {has('climb') && <th scope="col">{t('Climb')}</th>}
              {has('heartRate') && <th scope="col">{bpm}</th>}
            </tr>
          </thead>
          <tbody>
            {splits.map((split, index) => {
              const speed = speedValue(speedOf(split), form);
              const isWhole = split.distance >= metersOf[unit] - 1e-6;
              return (
                <tr key={split.start}>
                  <th scope="row">
                    {isWhole ? index + 1 : inOne(distanceText(split.distance, { distance: unit }))}
                  </th>
                  <td>{clockText(split.seconds)}</td>
                  <td>{speed === null ? '' : inOne(speedText(speed, form))}</td>
                  <td className={styles['bar']} aria-hidden>
                    <span style={{ inlineSize: `${fastest > 0 ? (speedOf(split) / fastest) * 100 : 0}%` }} />
                  </td>
                  {has('climb') && <td>{split.climb === null ? '' : climbText(split.climb, unit)}</td>}
                  {has('heartRate') && (
                    <td>{split.heartRate === null ? '' : figureText(Math.round(split.heartRate))}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
      <p className={side['soft']}>
        {basis === 'route'
          ? t('Based on the points of the route; times exclude pauses.')
          : t('Based on distance records; times exclude pauses.')}
      </p>
      <ExportTableButton
        title={title}
        table={() => splitsTable(title, { splits }, unit, (at) => zonedIso(at, zone))}
      />
    </Section>
  );
}

function climbText(climb: number, unit: LengthUnit): string {
  const { figure, unit: name } = heightText(Math.abs(climb), { distance: unit });
  return `${figure === '0' ? '' : climb > 0 ? '+' : '−'}${figure} ${name}`;
}

/** When it was paused, and why. */
export function PausesSection({
  workout,
  pauses,
}: {
  readonly workout: WorkoutDetail;
  readonly pauses: readonly Pause[];
}) {
  const zone = useHomeZone();
  if (pauses.length === 0) return null;
  const total = pauses.reduce((sum, { start, end }) => sum + end - start, 0);
  return (
    <Section
      title={t('{count, plural, one {# pause} other {# pauses}}, {duration}', {
        count: pauses.length,
        duration: durationText(total),
      })}
    >
      <ScrollBox label={t('Pauses')}>
        <Facts
          facts={pauses.map(
            ({ start, end, cause }) =>
              [
                t('{time}, after {passed}', {
                  time: zonedText(start, 'time', zone),
                  passed: clockText(start - workout.start),
                }),
                cause === 'motion'
                  ? t('{duration}, no motion', { duration: durationText(end - start) })
                  : t('{duration}, paused', { duration: durationText(end - start) }),
              ] as const,
          )}
        />
      </ScrollBox>
    </Section>
  );
}

const isPause = /(Pause|Resume|MotionPaused|MotionResumed)$/;

interface PartsProps {
  readonly activities: WorkoutDetail['activities'];
  readonly events: WorkoutDetail['events'];
  readonly unit: LengthUnit;
}

/** The legs of several sports, and laps, segments and marks. */
export function PartsSection({ activities, events, unit }: PartsProps) {
  const zone = useHomeZone();
  const laps = events.filter(({ type }) => !isPause.test(type));
  return (
    <>
      {activities.length > 1 && (
        <Section title={t('{count, plural, one {# part} other {# parts}}', { count: activities.length })}>
          <Facts
            facts={activities.map(
              (part) => [zonedText(part.start, 'time', zone), partText(part, unit)] as const,
            )}
          />
        </Section>
      )}
      {laps.length > 0 && (
        <Section title={t('Laps, segments, and marks')}>
          <ScrollBox label={t('Laps, segments, and marks')}>
            <Facts
              facts={laps.map(
                ({ at, type, duration }) =>
                  [
                    zonedText(at, 'time', zone),
                    `${workoutEventLabel(type)}${duration === null ? '' : `, ${clockText(duration)}`}`,
                  ] as const,
              )}
            />
          </ScrollBox>
        </Section>
      )}
    </>
  );
}

function partText(
  { duration, metadata, statistics }: WorkoutDetail['activities'][number],
  unit: LengthUnit,
): string {
  const sport = metadata.find(([key]) => key === '@workoutActivityType')?.[1];
  const way = statistics.find(({ type, sum }) => type.includes('TypeIdentifierDistance') && sum !== null);
  const factor = { km: 1000, m: 1, mi: metersOf.mi, yd: 0.9144 }[way?.unit ?? ''];
  return [
    ...(sport === undefined ? [] : [workoutName(sport)]),
    ...(duration === null ? [] : [clockText(duration)]),
    ...(way?.sum == null || factor === undefined
      ? []
      : [inOne(distanceText(way.sum * factor, { distance: unit }))]),
  ].join(' · ');
}
