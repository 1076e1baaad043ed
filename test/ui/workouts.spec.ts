import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { WebClient } from '../demo/web-client.ts';
import { figuresOf } from '../reference/figures.ts';
import { mergeExports } from '../reference/history.ts';
import { localDays } from '../reference/local-days.ts';
import { readExport } from '../reference/read-export.ts';
import {
  gpxPoints,
  pausesIn,
  plainPlaces,
  plainRecordSplits,
  plainSplits,
  plainZones,
  routeLength,
  workoutTexts,
} from '../reference/workouts.ts';
import { writeZip } from '../support/zip-writer.ts';
import { overRealApp } from './over-real-app.ts';
import { ExportDialog } from './pages/export-dialog.ts';
import { expectNumber } from './pages/type-page.ts';
import { axeFindings } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const zone = 'Europe/Berlin';
const days = localDays(zone);
let page: Page;
let complaints: string[];

const print = (at: number) => `${new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000`;
const watchDevice =
  'device="&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.3&gt;"';
const watch = `sourceName="Tess’s Watch" sourceVersion="10.3" ${watchDevice}`;
const app = 'sourceName="Runner" sourceVersion="5.1"';

interface Given {
  readonly sport: string;
  readonly at: number;
  readonly seconds: number;
  readonly by?: string;
  readonly paused?: number;
  readonly kilometers?: number;
  readonly inner?: string;
}

const workoutXml = ({ sport, at, seconds, by = watch, paused = 0, kilometers, inner = '' }: Given) =>
  `<Workout workoutActivityType="HKWorkoutActivityType${sport}" duration="${(seconds - paused) / 60}" durationUnit="min" ${by} creationDate="${print(at + seconds)}" startDate="${print(at)}" endDate="${print(at + seconds)}">
${kilometers === undefined ? '' : `<WorkoutStatistics type="HKQuantityTypeIdentifierDistance${sport === 'Cycling' ? 'Cycling' : 'WalkingRunning'}" startDate="${print(at)}" endDate="${print(at + seconds)}" sum="${kilometers}" unit="km"/>`}
<WorkoutStatistics type="HKQuantityTypeIdentifierActiveEnergyBurned" startDate="${print(at)}" endDate="${print(at + seconds)}" sum="${Math.round(seconds / 6)}" unit="kcal"/>
${inner}</Workout>`;

