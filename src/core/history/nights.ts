import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { EventProperties } from '../../shared/domain/event.ts';
import {
  type ClockTimes,
  minNightSeconds,
  type NightMeans,
  type Sleep,
  type SleepDetail,
  type SleepSource,
  type Stretch,
} from '../../shared/domain/nights.ts';
import { dayNumber, dayText, secondsPerDay, spanStart } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import { rounded } from '../events/derived-event.ts';
import { EventSamples } from '../events/event-samples.ts';
import { daysRead } from '../events/sleep-events.ts';
import {
  decidedParts,
  figuresOf,
  isAsleep,
  type SleepPart,
  type SleepSample,
  type SleepSession,
  sleepSessions,
} from '../events/sleep-nights.ts';
import { type RankOf, rankIn } from '../events/source-priority.ts';
import type { Span } from '../events/spans.ts';
import { type Zone, zoneOf } from '../events/zone.ts';

const clockSeconds = secondsPerDay;
/** The zone before anything was derived; there is no sleep to show then. */
const noZone = 'UTC';

interface StoredSleep {
  readonly event: number;
  readonly day: string;
  readonly start: number;
  readonly end: number;
  readonly properties: string;
}

type Book = Pick<CallOutput<'history.nights'>, 'zone' | 'isCurrent'>;

/** The sleep events that History shows, by their days: shown `event` rows, plus `own_event`. */
const shownSql = `
  SELECT id AS event, day, start, "end", properties FROM event INDEXED BY event_day
    WHERE day BETWEEN @from AND @to AND category = 'sleep' AND is_shown = 1
  UNION ALL SELECT id AS event, day, start, "end", properties FROM own_event INDEXED BY own_event_day
    WHERE day BETWEEN @from AND @to AND category = 'sleep'
  ORDER BY start, event`;

const edgeSql = (edge: 'min' | 'max', where: string): string => `
  SELECT ${edge}(day) FROM (
    SELECT ${edge}(day) AS day FROM event INDEXED BY event_day WHERE category = 'sleep' AND is_shown = 1 ${where}
    UNION ALL SELECT ${edge}(day) FROM own_event INDEXED BY own_event_day WHERE category = 'sleep' ${where})`;

/** The sleeps of some evenings with their means. The figures come from the stored sleep events, so all pages and `cli events` agree. */
export function createNights(
  reader: Reader,
): (input: ParsedInput<'history.nights'>) => CallOutput<'history.nights'> {
  const shown = reader.prepare<{ from: string; to: string }, StoredSleep>(shownSql);
  const first = reader.prepare<[], string | null>(edgeSql('min', '')).pluck();
  const last = reader.prepare<[], string | null>(edgeSql('max', '')).pluck();
  const bookOf = createBook(reader);
  return ({ from, to, weekStart }) => {
    const book = bookOf();
    const sleeps = sleepsOf(shown.all({ from, to }), zoneOf(book.zone));
    const nights = sleeps.filter(({ kind }) => kind === 'night');
    const weeks = Map.groupBy(nights, ({ day }) => weekOf(day, weekStart));
    return {
      ...book,
      first: first.get() ?? null,
      last: last.get() ?? null,
      sleeps,
      means: meansOf(from, nights),
      weeks: [...weeks].flatMap(([day, its]) => meansOf(day, its) ?? []),
    };
  };
}

/**
 * One evening with the recordings of every source. The code that derives the events assigns each second, with the zone and source order of the stored
 * events.
 */
