// A workout from point to point, against the plain reference (test/reference): its charts, splits, heart rate zones and their limits on a birthday.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Random, randomFor, whole } from '../../generator/random.ts';
import { localDays } from '../../reference/local-days.ts';
import { instantOf, readExport } from '../../reference/read-export.ts';
import {
  type Beat,
  type Gone,
  gpxPoints,
  type PlainPlace,
  pausesIn,
  plainLimits,
  plainMoving,
  plainPlaces,
  plainRecordSplits,
  plainSeconds,
  plainSplits,
  plainStatistics,
  plainZones,
  routeLength,
  type Span,
  workoutTexts,
} from '../../reference/workouts.ts';
import { exportXml, recordXml, type XmlElement } from '../../support/health-xml.ts';
import { writeZip } from '../../support/zip-writer.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { importAll } from './imported.ts';

const device = 'name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:11.1';
const watch = { source: 'Watch', device: `<<HKDevice: 0x1>, ${device}>`, version: '11.1' };
const q = 'HKQuantityTypeIdentifier';
const day = 86_400;

interface Route {
  readonly start: number;
  readonly seconds: number;
  readonly events: readonly (readonly [type: string, at: number])[];
  /** Without a route, the workout has records of distance. */
  readonly hasRoute: boolean;
}

/** A way that winds, climbs and stands still, with a lost signal and pauses of the person and of the Watch. */
function randomGpx(random: Random, { start, seconds, events }: Route): string {
  const lost = whole(random, 100, seconds - 200);
  let [latitude, longitude, elevation, speed] = [48 + random(), 11 + random(), 300 + 100 * random(), 2.6];
  const points = Array.from({ length: seconds + 1 }, (_, second) => {
    speed = Math.min(5, Math.max(0, speed + (random() - 0.5) * 0.8));
    if (second % 300 > 270) speed = 0.1;
    latitude += (speed / 111_195) * Math.cos(second / 90);
    longitude += (speed / 74_000) * Math.sin(second / 90);
    elevation += (random() - 0.5) * 0.9;
    const isLost = second > lost && second < lost + 45;
    const isPaused = events[0] !== undefined && second > events[0][1] && second < (events[1]?.[1] ?? 0);
    // The phone goes on recording in some pauses: such points are in none of the figures.
    if (isLost || (isPaused && random() < 0.5)) return '';
    const time = new Date((start + second) * 1000).toISOString().replace('.000', '');
    return `<trkpt lon="${longitude.toFixed(7)}" lat="${latitude.toFixed(7)}"><ele>${elevation.toFixed(3)}</ele><time>${time}</time></trkpt>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1"><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`;
}

const workoutOf = (route: Route, index: number): XmlElement => {
  const { start, seconds, events, hasRoute } = route;
  return (print) => {
    const span = `startDate="${print(start)}" endDate="${print(start + seconds)}"`;
    const inner = events.map(
      ([type, at]) => `<WorkoutEvent type="HKWorkoutEventType${type}" date="${print(start + at)}"/>\n`,
    );
    inner.push(
      `<WorkoutStatistics type="${q}ActiveEnergyBurned" ${span} sum="${200 + 7 * index}.25" unit="kcal"/>\n`,
      `<WorkoutStatistics type="${q}HeartRate" ${span} average="${140 + index}.5" minimum="${90 + index}" maximum="${181 - index}" unit="count/min"/>\n`,
    );
    if (hasRoute)
      inner.push(
        `<WorkoutRoute sourceName="Watch" ${span}><FileReference path="/workout-routes/${index}.gpx"/></WorkoutRoute>\n`,
      );
    return `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="${seconds / 60}" durationUnit="min" sourceName="Watch" ${span}>${inner.join('')}</Workout>\n`;
  };
};

/** Every few seconds, with gaps of more than a minute. */
function randomBeats(random: Random, { start, seconds }: Route): Beat[] {
  const beats: Beat[] = [];
  for (
    let at = start + whole(random, 0, 9);
    at < start + seconds;
    at += random() < 0.04 ? whole(random, 61, 140) : whole(random, 3, 9)
  )
    beats.push({ at, bpm: whole(random, 85, 185) });
  return beats;
}

/** Of the sport: some touch, some do not, and the first and the last go over the ends of the workout. */
function randomWay(random: Random, { start, seconds }: Route): Gone[] {
  const gone: Gone[] = [];
  for (let from = start - 20; from < start + seconds; ) {
    const to = from + whole(random, 25, 90);
    gone.push({ start: from, end: to, meters: whole(random, 40, 300) });
    from = to + (random() < 0.3 ? whole(random, 1, 60) : 0);
  }
  return gone;
}

const beatXml = ({ at, bpm }: Beat) =>
  recordXml({ ...watch, type: `${q}HeartRate`, start: at, unit: 'count/min', value: String(bpm) });
const goneXml = ({ start, end, meters }: Gone) =>
  recordXml({ ...watch, type: `${q}DistanceWalkingRunning`, start, end, unit: 'm', value: String(meters) });

/** Spans that touch or overlap are one. */
function unitedSpans(spans: readonly Span[]): Span[] {
  const seconds = new Set(
    spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index)),
  );
  return [...seconds]
    .filter((second) => !seconds.has(second - 1))
    .sort((a, b) => a - b)
    .map((start) => {
      let end = start;
      while (seconds.has(end)) end++;
      return { start, end };
    });
}

const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 4));