/** Half an hour on a winding way over hills, with a pause of five minutes in which a bus drives 2 km. */
const run = { at: Date.parse('2026-03-29T00:40:00Z') / 1000, seconds: 1800, pause: [700, 1000] as const };
const gpx = `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1"><trk><name>Route</name><trkseg>${Array.from(
  { length: run.seconds + 1 },
  (_, second) => {
    if (second > run.pause[0] && second < run.pause[1]) return '';
    const gone = second <= run.pause[0] ? second : second + 400;
    const latitude = 52.5 + Math.sin(gone / 260) * 0.006;
    const longitude = 13.4 + gone * 3.6e-5 + Math.sin(gone / 40) * 2e-4;
    const elevation = 40 + Math.sin(gone / 300) * 22;
    const time = new Date((run.at + second) * 1000).toISOString().replace('.000', '');
    return `<trkpt lon="${longitude.toFixed(7)}" lat="${latitude.toFixed(7)}"><ele>${elevation.toFixed(2)}</ele><time>${time}</time></trkpt>\n`;
  },
).join('')}</trkseg></trk></gpx>`;
const events = [
  ['Pause', run.pause[0]],
  ['Resume', run.pause[1]],
  ['MotionPaused', 1400],
  ['MotionResumed', 1425],
].map(
  ([type, at]) => `<WorkoutEvent type="HKWorkoutEventType${type}" date="${print(run.at + Number(at))}"/>`,
);
const beats = Array.from({ length: 240 }, (_, index) => ({
  at: run.at + index * 7,
  bpm: Math.round(118 + index / 5 + Math.sin(index / 9) * 14),
}));
/** A run without a route: records of distance, one after the other, and heart rates. */
const bare = { at: Date.parse('2025-10-25T22:10:00Z') / 1000, seconds: 2400 };
const bareWay = Array.from({ length: 40 }, (_, index) => ({
  start: bare.at + index * 60,
  end: bare.at + (index + 1) * 60,
  meters: 150 + ((index * 37) % 60),
}));
const bareBeats = Array.from({ length: 300 }, (_, index) => ({
  at: bare.at + index * 8,
  bpm: 100 + ((index * 13) % 70),
}));
const barePause = [600, 690] as const;
const bareEvents = [
  `<WorkoutEvent type="HKWorkoutEventTypePause" date="${print(bare.at + barePause[0])}"/>`,
  `<WorkoutEvent type="HKWorkoutEventTypeResume" date="${print(bare.at + barePause[1])}"/>`,
].join('\n');
const workouts = [
  workoutXml({
    sport: 'Running',
    ...run,
    paused: 325,
    kilometers: 5.5,
    inner: `${events.join('\n')}<WorkoutRoute ${watch} creationDate="${print(run.at + run.seconds)}" startDate="${print(run.at)}" endDate="${print(run.at + run.seconds)}"><FileReference path="/workout-routes/route.gpx"/></WorkoutRoute>`,
  }),
  // The same run by an app.
  workoutXml({ sport: 'Running', at: run.at + 3, seconds: 1790, by: app, kilometers: 5.7 }),
  workoutXml({
    sport: 'Cycling',
    at: Date.parse('2026-03-31T22:30:00Z') / 1000,
    seconds: 3600,
    kilometers: 24,
  }),
  workoutXml({ sport: 'Yoga', at: Date.parse('2026-02-10T18:00:00Z') / 1000, seconds: 2700, by: app }),
  workoutXml({
    sport: 'Running',
    ...bare,
    kilometers: 7.1,
    inner: bareEvents,
  }),
];
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="en_US"><ExportDate value="${print(Date.parse('2026-04-20T10:00:00Z') / 1000)}"/>
<Me HKCharacteristicTypeIdentifierDateOfBirth="1986-01-01" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>
${[...bareBeats, ...beats].map(({ at, bpm }) => `<Record type="HKQuantityTypeIdentifierHeartRate" ${watch} unit="count/min" creationDate="${print(at)}" startDate="${print(at)}" endDate="${print(at)}" value="${bpm}"/>`).join('\n')}
${bareWay.map(({ start, end, meters }) => `<Record type="HKQuantityTypeIdentifierDistanceWalkingRunning" ${watch} unit="m" creationDate="${print(end)}" startDate="${print(start)}" endDate="${print(end)}" value="${meters}"/>`).join('\n')}
${workouts.join('\n')}</HealthData>`;

const counted = figuresOf(
  mergeExports([readExport(xml)]),
  zone,
  Date.parse('2026-04-20T10:00:00Z') / 1000,
).workouts;
const text = workoutTexts(xml)[0] ?? '';
const pauses = pausesIn(text);
const points = gpxPoints(gpx);
const clock = (seconds: number) => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};
const minutes = (seconds: number) =>
  seconds < 60
    ? `${seconds} s`
    : seconds < 600 && seconds % 60 > 0
      ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
      : `${Math.floor(seconds / 60)} min`;

overRealApp({
  async begin(begun) {
    const zip = join(begun.dir, 'export.zip');
    writeFileSync(
      zip,
      writeZip([
        { name: 'apple_health_export/export.xml', data: xml },
        { name: 'apple_health_export/workout-routes/route.gpx', data: gpx },
      ]),
    );
    const receipt = await importThroughWeb(begun.link(), zip, () => undefined);
    expect(receipt).toMatchObject({ state: 'completed', problems: [] });
    const client = await WebClient.enter(begun.link());
    expect(await client.call('settings.setHomeZone', { homeZone: zone })).toMatchObject({ ok: true });
    expect(await client.call('settings.setUnits', { distance: 'km' })).toMatchObject({ ok: true });
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const open = async (query: string) => {
  await page.goto(`${new URL(page.url()).origin}/#/history?tab=workouts${query}`);
};
const list = () => page.getByRole('listbox', { name: /^Workouts/ });
const workoutPage = () => page.getByRole('article', { name: /^Workout/ });
const cells = (name: string) =>
  workoutPage()
    .getByRole('region', { name, exact: true })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
    );
const totals = () => page.getByRole('region', { name: 'Totals', exact: true });