export function createNight(
  reader: Reader,
): (input: ParsedInput<'history.night'>) => CallOutput<'history.night'> {
  const shown = reader.prepare<{ from: string; to: string }, StoredSleep>(shownSql);
  const previous = reader.prepare<{ day: string }, string | null>(edgeSql('max', 'AND day < @day')).pluck();
  const next = reader.prepare<{ day: string }, string | null>(edgeSql('min', 'AND day > @day')).pluck();
  const nameOf = reader.prepare<[number], string>('SELECT name FROM source WHERE id = ?').pluck();
  const samples = new EventSamples(reader);
  const bookOf = createBook(reader);
  return ({ day }) => {
    const book = bookOf();
    const zone = zoneOf(book.zone);
    const rankOf = rankIn(readDerivationState(reader)?.order ?? []);
    const night = dayNumber(day);
    const from = zone.noonOf(night - daysRead.before);
    const around = samples.sleep(from, zone.noonOf(night + 1 + daysRead.after));
    const parts = decidedParts(around, rankOf);
    const sessions = sleepSessions(parts, around, zone).filter((session) => session.night === night);
    return {
      ...book,
      day,
      previous: previous.get({ day }) ?? null,
      next: next.get({ day }) ?? null,
      sleeps: sleepsOf(shown.all({ from: day, to: day }), zone).map((sleep) =>
        detailOf(
          sleep,
          sessions.find(({ start, end }) => start === sleep.start && end === sleep.end),
          around,
          rankOf,
          (source) => nameOf.get(source) ?? '',
        ),
      ),
    };
  };
}

function createBook(reader: Reader): () => Book {
  const isTouched = reader
    .prepare<[], number>(`SELECT EXISTS (SELECT 1 FROM touched_day WHERE category = 'sleep')`)
    .pluck();
  return () => {
    const state = readDerivationState(reader);
    return {
      zone: state?.zone ?? noZone,
      isCurrent: (state === null || state.phase === 'settled') && isTouched.get() !== 1,
    };
  };
}

/** `rows` must contain whole evenings: the night is chosen among all sleeps of one. */
function sleepsOf(rows: readonly StoredSleep[], zone: Zone): Sleep[] {
  const sleeps = rows.map(({ properties, ...row }) => {
    const told = JSON.parse(properties) as EventProperties;
    const seconds = (name: string): number => {
      const property = told[name];
      return property?.type === 'duration' ? Number(property.value) : 0;
    };
    const [asleep, core, deep, rem] = [
      seconds('Total Sleep'),
      seconds('Core Sleep'),
      seconds('Deep Sleep'),
      seconds('REM Sleep'),
    ];
    return {
      ...row,
      startClock: zone.clockOf(row.start),
      endClock: zone.clockOf(row.end),
      asleep,
      core,
      deep,
      rem,
      unspecified: asleep - core - deep - rem,
      awake: seconds('Time Awake'),
    };
  });
  const longest = new Map<string, (typeof sleeps)[number]>();
  for (const sleep of sleeps)
    if (sleep.asleep > Math.max(minNightSeconds - 1, longest.get(sleep.day)?.asleep ?? 0))
      longest.set(sleep.day, sleep);
  return sleeps.map((sleep) => ({ ...sleep, kind: longest.get(sleep.day) === sleep ? 'night' : 'nap' }));
}

/** First day of the week that contains a day; `weekStart` 0 is Sunday. */
function weekOf(day: string, weekStart: number): string {
  return dayText(spanStart(dayNumber(day), 'week', weekStart));
}

function meansOf(day: string, nights: readonly Sleep[]): NightMeans | null {
  if (nights.length === 0) return null;
  const mean = (figure: 'asleep' | 'core' | 'deep' | 'rem' | 'unspecified' | 'awake'): number =>
    nights.reduce((sum, night) => sum + night[figure], 0) / nights.length;
  return {
    day,
    nights: nights.length,
    asleep: mean('asleep'),
    core: mean('core'),
    deep: mean('deep'),
    rem: mean('rem'),
    unspecified: mean('unspecified'),
    awake: mean('awake'),
    bed: clockTimes(nights.map(({ startClock }) => startClock)),
    wake: clockTimes(nights.map(({ endClock }) => endClock)),
  };
}

/**
 * Mean and spread of clock times, with 23:50 and 0:10 twenty minutes apart and midnight between them: the direction of the mean of their unit
 * vectors, and √(−2 ln R) for its length R (N. I. Fisher, Statistical Analysis of Circular Data, 1993, 2.3). Seconds since midnight. Null without
 * times, or if their mean has no direction (noon and midnight).
 */