// The first workout is on the evening before a birthday, in UTC on the birthday or the day before; then two on and after it.
test.each([
  ['Europe/Berlin', '1985-03-30', '2026-03-29T21:30:00Z', 1],
  ['America/Los_Angeles', '1981-11-02', '2025-11-02T06:50:00Z', 2],
  ['Pacific/Auckland', '1987-04-05', '2026-04-04T11:20:00Z', 3],
])('charts, splits and zones in %s', async (zone, birthday, first, seed) => {
  const random = randomFor(seed, 'tracks');
  const begin = instantOf(first);
  const pause = whole(random, 200, 400);
  const events = [
    ['Pause', pause],
    ['Resume', pause + whole(random, 40, 120)],
    ['MotionPaused', pause + 150],
    ['MotionResumed', pause + 150 + whole(random, 5, 25)],
  ] as const;
  const routes: Route[] = [
    { start: begin, seconds: 900, events, hasRoute: true },
    { start: begin + day, seconds: 700, events: [], hasRoute: true },
    { start: begin + 2 * day, seconds: 800, events: events.slice(0, 2), hasRoute: false },
    // On the morning of the birthday and the one before.
    { start: begin - 0.5 * day, seconds: 300, events: [], hasRoute: false },
    { start: begin + 0.5 * day, seconds: 300, events: [], hasRoute: false },
  ];
  const files = routes.map((route) => randomGpx(random, route));
  const text = exportXml(
    [
      ...routes.flatMap((route) => randomBeats(random, route)).map(beatXml),
      ...routes
        .filter(({ hasRoute }) => !hasRoute)
        .flatMap((route) => randomWay(random, route))
        .map(goneXml),
      ...routes.map(workoutOf),
    ],
    { exportAt: begin + 10 * day, me: { DateOfBirth: birthday } },
  );
  const path = join(scratchDir(), 'export.zip');
  writeFileSync(
    path,
    writeZip([
      { name: 'apple_health_export/export.xml', data: text },
      ...routes.flatMap(({ hasRoute }, index) =>
        hasRoute
          ? [{ name: `apple_health_export/workout-routes/${index}.gpx`, data: files[index] ?? '' }]
          : [],
      ),
    ]),
  );
  const product = await importAll([path], zone);
  onTestFinished(() => product.close());
  expect(product.workouts).toHaveLength(routes.length);
  const { samples } = readExport(text);
  const recordsOf = (type: string) =>
    samples
      .filter((sample) => sample.type === q + type)
      .map(({ start, end, text: value }) => ({ start, end, value: Number(value) }));
  for (const [index, workoutText] of workoutTexts(text).entries()) {
    const [, from = '', to = ''] = /startDate="([^"]*)" endDate="([^"]*)"/.exec(workoutText) ?? [];
    const span = { start: instantOf(from), end: instantOf(to) };
    const { id = 0 } = product.workouts.find(({ start }) => start === span.start) ?? {};
    const pauses = pausesIn(workoutText);
    const beats: Beat[] = recordsOf('HeartRate')
      .filter(({ start }) => start >= span.start && start <= span.end)
      .map(({ start, value }) => ({ at: start, bpm: value }));
    const hasRoute = workoutText.includes('FileReference');
    const points = gpxPoints(files[index] ?? '');
    const track = await product.handlers['history.workoutTrack']({ id, unit: 'km' });
    const said: PlainPlace[] = track.at.map((at, place) => ({
      at,
      meters: track.distance[place] ?? Number.NaN,
      speed: track.speed[place] ?? null,
      elevation: track.elevation[place] ?? null,
      heartRate: track.heartRate[place] ?? null,
    }));
    const gone: Gone[] = recordsOf('DistanceWalkingRunning')
      .filter(({ start, end }) => end > span.start && start < span.end)
      .map(({ start, end, value }) => ({ start, end, meters: value }));
    const right = hasRoute ? plainPlaces(points, pauses, beats) : plainSeconds(gone, beats, span);
    expect.soft(track.basis).toBe(hasRoute ? 'route' : 'records');
    expect.soft(said).toEqual(
      right.map(({ at, meters, speed, elevation, heartRate }) => ({
        ...{ at, meters: near(meters), speed: near(speed), elevation: near(elevation), heartRate },
      })),
    );
    const { statistics } = await product.handlers['history.workout']({ id });
    expect
      .soft(
        statistics.map(({ type, average, minimum, maximum, sum, unit }) => ({
          ...{ type, average, minimum, maximum, sum, unit },
        })),
      )
      .toEqual(plainStatistics(workoutText));
    // A pause within another is one with it; these are apart or side by side.
    expect.soft(track.pauses.map(({ start, end }) => ({ start, end }))).toEqual(unitedSpans(pauses));
    const rates = beats.map(({ bpm }) => bpm);
    expect
      .soft([track.heart?.count, track.heart?.average, track.heart?.lowest, track.heart?.highest])
      .toEqual([
        rates.length,
        near(rates.reduce((sum, bpm) => sum + bpm, 0) / rates.length),
        Math.min(...rates),
        Math.max(...rates),
      ]);
    const splits = hasRoute
      ? plainSplits(points, pauses, beats, 1000)
      : plainRecordSplits(gone, pauses, beats, span, 1000);
    expect
      .soft(
        track.splits.map(({ distance, seconds, climb, heartRate }) => [distance, seconds, climb, heartRate]),
      )
      .toEqual(
        splits.map(({ meters, seconds, climb, heartRate }) => [meters, seconds, climb, heartRate].map(near)),
      );
    if (hasRoute) {
      expect.soft(track.movingSeconds).toBe(plainMoving(right, pauses));
      expect.soft(track.length).toEqual(near(routeLength(points, pauses)));
    }
    const { age, limits } = plainLimits(birthday, localDays(zone).dayOf(span.start));
    expect.soft([track.heart?.rule.age, track.heart?.limits]).toEqual([age, limits]);
    expect
      .soft(track.heart?.zones.map(({ seconds }) => seconds))
      .toEqual(plainZones(beats, pauses, span, limits));
  }
});