test('the totals count each workout once, as the export has it', async () => {
  await open('&by=month');
  await expect(list().getByRole('option')).toHaveCount(5);
  const sum = (of: typeof counted, value: (one: (typeof counted)[number]) => number | null) =>
    of.reduce((all, one) => all + (value(one) ?? 0), 0);
  const hours = (seconds: number) =>
    seconds >= 3600 ? `${Math.round(seconds / 360) / 10} h` : `${Math.round(seconds / 60)} min`;
  const lineOf = (of: typeof counted) => [
    String(of.length),
    hours(sum(of, ({ duration }) => duration)),
    `${Math.round(sum(of, ({ distance }) => distance) / 10) / 100} km`,
    `${Math.round(sum(of, ({ energy }) => energy)).toLocaleString('en-US')} kcal`,
  ];
  await expect(totals().locator('p').first()).toHaveText(
    new RegExp(
      lineOf(counted)
        .map((one) => one.replace('.', '\\.'))
        .join('\\s*(Workouts|Time|Distance|Energy)\\s*'),
    ),
  );
  await expect(
    totals().getByText('1 record of the same workouts from other apps isn’t counted again.'),
  ).toBeVisible();
  await totals().getByRole('button', { name: 'Totals by month and by sport' }).click();
  const months = Map.groupBy(counted, ({ start }) => days.dayOf(start).slice(0, 7));
  const rows = await totals()
    .getByRole('table')
    .first()
    .getByRole('row')
    .evaluateAll((all) => all.slice(1).map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  const name = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });
  expect(rows).toEqual(
    [...months]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .map(([month, of]) => [
        name.format(Date.parse(`${month}-01`)),
        ...lineOf(of).map((one) => (one === '0 km' ? '' : one)),
      ]),
  );
  expect(await axeFindings(page)).toEqual([]);
});

test('both records of one run are marked, and the filters narrow list and totals', async () => {
  await expect(list().getByRole('option', { name: /Running.*Counted once.*Tess’s Watch/ })).toHaveCount(1);
  await expect(list().getByRole('option', { name: /Running.*Not counted again.*Runner/ })).toHaveCount(1);
  await page.locator('label', { hasText: 'With route' }).click();
  await expect(list().getByRole('option')).toHaveCount(1);
  await expect(totals().locator('strong').first()).toHaveText('1');
  await open('&from=2026-04-01&to=2026-04-30');
  // 22:30 UTC on March 31 is April in Berlin.
  await expect(list().getByRole('option', { name: /Cycling/ })).toHaveCount(1);
  await expect(list().getByRole('option')).toHaveCount(1);
  await open('');
  await page.getByRole('listbox', { name: 'Workout kinds' }).getByRole('option', { name: 'Running' }).click();
  await expect(list().getByRole('option')).toHaveCount(3);
  await expect(totals().locator('strong').first()).toHaveText('2');
});

test('a workout is opened by keyboard, has an address, and back leads to the list', async () => {
  await open('&activity=HKWorkoutActivityTypeRunning&route=1');
  await expect(list().getByRole('option')).toHaveCount(1);
  await list().focus();
  await page.keyboard.press('Enter');
  await expect(workoutPage().getByRole('heading', { level: 2, name: 'Running' })).toBeVisible();
  expect(page.url()).toMatch(/item=\d+/);
  await page.reload();
  await expect(workoutPage().getByRole('img', { name: /^Route of/ })).toBeVisible();
  await page.goBack();
  await expect(workoutPage()).toHaveCount(0);
  await expect(list()).toBeVisible();
  await page.goForward();
  await expect(workoutPage()).toBeVisible();
});

