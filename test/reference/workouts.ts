// What a workout's page says, worked out from the text of its export and its GPX file, point by point and split by split.
import { instantOf } from './read-export.ts';

export interface GpxPoint {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevation: number;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PlainSplit {
  readonly meters: number;
  /** Without pauses. */
  readonly seconds: number;
  /** null without a route. */
  readonly climb: number | null;
  readonly heartRate: number | null;
}

export interface Beat {
  readonly at: number;
  readonly bpm: number;
}

const earth = 6_371_008.8;

export function gpxPoints(text: string): GpxPoint[] {
  return [...text.matchAll(/<trkpt([^>]*)>([\s\S]*?)<\/trkpt>/g)].map(([, place = '', inner = '']) => {
    const attribute = (name: string) => Number(new RegExp(`${name}="([^"]*)"`).exec(place)?.[1]);
    const child = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(inner)?.[1] ?? '';
    return {
      at: Date.parse(child('time')) / 1000,
      latitude: attribute('lat'),
      longitude: attribute('lon'),
      elevation: Number(child('ele')),
    };
  });
}

/** The text of the workout elements of an export, in its order. */
export const workoutTexts = (text: string): string[] => text.match(/<Workout [\s\S]*?<\/Workout>/g) ?? [];

/** Pauses by pairs of events: of the person, and of the Watch. The events of a test's export come in order and in pairs. */
export function pausesIn(workout: string): Span[] {
  const events = [...workout.matchAll(/<WorkoutEvent type="HKWorkoutEventType(\w+)" date="([^"]*)"/g)];
  const pauses: Span[] = [];
  for (const [begin, end] of [
    ['Pause', 'Resume'],
    ['MotionPaused', 'MotionResumed'],
  ]) {
    const of = (name: string | undefined) =>
      events.filter(([, type]) => type === name).map(([, , date = '']) => instantOf(date));
    const ends = of(end);
    for (const [index, start] of of(begin).entries()) pauses.push({ start, end: ends[index] ?? Number.NaN });
  }
  return pauses.sort((a, b) => a.start - b.start);
}

/** The way between two places along a great circle, by the chord through the Earth. */
export function wayBetween(a: GpxPoint, b: GpxPoint): number {
  const [from, to] = [a, b].map(({ latitude, longitude }) => {
    const [north, east] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)] as const;
  });
  const chord = Math.hypot(...(from ?? []).map((value, axis) => value - (to?.[axis] ?? 0)));
  return 2 * earth * Math.asin(chord / 2);
}

/** The points of a route that lie in no pause, each with the way up to it; nothing is gone in a pause. */
function way(
  points: readonly GpxPoint[],
  pauses: readonly Span[],
): (GpxPoint & { readonly meters: number })[] {
  const found: (GpxPoint & { readonly meters: number })[] = [];
  for (const point of points) {
    if (pauses.some(({ start, end }) => point.at > start && point.at < end)) continue;
    const before = found.at(-1);
    const isPaused =
      before !== undefined && pauses.some(({ start, end }) => start >= before.at && end <= point.at);
    found.push({
      ...point,
      meters: before === undefined ? 0 : before.meters + (isPaused ? 0 : wayBetween(before, point)),
    });
  }
  return found;
}

export function routeLength(points: readonly GpxPoint[], pauses: readonly Span[]): number {
  return way(points, pauses).at(-1)?.meters ?? 0;
}

/** Second by second: which of them are paused, half seconds at the ends included. */
function secondsWithout(pauses: readonly Span[], from: number, to: number): number {
  return pauses.reduce(
    (left, { start, end }) => left - Math.max(0, Math.min(end, to) - Math.max(start, from)),
    to - from,
  );
}

