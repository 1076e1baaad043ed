import type { EventProperties } from '../../shared/domain/event.ts';
import { dayText, wireTime } from '../../shared/time.ts';
import {
  type BreakdownPart,
  type DerivedEvent,
  dailySampleId,
  type OwnEvent,
  ownSampleId,
} from './derived-event.ts';
import {
  decidedParts,
  figuresOf,
  isAsleep,
  nightOf,
  type SleepFigures,
  type SleepPart,
  type SleepSample,
  type SleepSession,
  sleepSessions,
} from './sleep-nights.ts';
import type { RankOf } from './source-priority.ts';
import { firstEndingAfter, type Span } from './spans.ts';
import type { Zone } from './zone.ts';

/** Trendy takes no event for less sleep than this (trendy/README §3.3). */
const minSleepSeconds = 1800;

/** Days before and after a range of nights with samples that may affect it (README.md, "Sleep"). */
export const daysRead = { before: 4, after: 2 } as const;

/** Nights before and after a changed sample with events that may change with it. */
export const nightsTouched = 3;

export interface SleepEvents {
  /** The events for Trendy: one for each of the phone's nights. */
  readonly events: DerivedEvent[];
  /** The sessions that are not the same as one of these. */
  readonly own: OwnEvent[];
  /** Days of the events that History shows as sessions instead. */
  readonly hidden: string[];
}

interface Nights {
  readonly first: number;
  readonly last: number;
}

interface SentNight {
  readonly event: DerivedEvent;
  readonly figures: SleepFigures;
}

/**
 * Sleep of the nights from `first` to `last`, by the instant (README.md, "Sleep"). Every second asleep is in one session and of
 * one night. `samples` must hold all from `daysRead.before` days before these nights to `daysRead.after` days after, in any order.
 */
export function sleepEvents(
  samples: readonly SleepSample[],
  nights: Nights,
  zone: Zone,
  rankOf: RankOf,
): SleepEvents {
  const parts = decidedParts(samples, rankOf);
  const alone = partsOfEachSource(samples, rankOf);
  const sent = sentNights(parts, samples, alone, nights, zone, rankOf);
  const isIn = (night: number): boolean => night >= nights.first && night <= nights.last;
  const own: OwnEvent[] = [];
  const asSent = new Set<number>();
  for (const session of sleepSessions(parts, samples, zone)) {
    const figures = figuresOf(session.parts);
    const asleep = session.parts.filter(isAsleep);
    const sentIn = [...new Set(asleep.map(({ sample }) => nightOf(sample.end, zone)))].filter((night) =>
      sent.has(night),
    );
    if (isSame(session, figures, sent.get(session.night))) asSent.add(session.night);
    else if (isIn(session.night)) {
      const measured = measuredIn(session, alone);
      const breakdown = breakdownOf(asleep, measured, rankOf);
      own.push(ownSleep(session, figures, breakdown, sentIn.toSorted((a, b) => a - b).map(dayText), zone));
    }
  }
  const wanted = [...sent].filter(([night]) => isIn(night));
  return {
    events: wanted.map(([, { event }]) => event),
    own,
    hidden: wanted.filter(([night]) => !asSent.has(night)).map(([, { event }]) => event.day),
  };
}

/** By night, ascending: a sample belongs to the night that it ends in (trendy/README §3.3), and so do the spans that it decided. */
function sentNights(
  parts: readonly SleepPart[],
  samples: readonly SleepSample[],
  alone: ReadonlyMap<number, readonly SleepPart[]>,
  { first, last }: Nights,
  zone: Zone,
  rankOf: RankOf,
): Map<number, SentNight> {
  const found = new Map<
    number,
    { parts: SleepPart[]; samples: SleepSample[]; measured: Map<number, number> }
  >();
  for (const sample of samples) {
    const night = nightOf(sample.end, zone);
    // Two nights before, because the second that one of them begins in is taken.
    if (night < first - 2 || night > last + 1) continue;
    let its = found.get(night);
    if (!its) {
      its = { parts: [], samples: [], measured: new Map() };
      found.set(night, its);
    }
    its.samples.push(sample);
    if (!its.measured.has(sample.source)) its.measured.set(sample.source, 0);
  }
  for (const part of parts) found.get(nightOf(part.sample.end, zone))?.parts.push(part);
  for (const part of [...alone.values()].flat().filter(isAsleep)) {
    const measured = found.get(nightOf(part.sample.end, zone))?.measured;
    const { source } = part.sample;
    measured?.set(source, (measured.get(source) ?? 0) + part.end - part.start);
  }
  const nights = new Map<number, SentNight>();
  const taken = new Set<number>();
  for (const [night, its] of [...found].sort(([a], [b]) => a - b)) {
    const figures = figuresOf(its.parts);
    if (figures.total < minSleepSeconds) continue;
    const asleep = its.parts.filter(isAsleep);
    // Time in bed of a source that does not count for the sleep is no bedtime: a phone on the nightstand.
    const counting = new Set(asleep.map(({ sample }) => sample.source));
    const lying = boundsOf(
      its.samples.filter(({ stage, source }) => stage !== 'awake' && counting.has(source)),
    );
    // Trendy knows one event a second of each category: of two nights that begin in the same one, the later is moved.
    let { start } = lying;
    while (taken.has(start)) start++;
    taken.add(start);
    const midnight = zone.startOf(night);
    const event: DerivedEvent = {
      category: 'sleep',
      start,
      end: lying.end,
      isAllDay: true,
      notes: `Auto-logged: ${sleepText(figures.total)} of sleep`,
      sampleId: dailySampleId('sleep', midnight),
      properties: propertiesOf(figures, lying, midnight),
      day: dayText(night),
      merged: 0,
      breakdown: breakdownOf(asleep, its.measured, rankOf),
    };
    nights.set(night, { event, figures });
  }
  return nights;
}