export function clockTimes(times: readonly number[]): ClockTimes | null {
  if (times.length === 0) return null;
  const angles = times.map((time) => (time / clockSeconds) * 2 * Math.PI);
  const x = angles.reduce((sum, angle) => sum + Math.cos(angle), 0) / times.length;
  const y = angles.reduce((sum, angle) => sum + Math.sin(angle), 0) / times.length;
  const length = Math.min(1, Math.hypot(x, y));
  if (length < 1e-9) return null;
  const seconds = (angle: number): number => (angle / (2 * Math.PI)) * clockSeconds;
  return {
    // A clock that shows whole minutes must not lose one to the rounding of a sine.
    mean: (rounded(seconds(Math.atan2(y, x))) + clockSeconds) % clockSeconds,
    spread: times.length < 2 ? null : seconds(Math.sqrt(-2 * Math.log(length))),
  };
}

/** `session` is missing only while a shown event is still to be derived again; it has no stretches then. */
function detailOf(
  sleep: Sleep,
  session: SleepSession | undefined,
  around: readonly SleepSample[],
  rankOf: RankOf,
  nameOf: (source: number) => string,
): SleepDetail {
  if (session === undefined) return { ...sleep, inBed: null, stretches: [], sources: [] };
  const inside = around.filter(({ start, end }) => start < session.end && end > session.start);
  const counting = new Set(session.parts.filter(isAsleep).map(({ sample }) => sample.source));
  const ids = [...new Set(inside.map(({ source }) => source))].sort((a, b) => rankOf(a) - rankOf(b));
  const lying = inside.filter(({ stage, source }) => stage === 'in_bed' && counting.has(source));
  return {
    ...sleep,
    inBed: lying.length === 0 ? null : lengthOf(lying.map((one) => cut(one, session)).concat(session.parts)),
    stretches: session.parts.map(({ start, end, sample }) => ({
      start,
      end,
      stage: sample.stage,
      source: ids.indexOf(sample.source),
    })),
    sources: ids.map((id) =>
      sourceOf(
        id,
        nameOf(id),
        inside.filter(({ source }) => source === id),
        session,
        counting,
      ),
    ),
  };
}

function sourceOf(
  id: number,
  name: string,
  samples: readonly SleepSample[],
  session: SleepSession,
  counting: ReadonlySet<number>,
): SleepSource {
  const alone = decidedParts(samples, () => 0)
    .map((part) => ({ ...part, ...cut(part, session) }))
    .filter(({ start, end }) => end > start);
  const counted = session.parts.filter(({ sample }) => sample.source === id);
  const stretches: Stretch[] = [
    ...counted.map(({ start, end, sample }) => ({ start, end, stage: sample.stage, isCounted: true })),
    ...alone.flatMap((part) =>
      without(part, counted).map((span) => ({ ...span, stage: part.sample.stage, isCounted: false })),
    ),
    ...samples
      .filter(({ stage }) => stage === 'in_bed')
      .map((one) => ({ ...cut(one, session), stage: one.stage, isCounted: counting.has(id) })),
  ];
  return {
    name,
    asleep: figuresOf(alone).total,
    counted: figuresOf(counted).total,
    stretches: stretches.sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

const cut = ({ start, end }: Span, to: Span): Span => ({
  start: Math.max(start, to.start),
  end: Math.min(end, to.end),
});

/** The parts of a span outside some disjoint, ascending spans. */
function without({ start, end }: Span, parts: readonly SleepPart[]): Span[] {
  const left: Span[] = [];
  let from = start;
  for (const part of parts) {
    if (part.end <= from || part.start >= end) continue;
    if (part.start > from) left.push({ start: from, end: part.start });
    from = part.end;
  }
  if (from < end) left.push({ start: from, end });
  return left;
}

/** Seconds covered by any of the spans. */
function lengthOf(spans: readonly Span[]): number {
  let [sum, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    sum += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return sum;
}