export function plainSplits(
  points: readonly GpxPoint[],
  pauses: readonly Span[],
  beats: readonly Beat[],
  unit: number,
): (PlainSplit & { readonly climb: number })[] {
  const gone = way(points, pauses);
  const whole = gone.at(-1)?.meters ?? 0;
  const edges: { at: number; height: number; meters: number }[] = [];
  for (let meters = 0; meters < whole; meters += unit) {
    const next = gone.findIndex((point) => point.meters >= meters);
    const [a, b] = [gone[Math.max(0, next - 1)], gone[next]];
    if (a === undefined || b === undefined) throw new Error('no such place');
    const share = b.meters > a.meters ? (meters - a.meters) / (b.meters - a.meters) : 0;
    edges.push({
      at: a.at + (b.at - a.at) * share,
      height: a.elevation + (b.elevation - a.elevation) * share,
      meters,
    });
  }
  const last = gone.at(-1);
  if (last !== undefined) edges.push({ at: last.at, height: last.elevation, meters: whole });
  return edges.slice(1).map((end, index) => {
    const begin = edges[index] ?? end;
    const inside = beats.filter(({ at }) => at >= begin.at && at < end.at).map(({ bpm }) => bpm);
    return {
      meters: end.meters - begin.meters,
      seconds: secondsWithout(pauses, begin.at, end.at),
      climb: end.height - begin.height,
      heartRate: inside.length === 0 ? null : inside.reduce((sum, bpm) => sum + bpm, 0) / inside.length,
    };
  });
}

/** Seconds in each zone, second by second: the last measurement counts, for a minute, and not in a pause. */
export function plainZones(
  beats: readonly Beat[],
  pauses: readonly Span[],
  { start, end }: Span,
  limits: readonly number[],
): number[] {
  const zones = [0, ...limits].map(() => 0);
  for (let second = start; second < end; second++) {
    const last = beats.findLast(({ at }) => at <= second);
    const isPaused = pauses.some((pause) => second >= pause.start && second < pause.end);
    if (last === undefined || second - last.at >= 60 || isPaused) continue;
    const zone = limits.filter((limit) => last.bpm >= limit).length;
    zones[zone] = (zones[zone] ?? 0) + 1;
  }
  return zones;
}

/** What the charts along a workout have at one place. */
export interface PlainPlace {
  readonly at: number;
  /** From the first point on. */
  readonly meters: number;
  /** m/s; null where nothing stands beside it. */
  readonly speed: number | null;
  readonly elevation: number | null;
  readonly heartRate: number | null;
}

/** A measurement holds for a minute. */
const rateAt = (beats: readonly Beat[], at: number): number | null => {
  const last = beats.findLast((beat) => beat.at <= at);
  return last === undefined || at - last.at >= 60 ? null : last.bpm;
};

/**
 * The places of a route: its speed is the way from ten seconds before to ten seconds after, but not over a pause, nor over more than half a
 * minute without a signal.
 */
export function plainPlaces(
  points: readonly GpxPoint[],
  pauses: readonly Span[],
  beats: readonly Beat[],
): PlainPlace[] {
  const stretches: (GpxPoint & { readonly meters: number })[][] = [];
  for (const point of way(points, pauses)) {
    const before = stretches.at(-1)?.at(-1);
    const isPaused = pauses.some(({ start, end }) => start >= (before?.at ?? 0) && end <= point.at);
    if (before === undefined || isPaused || point.at - before.at > 30) stretches.push([point]);
    else stretches.at(-1)?.push(point);
  }
  return stretches.flatMap((stretch) =>
    stretch.map(({ at, meters, elevation }) => {
      const near = stretch.filter((other) => Math.abs(other.at - at) <= 10);
      const [first, last] = [near[0], near.at(-1)];
      const seconds = (last?.at ?? 0) - (first?.at ?? 0);
      return {
        at,
        meters,
        speed: seconds === 0 ? null : ((last?.meters ?? 0) - (first?.meters ?? 0)) / seconds,
        elevation,
        heartRate: rateAt(beats, at),
      };
    }),
  );
}

/** Seconds of a route at half a meter a second or faster, neither over a pause nor over a lost signal. */
export function plainMoving(places: readonly PlainPlace[], pauses: readonly Span[]): number {
  let seconds = 0;
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before === undefined || place.at - before.at > 30 || (place.speed ?? 0) < 0.5) continue;
    if (pauses.some(({ start, end }) => start >= before.at && end <= place.at)) continue;
    seconds += place.at - before.at;
  }
  return seconds;
}

