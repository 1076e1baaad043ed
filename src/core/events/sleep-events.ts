import type { EventProperties } from '../../shared/domain/event.ts';
import type { DerivedEvent } from './derived-event.ts';
import { dailySampleId } from './sample-id.ts';
import { nightOf, type SleepFigures, type SleepSample, sleepFigures } from './sleep-nights.ts';
import type { RankOf } from './source-priority.ts';
import { dayText, wireTime } from './wire-time.ts';
import type { Zone } from './zone.ts';

/** Less sleep than this makes no event (trendy-backend §3.3). */
export const leastSleepSeconds = 1800;

/**
 * One event a night for the nights from `first` to `last`, named by the local day of the evening (trendy-backend §3.2,
 * §3.3; naps that end after noon belong to the coming night). The source of a night is the one of the highest priority
 * that tells of at least 30 minutes of sleep: one that only knows "in bed", or was taken off early on, gives way.
 * `samples` must hold all that end in those nights, in any order.
 */
export function sleepEvents(
  samples: readonly SleepSample[],
  nights: { readonly first: number; readonly last: number },
  zone: Zone,
  rankOf: RankOf,
): DerivedEvent[] {
  const byNight = new Map<number, Map<number, SleepSample[]>>();
  for (const sample of samples) {
    const night = nightOf(sample.end, zone);
    if (night < nights.first || night > nights.last) continue;
    const sources = byNight.get(night) ?? new Map<number, SleepSample[]>();
    byNight.set(night, sources);
    const list = sources.get(sample.source);
    if (list) list.push(sample);
    else sources.set(sample.source, [sample]);
  }
  return [...byNight]
    .sort(([a], [b]) => a - b)
    .flatMap(([night, sources]) => nightEvent(night, sources, zone, rankOf) ?? []);
}

function nightEvent(
  night: number,
  sources: ReadonlyMap<number, readonly SleepSample[]>,
  zone: Zone,
  rankOf: RankOf,
): DerivedEvent | null {
  const told = [...sources]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([source, samples]) => ({ source, figures: sleepFigures(samples) }));
  const chosen = told.find(({ figures }) => figures !== null && figures.total >= leastSleepSeconds);
  if (chosen === undefined || chosen.figures === null) return null;
  const { figures } = chosen;
  const midnight = zone.startOf(night);
  return {
    category: 'sleep',
    start: figures.bedtime,
    end: figures.wakeTime,
    isAllDay: true,
    notes: `Auto-logged: ${sleepText(figures.total)} of sleep`,
    sampleId: dailySampleId('sleep', midnight),
    properties: propertiesOf(figures, midnight),
    day: dayText(night),
    merged: 0,
    breakdown: told.map(({ source, figures: own }) => ({
      source,
      value: own?.total ?? 0,
      counted: source === chosen.source ? figures.total : 0,
    })),
  };
}

function propertiesOf(figures: SleepFigures, midnight: number): EventProperties {
  const stages = {
    'Core Sleep': figures.core,
    'Deep Sleep': figures.deep,
    'REM Sleep': figures.rem,
    'Time Awake': figures.awake,
  };
  const properties: EventProperties = {
    'Total Sleep': { type: 'duration', value: figures.total },
    Date: { type: 'date', value: wireTime(midnight) },
    Bedtime: { type: 'date', value: wireTime(figures.bedtime) },
    'Wake Time': { type: 'date', value: wireTime(figures.wakeTime) },
  };
  for (const [name, value] of Object.entries(stages)) {
    if (value > 0) properties[name] = { type: 'duration', value };
  }
  return properties;
}

/** Truncated: `7h 5m`, or `45m` under an hour. */
function sleepText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours === 0 ? `${minutes}m` : `${hours}h ${minutes}m`;
}