/** Whether the phone's night is the session: no more, no less, and not moved. */
function isSame(session: SleepSession, figures: SleepFigures, sent: SentNight | undefined): boolean {
  if (sent === undefined) return false;
  const { event, figures: its } = sent;
  return (
    session.start === event.start &&
    session.end === event.end &&
    figures.total === its.total &&
    figures.core === its.core &&
    figures.deep === its.deep &&
    figures.rem === its.rem &&
    figures.awake === its.awake
  );
}

function ownSleep(
  { start, end, night }: SleepSession,
  figures: SleepFigures,
  breakdown: readonly BreakdownPart[],
  sentDays: readonly string[],
  zone: Zone,
): OwnEvent {
  return {
    category: 'sleep',
    start,
    end,
    isAllDay: false,
    notes: `${sleepText(figures.total)} of sleep`,
    sampleId: ownSampleId('sleep', start, end, ''),
    properties: propertiesOf(figures, { start, end }, zone.startOf(night)),
    day: dayText(night),
    merged: 0,
    breakdown,
    sentDays,
  };
}

/** The parts of each source alone, without time in bed. */
function partsOfEachSource(
  samples: readonly SleepSample[],
  rankOf: RankOf,
): ReadonlyMap<number, readonly SleepPart[]> {
  const bySource = new Map<number, SleepSample[]>();
  for (const sample of samples) {
    const list = bySource.get(sample.source);
    if (list) list.push(sample);
    else bySource.set(sample.source, [sample]);
  }
  return new Map([...bySource].map(([source, its]) => [source, decidedParts(its, rankOf)]));
}

/** Seconds asleep by source between the first and the last of a session. */
function measuredIn(
  session: SleepSession,
  alone: ReadonlyMap<number, readonly SleepPart[]>,
): Map<number, number> {
  const asleep = boundsOf(session.parts.filter(isAsleep));
  const measured = new Map<number, number>();
  for (const [source, parts] of alone) {
    let seconds = 0;
    for (let i = firstEndingAfter(parts, asleep.start); i < parts.length; i++) {
      const part = parts[i] as SleepPart;
      if (part.start >= asleep.end) break;
      if (isAsleep(part)) seconds += Math.min(part.end, asleep.end) - Math.max(part.start, asleep.start);
    }
    if (seconds > 0) measured.set(source, seconds);
  }
  return measured;
}

function breakdownOf(
  asleep: readonly SleepPart[],
  measured: ReadonlyMap<number, number>,
  rankOf: RankOf,
): BreakdownPart[] {
  const counted = new Map<number, number>();
  for (const { start, end, sample } of asleep)
    counted.set(sample.source, (counted.get(sample.source) ?? 0) + end - start);
  return [...measured]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([source, value]) => ({ source, value, counted: counted.get(source) ?? 0 }));
}

function boundsOf(spans: readonly Span[]): Span {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of spans) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

function propertiesOf(figures: SleepFigures, { start, end }: Span, midnight: number): EventProperties {
  const stages = {
    'Core Sleep': figures.core,
    'Deep Sleep': figures.deep,
    'REM Sleep': figures.rem,
    'Time Awake': figures.awake,
  };
  const properties: EventProperties = {
    'Total Sleep': { type: 'duration', value: figures.total },
    Date: { type: 'date', value: wireTime(midnight) },
    Bedtime: { type: 'date', value: wireTime(start) },
    'Wake Time': { type: 'date', value: wireTime(end) },
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