/** A distance that was measured from one instant to another. */
export interface Gone extends Span {
  readonly meters: number;
}

/** The same of a workout without a route, each second, from records of distance that do not overlap: over twenty seconds before and after. */
export function plainSeconds(
  gone: readonly Gone[],
  beats: readonly Beat[],
  { start, end }: Span,
): PlainPlace[] {
  const until = (second: number) =>
    gone.reduce((sum, one) => {
      const inside = Math.min(second, one.end) - Math.max(start, one.start);
      return sum + (one.meters * Math.max(0, inside)) / (one.end - one.start);
    }, 0);
  return Array.from({ length: end - start + 1 }, (_, second) => {
    const at = start + second;
    const [from, to] = [Math.max(start, at - 20), Math.min(end, at + 20)];
    return {
      at,
      meters: until(at),
      speed: (until(to) - until(from)) / (to - from),
      elevation: null,
      heartRate: rateAt(beats, at),
    };
  });
}

/** The splits of a workout without a route: the instants at which its records, in order and without overlap, reach each `unit` meters. */
export function plainRecordSplits(
  gone: readonly Gone[],
  pauses: readonly Span[],
  beats: readonly Beat[],
  { start, end }: Span,
  unit: number,
): PlainSplit[] {
  const parts = gone.map((one) => {
    const [from, to] = [Math.max(start, one.start), Math.min(end, one.end)];
    return { from, to, meters: (one.meters * (to - from)) / (one.end - one.start) };
  });
  const whole = parts.reduce((sum, { meters }) => sum + meters, 0);
  const instantAt = (meters: number): number => {
    let left = meters;
    for (const part of parts) {
      if (part.meters >= left) return part.from + ((part.to - part.from) * left) / part.meters;
      left -= part.meters;
    }
    throw new Error('no such place');
  };
  const edges = [{ at: start, meters: 0 }];
  for (let meters = unit; meters <= whole; meters += unit) edges.push({ at: instantAt(meters), meters });
  // The rest lasts as long as the workout; less than a meter is none.
  if (whole - (edges.at(-1)?.meters ?? 0) >= 1) edges.push({ at: end, meters: whole });
  return edges.slice(1).map((edge, index) => {
    const begin = edges[index] ?? edge;
    const inside = beats.filter(({ at }) => at >= begin.at && at < edge.at).map(({ bpm }) => bpm);
    return {
      meters: edge.meters - begin.meters,
      seconds: secondsWithout(pauses, begin.at, edge.at),
      climb: null,
      heartRate: inside.length === 0 ? null : inside.reduce((sum, bpm) => sum + bpm, 0) / inside.length,
    };
  });
}

/** Statistics as the text of a workout prints them, by type; what an element doesn't have is null. */
export const plainStatistics = (workout: string) =>
  [...workout.matchAll(/<WorkoutStatistics ([^>]*)\/>/g)].map(([, attributes = '']) => {
    const texts = new Map([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, text]) => [name, text]));
    const number = (name: string) => (texts.has(name) ? Number(texts.get(name)) : null);
    return {
      type: texts.get('type'),
      ...{
        average: number('average'),
        minimum: number('minimum'),
        maximum: number('maximum'),
        sum: number('sum'),
      },
      unit: texts.get('unit') ?? null,
    };
  });

/** Where zones 2 to 5 begin: at 60, 70, 80 and 90% of 220 less the age on a day, which is a year more on each birthday. */
export function plainLimits(birthday: string, day: string): { age: number; limits: number[] } {
  const hasHadBirthday = day.slice(5) >= birthday.slice(5);
  const age = Number(day.slice(0, 4)) - Number(birthday.slice(0, 4)) - (hasHadBirthday ? 0 : 1);
  return { age, limits: [60, 70, 80, 90].map((percent) => Math.round(((220 - age) * percent) / 100)) };
}