test('its splits, marks, pauses and zones are those of the export, worked out point by point', async () => {
  const splits = plainSplits(points, pauses, beats, 1000);
  expect(splits.length).toBeGreaterThan(4);
  expect(await cells('Splits')).toEqual(
    splits.map(({ meters, seconds, climb, heartRate }, index) => {
      const pace = Math.round(seconds / (meters / 1000));
      const height = Math.round(Math.abs(climb));
      return [
        meters > 999.99 ? String(index + 1) : `${Math.round(meters)} m`,
        clock(seconds),
        `${clock(pace)} /km`,
        '',
        `${height === 0 ? '' : climb > 0 ? '+' : '−'}${height} m`,
        heartRate === null ? '' : String(Math.round(heartRate)),
      ];
    }),
  );
  const length = (routeLength(points, pauses) / 1000).toFixed(2).replace(/\.?0+$/, '');
  await expect(workoutPage().getByText(`The route is ${length} km long from point to point`)).toBeVisible();
  await expect(workoutPage().locator('[data-mark]')).toHaveCount(
    splits.filter(({ meters }) => meters > 999.99).length,
  );
  // Open where it was paused: by the person, and by the Watch.
  const path = await workoutPage()
    .getByRole('img', { name: /^Route of/ })
    .locator('path')
    .last()
    .getAttribute('d');
  expect(path?.match(/M/g)).toHaveLength(3);
  expect((path?.match(/L/g) ?? []).length).toBeLessThan(points.length);

  await expect(workoutPage().getByRole('heading', { name: '2 pauses, 5 min 25 s' })).toBeVisible();
  // 220 less 40 years: 108, 126, 144 and 162.
  const seconds = plainZones(
    beats,
    pauses,
    { start: run.at, end: run.at + run.seconds },
    [108, 126, 144, 162],
  );
  const zones = workoutPage()
    .locator('section', { has: page.getByRole('heading', { name: 'Heart rate zones', exact: true }) })
    .last();
  const rows = await zones
    .getByRole('row')
    .evaluateAll((all) => all.slice(1).map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  const measured = seconds.reduce((sum, one) => sum + one, 0);
  const bounds = ['below 108', '108–125', '126–143', '144–161', '162 or more'];
  expect(rows.map((row) => row.slice(1, 4))).toEqual(
    bounds.map((bound, zone) => {
      const its = seconds[zone] ?? 0;
      return [bound, minutes(its), `${Math.round((its / measured) * 100)}%`];
    }),
  );
  await expect(workoutPage().getByText(/180 bpm, which is 220 minus the age of 40/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('distance, pace, elevation and heart rate along it are those of the export, place by place', async () => {
  await workoutPage().getByRole('button', { name: 'Figures along the workout' }).click();
  const table = workoutPage()
    .getByRole('table')
    .filter({ has: page.getByRole('columnheader', { name: 'Elevation', exact: true }) })
    .filter({ has: page.getByRole('columnheader', { name: 'Pace', exact: true }) })
    .last();
  const rows = await table
    .getByRole('row')
    .evaluateAll((all) => all.slice(1).map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  expect(rows).toHaveLength(40);
  const places = plainPlaces(points, pauses, beats);
  const paces = new Set<string>();
  for (const [time = '', distance = '', pace = '', elevation, heartRate] of rows) {
    const [minute = 0, second = 0] = time.split(':').map(Number);
    const place = places.find(({ at }) => at === run.at + minute * 60 + second);
    if (place === undefined) throw new Error(`no place at ${time}`);
    expectNumber(distance, distance.endsWith(' km') ? place.meters / 1000 : place.meters);
    expectNumber(elevation, place.elevation ?? Number.NaN);
    expect.soft(heartRate, time).toBe(place.heartRate === null ? '' : `${Math.round(place.heartRate)} bpm`);
    expect.soft(pace, time).toBe(`${clock(1000 / (place.speed ?? 0))} /km`);
    paces.add(pace);
  }
  expect(paces.size).toBeGreaterThan(10);
  const texts = await workoutPage()
    .getByRole('img', { name: /over distance/ })
    .evaluateAll((charts) => charts.map((chart) => chart.getAttribute('aria-label') ?? ''));
  const span = (pick: (place: (typeof places)[number]) => number | null) => {
    const values = places.map(pick).filter((value) => value !== null);
    return [Math.min(...values), Math.max(...values)].map((value) => Math.round(value)).join(' to ');
  };
  expect(texts).toContain(`Elevation over distance, ${span(({ elevation }) => elevation)} m`);
  expect(texts).toContain(`Heart rate over distance, ${span(({ heartRate }) => heartRate)} bpm`);
  await workoutPage().getByRole('button', { name: 'Figures along the workout' }).click();
});

test('map and charts point at one place, by mouse and by keyboard; the map moves and zooms by both', async () => {
  const slider = workoutPage().getByRole('slider', { name: 'Place along the workout' });
  await slider.focus();
  await page.keyboard.press('End');
  await expect(workoutPage().locator('[data-readout]')).toContainText('30:00');
  const pointed = workoutPage().locator('[data-pointed]');
  await expect(pointed).toHaveCount(1);
  const end = workoutPage().locator('[data-end=end]');
  expect(await pointed.getAttribute('cx')).toBe(await end.getAttribute('cx'));
  await workoutPage()
    .getByRole('img', { name: /^Heart rate over distance/ })
    .hover();
  await expect(pointed).not.toHaveAttribute('cx', (await end.getAttribute('cx')) ?? '');
  await expect(workoutPage().locator('[data-readout]')).toContainText('bpm');
  await workoutPage().getByRole('radiogroup', { name: 'Horizontal axis' }).getByText('Time').click();
  await expect(workoutPage().getByRole('img', { name: /^Elevation over time/ })).toBeVisible();

  const map = workoutPage().getByRole('group', { name: /^Map/ });
  const scale = async () => Number(await map.getAttribute('data-scale'));
  const whole = await scale();
  await map.focus();
  await page.keyboard.press('+');
  await expect.poll(scale).toBeGreaterThan(whole * 1.5);
  const before = await end.getAttribute('cx');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => Math.round(Number(await end.getAttribute('cx')) - Number(before))).toBe(48);
  await map.hover();
  await page.mouse.wheel(0, -200);
  await expect.poll(scale).toBeGreaterThan(whole * 2);
  const dragged = Number(await end.getAttribute('cy'));
  await page.mouse.down();
  await page.mouse.move(700, 300);
  await page.mouse.up();
  await expect.poll(async () => Number(await end.getAttribute('cy'))).not.toBe(dragged);
  await map.focus();
  await page.keyboard.press('0');
  await expect.poll(scale).toBeCloseTo(whole, 3);
});

test('in miles it says the same of the same way', async () => {
  await workoutPage().getByRole('link', { name: 'Units' }).click();
  const miles = page
    .getByRole('radiogroup', { name: 'Distance and speed' })
    .getByRole('radio', { name: 'Miles' });
  await miles.focus();
  await page.keyboard.press('Space');
  await expect(miles).toBeEnabled();
  await expect(miles).toBeChecked();
  await page.goBack();
  const splits = plainSplits(points, pauses, beats, 1609.344);
  await expect
    .poll(async () => (await cells('Splits')).map(([, time]) => time))
    .toEqual(splits.map(({ seconds }) => clock(seconds)));
  await expect(workoutPage().getByRole('table').first().getByRole('columnheader').first()).toHaveText('mi');
});

test('limits of the zones can be set, and are those of every workout until they are taken back', async () => {
  await workoutPage().getByRole('button', { name: 'Set limits…' }).click();
  const form = workoutPage().getByRole('form', { name: 'Heart rate zone limits' });
  await form.getByLabel('Zone 3 from').fill('100');
  await expect(form.getByRole('alert')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Use these limits' })).toBeDisabled();
  for (const [index, limit] of [120, 130, 140, 150].entries())
    await form.getByLabel(`Zone ${index + 2} from`).fill(String(limit));
  await form.getByRole('button', { name: 'Use these limits' }).click();
  const seconds = plainZones(
    beats,
    pauses,
    { start: run.at, end: run.at + run.seconds },
    [120, 130, 140, 150],
  );
  await expect(workoutPage().getByRole('row', { name: /130–139/ })).toContainText(minutes(seconds[2] ?? 0));
  await workoutPage().getByRole('button', { name: 'Set limits…' }).click();
  await form.getByRole('button', { name: 'Use the default limits' }).click();
  await expect(workoutPage().getByText(/220 minus the age of 40/)).toBeVisible();
});

test('the page of one record of a run leads to the other', async () => {
  await expect(workoutPage().getByText(/counted once/)).toBeVisible();
  await workoutPage().getByRole('link', { name: 'Runner' }).click();
  await expect(workoutPage().getByText(/The other record counts, this one doesn’t/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(workoutPage()).toHaveCount(0);
});

test('it fits from the smallest window to the widest, and prints', async () => {
  await open('&activity=HKWorkoutActivityTypeRunning&route=1');
  await list().getByRole('option').first().click();
  for (const [width, height] of [
    [720, 520],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(workoutPage().getByRole('img', { name: /^Route of/ })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
  await page.emulateMedia({ media: 'print' });
  await expect(workoutPage().getByRole('button', { name: 'Zoom in' })).toBeHidden();
  await expect(workoutPage().getByRole('img', { name: /^Route of/ })).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1280, height: 520 });
});

test('an open workout exports its figures: with its button and from Search, as the page has them', async () => {
  const dialog = new ExportDialog(page);
  await workoutPage().getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.dialog).toContainText(/^ExportThe figures of Running, /);
  const rows = await dialog.rows();
  await expect(workoutPage()).toBeVisible();
  const of = (part: string) => rows.filter((row) => row['part'] === part);
  // Miles since they were chosen above.
  const splits = plainSplits(points, pauses, beats, 1609.344);
  expect(of('split')).toHaveLength(splits.length);
  for (const [index, { meters, seconds }] of splits.entries()) {
    expect(of('split')[index]?.['distance_mi']).toBeCloseTo(meters / 1609.344, 6);
    expect(of('split')[index]?.['seconds']).toBeCloseTo(seconds, 3);
  }
  expect(
    of('pause')
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['motion', 'pause']);
  expect(of('heart_zone')).toHaveLength(5);
  expect(of('point').length).toBeGreaterThan(100);
  expect(of('figure').map(({ name }) => name)).toContain('average_pace_s_per_mi');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('export');
  await page.getByRole('dialog', { name: 'Search' }).getByRole('option', { name: 'Export…' }).click();
  await expect(dialog.dialog).toContainText('The figures of Running');
  await page.keyboard.press('Escape');
  await expect(dialog.dialog).toHaveCount(0);
  await expect(workoutPage()).toBeVisible();
});

test('a run without a route has the splits, pause and zones of its records', async () => {
  await open('&activity=HKWorkoutActivityTypeRunning&from=2025-10-01&to=2025-10-31');
  await expect(list().getByRole('option')).toHaveCount(1);
  await list().getByRole('option').first().click();
  await expect(workoutPage().getByRole('heading', { name: '1 pause, 1 min 30 s' })).toBeVisible();
  const own = pausesIn(workoutTexts(xml).at(-1) ?? '');
  const span = { start: bare.at, end: bare.at + bare.seconds };
  // Miles were chosen above.
  const mile = 1609.344;
  const right = plainRecordSplits(bareWay, own, bareBeats, span, mile);
  expect(right.length).toBeGreaterThan(3);
  const shown = await cells('Splits');
  expect(shown.map((row) => [...row.slice(1, 3), row.at(-1)])).toEqual(
    right.map(({ meters, seconds, heartRate }) => [
      clock(seconds),
      `${clock(Math.round(seconds / (meters / mile)))} /mi`,
      heartRate === null ? '' : String(Math.round(heartRate)),
    ]),
  );
  // 220 less 39 years: 109, 127, 145 and 163.
  const zones = plainZones(bareBeats, own, span, [109, 127, 145, 163]);
  const measured = zones.reduce((sum, one) => sum + one, 0);
  const table = workoutPage()
    .locator('section', { has: page.getByRole('heading', { name: 'Heart rate zones', exact: true }) })
    .last();
  const rows = await table
    .getByRole('row')
    .evaluateAll((all) => all.slice(1).map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  expect(rows.map((row) => row.slice(2, 4))).toEqual(
    zones.map((its) => [minutes(its), `${Math.round((its / measured) * 100)}%`]),
  );
  await page.keyboard.press('Escape');
  await open('');
});

test('the list prints every row that it has read', async () => {
  await open('');
  const rows = list().getByRole('option');
  await expect(rows.first()).toBeVisible();
  const count = Number(await rows.first().getAttribute('aria-setsize'));
  await page.emulateMedia({ media: 'print' });
  await expect(rows).toHaveCount(count);
  for (const row of await rows.all()) expect((await row.boundingBox())?.height).toBeGreaterThan(20);
  const [first, second] = [await rows.first().boundingBox(), await rows.last().boundingBox()];
  if (count > 1) expect(second?.y).toBeGreaterThan((first?.y ?? 0) + 20);
  await page.emulateMedia({ media: 'screen' });
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
