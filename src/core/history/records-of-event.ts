import type { RecordRow } from '../../shared/domain/history.ts';
import { dayNumber } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import { type DerivedEvent, type OwnEvent, ownSampleId } from '../events/derived-event.ts';
import { typeOfCategory } from '../events/event-samples.ts';
import { readSources } from '../events/source-kinds.ts';
import { inPriority, rankIn } from '../events/source-priority.ts';
import { longestSpanSeconds } from '../events/spans.ts';
import { zoneOf } from '../events/zone.ts';
import { createRecordRows } from './record-rows.ts';

export interface EventOrigin {
  /** The first of the records, by start. */
  readonly records: readonly RecordRow[];
  readonly count: number;
  /** Row id of the workout, for a workout's event. */
  readonly workout: number | null;
}

interface Range {
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The records behind an event: the day's records of all sources for steps and energy, those that end in the night
 * or, of a session, have time in it for sleep, those of its second for water and mindfulness, a workout's row.
 */
export function createRecordsOfEvent(
  reader: Reader,
): (event: DerivedEvent | OwnEvent, limit: number) => EventOrigin {
  const rowOf = createRecordRows(reader);
  const typeId = reader.prepare<[string], number>('SELECT id FROM record_type WHERE name = ?').pluck();
  const inRange =
    'FROM record INDEXED BY record_identity WHERE type = @type AND start >= @from AND start < @to';
  const inNight = `${inRange} AND duration BETWEEN 0 AND ${longestSpanSeconds} AND start + duration BETWEEN @least AND @most`;
  const ids = idsOf<Range>(reader, inRange);
  const sleepIds = idsOf<Range & { least: number; most: number }>(reader, inNight);
  const ofLength = `${inRange} AND max(0, duration) = @seconds`;
  const sessionIds = idsOf<Range & { seconds: number }>(reader, ofLength);
  const inDay = `${inRange} AND (start >= @day OR start + duration > @day) AND duration BETWEEN 0 AND ${longestSpanSeconds}`;
  const dayIds = idsOf<Range & { day: number }>(reader, inDay);
  const workouts = reader.prepare<[number], { id: number; source: number; activity: string; end: number }>(
    'SELECT id, source, activity, "end" FROM workout WHERE start = ?',
  );

  function workoutOf({ start, end, sampleId }: DerivedEvent): number | null {
    const all = workouts.all(start);
    const named = all.filter(
      ({ activity, end: to }) => ownSampleId('workout', start, to, activity) === sampleId,
    );
    const likely = named.length > 0 ? named : all.filter((workout) => workout.end === end);
    if (likely.length < 2) return (likely[0] ?? all[0])?.id ?? null;
    const state = readDerivationState(reader);
    const rankOf = rankIn(state?.order ?? inPriority(readSources(reader), []).map(({ id }) => id));
    return likely.toSorted((a, b) => rankOf(a.source) - rankOf(b.source))[0]?.id ?? null;
  }

  return (event, limit) => {
    const { category, start, day } = event;
    if (category === 'workout') return { records: [], count: 0, workout: workoutOf(event) };
    const type = typeId.get(typeOfCategory[category]);
    const zoneName = readDerivationState(reader)?.zone;
    if (type === undefined || zoneName === undefined) return { records: [], count: 0, workout: null };
    const zone = zoneOf(zoneName);
    const give = ({ first, count }: { first: number[]; count: number }): EventOrigin => ({
      records: first.flatMap((id) => rowOf(id) ?? []),
      count,
      workout: null,
    });
    if (category === 'sleep') {
      const night = dayNumber(day);
      const [least, most, to] = isOwn(event)
        ? [start + 1, Number.MAX_SAFE_INTEGER, event.end]
        : [zone.noonOf(night), zone.noonOf(night + 1) - 1, zone.noonOf(night + 1)];
      return give(sleepIds({ type, from: least - longestSpanSeconds, to, least, most }, limit));
    }
    if (category === 'mindfulness')
      return give(
        sessionIds({ type, from: start, to: start + 1, seconds: (event.end ?? start) - start }, limit),
      );
    if (category === 'water') return give(ids({ type, from: start, to: start + 1 }, limit));
    const to = zone.startOf(zone.dayOf(start) + 1);
    return give(dayIds({ type, from: start - longestSpanSeconds, to, day: start }, limit));
  };
}

function isOwn(event: DerivedEvent | OwnEvent): event is OwnEvent {
  return 'sentDays' in event;
}

/** The first ids of a selection by start, and how many there are. */
function idsOf<P extends object>(
  reader: Reader,
  selection: string,
): (params: P, limit: number) => { first: number[]; count: number } {
  const first: ReadStatement<[P & { limit: number }], number> = reader
    .prepare<[P & { limit: number }], number>(`SELECT id ${selection} ORDER BY start, id LIMIT @limit`)
    .pluck();
  const count: ReadStatement<[P], number> = reader
    .prepare<[P], number>(`SELECT count(*) ${selection}`)
    .pluck();
  return (params, limit) => ({ first: first.all({ ...params, limit }), count: count.get(params) ?? 0 });
}
