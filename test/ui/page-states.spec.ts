import { expect, type Locator, type Page, test } from '@playwright/test';
import type { CallName } from '../../src/shared/contract/index.ts';
import { HeldCalls, type NamedCall } from './held-calls.ts';
import { overRealApp } from './over-real-app.ts';
import { axeFindings } from './real-app.ts';
import { addressOf, type SeededIds, seedHistory } from './seeded-history.ts';

// Every view of Overview, History, Report and Search while its calls are held, while all or one of them fail, and after “Try again”.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];
let calls: HeldCalls;
let ids: SeededIds;
let origin: string;

overRealApp({
  async begin(app) {
    ids = await seedHistory(app);
    ({ origin } = new URL(app.link()));
  },
  async opened(there) {
    ({ page, complaints } = there);
    calls = await HeldCalls.over(page);
  },
});

/** A part of a view, by the call that it waits for. */
interface Part extends NamedCall {
  /** What is there once the call was answered. */
  readonly there: (page: Page) => Locator;
  /** Words in its place if the call fails, where these aren't a notice with “Try again”. */
  readonly instead?: string;
  /** How many places say it if the call fails, where it isn't one. */
  readonly notices?: number;
  /** Also gone if the call fails: other parts, by their call. */
  readonly takes?: readonly CallName[];
}

interface Place {
  readonly name: string;
  /** `{record}`: an id of the seeded history. */
  readonly hash: string;
  readonly parts: readonly Part[];
  /** Also asked for, and shown in another place or not at all. */
  readonly around?: readonly CallName[];
  /** Its words while it's loading, where no placeholder has them. */
  readonly loading?: string;
  /** Opens what the address alone doesn't. */
  readonly open?: () => Promise<unknown>;
}

const list = (name: string | RegExp) => (at: Page) =>
  at.getByRole('listbox', { name, exact: true }).getByRole('option').first();
const table = (name: string | RegExp) => (at: Page) => at.getByRole('table', { name, exact: true });
const inMain = (css: string) => (at: Page) => at.locator(`main ${css}`).first();
const panel = (at: Page) => at.getByRole('complementary').getByRole('term').first();

const heartRate = 'HKQuantityTypeIdentifierHeartRate';
const types: Part = { name: 'history.types', there: list('Types'), takes: ['history.pressureSummary'] };
/** The list has a blood pressure as one type. */
const pressure: Part = { name: 'history.pressureSummary', there: list('Types'), takes: ['history.types'] };
const nothing = 'nothing is missing';
const sources: Part = {
  name: 'history.sources',
  there: inMain('[aria-label="What to show"]'),
  instead: nothing,
};
const total: Part = {
  name: 'history.overview',
  there: (at) => at.getByText(/^[\d,]+ records · \d+ types · /),
};
const records: Part = { name: 'history.recordsPage', there: list(/^Records/) };
/** Every view of History asks for these, and most show nothing of them. */
const around = ['history.types', 'history.pressureSummary', 'history.sources', 'history.overview'] as const;
const figures: readonly Part[] = [
  {
    name: 'history.figures',
    there: inMain('canvas'),
    takes: ['history.figureShares', 'history.bloodPressures'],
  },
  {
    name: 'history.figureShares',
    there: (at) => at.getByRole('region', { name: 'Sources' }),
    takes: ['history.figures', 'history.bloodPressures'],
  },
];

const places: readonly Place[] = [
  {
    name: 'Overview',
    hash: '#/overview',
    parts: [
      { name: 'history.cards', there: (at) => at.getByRole('grid', { name: 'Cards' }) },
      { name: 'import.receipts', there: (at) => at.getByText(/^Completed in/), instead: 'Couldn’t be read' },
      {
        name: 'sync.overview',
        there: (at) => at.getByText(/^Ready\. No target/),
        instead: 'Sync status unknown',
      },
    ],
  },
  { name: 'all records', hash: '#/history', parts: [types, pressure, sources, total, records] },
  {
    name: 'the page of a type',
    hash: `#/history?type=${heartRate}&range=month`,
    parts: [{ ...types, takes: ['history.figures', 'history.figureShares'] }, ...figures],
    around: ['history.pressureSummary', 'history.sources', 'history.overview'],
  },
  {
    name: 'blood pressure',
    hash: '#/history?type=HKCorrelationTypeIdentifierBloodPressure&range=month',
    parts: [{ name: 'history.bloodPressures', there: list(/^Readings of/) }],
    around: [...around, 'history.figures', 'history.figureShares'],
  },
  {
    name: 'a range without records',
    hash: `#/history?type=${heartRate}&range=month&at=2012-03-04`,
    parts: [
      {
        name: 'history.recordCount',
        there: (at) => at.getByText('Nothing in March 2012.', { exact: true }),
        takes: ['history.recordsPage'],
      },
      {
        name: 'history.recordsPage',
        there: (at) => at.getByRole('button', { name: /^Next after: / }),
        instead: 'Nothing in March 2012.',
      },
    ],
    around: [...around, 'history.figures', 'history.figureShares'],
  },
  {
    name: 'the records of a type',
    hash: `#/history?type=${heartRate}&list=1`,
    parts: [types, records],
    around: ['history.pressureSummary', 'history.sources', 'history.overview'],
  },
  {
    name: 'one record',
    hash: `#/history?type=${heartRate}&item={record}`,
    parts: [records, { name: 'history.record', there: panel }],
    around,
  },
  {
    name: 'events',
    hash: '#/history?tab=events',
    parts: [
      { name: 'history.eventCounts', there: list('Categories') },
      { name: 'history.eventsPage', there: list('Events') },
    ],
    around,
  },
  {
    name: 'one event',
    hash: '#/history?tab=events&item={workout}',
    parts: [{ name: 'history.event', there: panel }],
    around: [...around, 'history.eventCounts', 'history.eventsPage'],
  },
  {
    name: 'workouts',
    hash: '#/history?tab=workouts',
    parts: [
      // The column of sports and the totals are answers of their own.
      {
        name: 'history.workoutTotals',
        there: (at) => at.getByRole('region', { name: 'Totals' }),
        notices: 2,
      },
      { name: 'history.workoutsPage', there: list('Workouts') },
      { ...total, there: (at) => at.getByText(/^\d+ routes?$/) },
    ],
    around: ['history.types', 'history.pressureSummary', 'history.sources'],
  },
  {
    name: 'one workout',
    hash: '#/history?tab=workouts&item={route}',
    parts: [
      { name: 'history.workout', there: inMain('article h2'), takes: ['history.workoutTrack'] },
      { name: 'history.workoutTrack', there: inMain('article canvas') },
    ],
    around: [...around, 'history.workoutTotals', 'history.workoutsPage'],
  },
  {
    name: 'sleep',
    hash: '#/history?tab=sleep',
    parts: [
      {
        name: 'history.nights',
        having: '"from":"2000-01-01"',
        there: (at) => at.getByRole('region', { name: 'One evening' }),
        takes: ['history.nights', 'history.night'],
      },
      {
        name: 'history.nights',
        having: '"from":"2026',
        there: (at) => at.getByText(/^mean of \d+ nights?$/),
      },
      {
        name: 'history.night',
        there: (at) => at.getByRole('region', { name: 'One evening' }).getByRole('img').first(),
      },
      { name: 'history.overview', there: (at) => at.getByRole('tab', { name: 'Sleep' }), instead: nothing },
    ],
    around: ['history.types', 'history.pressureSummary', 'history.sources'],
  },
  {
    name: 'rings',
    hash: '#/history?tab=rings',
    parts: [
      {
        name: 'history.rings',
        having: '"from":"0001-01-01"',
        there: (at) => at.getByRole('region', { name: 'Streaks' }),
        takes: ['history.rings'],
      },
      {
        name: 'history.rings',
        having: '"from":"2026',
        there: (at) => at.getByRole('region', { name: 'The month' }),
      },
    ],
    around,
  },
  {
    name: 'ECGs',
    hash: '#/history?tab=heart',
    parts: [{ name: 'history.ecgPage', there: table('ECGs') }],
    around,
  },
  {
    name: 'one ECG',
    hash: '#/history?tab=heart&item={ecg}',
    parts: [{ name: 'history.ecg', there: inMain('svg[role=img]') }],
    around,
  },
  {
    name: 'beat-to-beat series',
    hash: '#/history?tab=heart&of=beats',
    parts: [{ name: 'history.beatsPage', there: table('Beat-to-beat series') }],
    around,
  },
  {
    name: 'one series',
    hash: '#/history?tab=heart&of=beats&item={beats}',
    parts: [{ name: 'history.record', there: (at) => at.getByRole('link', { name: 'Its record' }) }],
    around,
  },
  {
    name: 'documents',
    hash: '#/history?tab=documents&group=clinical%3AObservation&item={clinical}',
    parts: [
      {
        name: 'history.documentGroups',
        there: (at) => at.getByRole('navigation', { name: 'Kinds of documents' }),
        takes: ['history.documentsPage', 'history.document'],
      },
      { name: 'history.documentsPage', there: inMain('table') },
      { name: 'history.document', there: panel },
    ],
    around,
  },
  {
    name: 'the JSON of a document',
    hash: '#/history?tab=documents&group=clinical%3AObservation&item={clinical}',
    open: () => page.getByRole('button', { name: /^JSON in the export/ }).click(),
    parts: [
      { name: 'history.documentJson', there: (at) => at.getByRole('button', { name: 'Copy the JSON' }) },
    ],
  },
  {
    name: 'the report',
    hash: '#/report',
    parts: [
      {
        name: 'history.types',
        there: (at) => at.getByRole('article', { name: 'Report' }),
        takes: ['history.pressureSummary', 'history.figures', 'history.bloodPressures'],
      },
      {
        name: 'history.pressureSummary',
        there: (at) => at.getByRole('article', { name: 'Report' }),
        takes: ['history.types', 'history.figures', 'history.bloodPressures'],
      },
      {
        name: 'history.bloodPressures',
        there: (at) => at.getByRole('region', { name: 'Blood pressure', exact: true }).getByRole('table'),
      },
      // A section for each of the usual types; blood pressure's two are one.
      { name: 'history.figures', there: inMain('article table'), notices: 6 },
    ],
  },
  {
    name: 'Search',
    hash: '#/sync',
    loading: 'Loading types',
    open: async () => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('flights climbed');
    },
    parts: [
      {
        name: 'history.types',
        there: (at) => at.getByRole('dialog').getByRole('option', { name: /^Flights climbed/ }),
      },
      { name: 'history.activities', there: (at) => at.getByRole('combobox') },
    ],
  },
];

const damaged = () => page.getByRole('heading', { name: 'The history file is damaged', exact: true });
/** The page of a workout lies over the list, which may wait unseen. */
const waiting = () => page.locator('[role=status][aria-label]').filter({ visible: true });

async function open(place: Place): Promise<void> {
  // From elsewhere, so that the page begins without an answer.
  await page.goto('about:blank');
  calls.asked.length = 0;
  await page.goto(`${origin}/${addressOf(place.hash, ids)}`);
  await page.locator('h1').first().waitFor();
  await place.open?.();
}

const seesAll = async (parts: readonly Part[]): Promise<void> => {
  for (const { there, name } of parts) await expect(there(page), name).toBeVisible();
};

/** Presses every “Try again” that there is, from the top, until none is left. */
async function tryAgain(): Promise<void> {
  calls.letGo();
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    if (await again.first().isVisible()) await again.first().click();
    expect(await again.count()).toBe(0);
  }).toPass();
  await expect(damaged()).toHaveCount(0);
}

const callsOf = ({ parts, around: others = [] }: Place): NamedCall[] => [
  ...parts,
  ...others.map((name) => ({ name })),
];

for (const place of places) {
  const { name, parts } = place;

  test(`${name}: while it's loading, it says so, and shows everything once it's answered`, async () => {
    calls.hold(callsOf(place));
    await open(place);
    if (place.loading === undefined)
      await expect(waiting().first()).toHaveAccessibleName(/^(Loading|Reading) \S/);
    else await expect(page.getByText(place.loading, { exact: true })).toBeVisible();
    await expect(page.locator('[data-notice]')).toHaveCount(0);
    expect(await axeFindings(page)).toEqual([]);
    calls.letGo();
    await seesAll(parts);
    await expect(waiting()).toHaveCount(0);
    const known = new Set<string>(callsOf(place).map((call) => call.name));
    // A call that is new to a view is held and failed here as well.
    const others = calls.asked.filter((one) => one.startsWith('history.') && !known.has(one));
    if (place.open === undefined) expect([...new Set(others)]).toEqual([]);
  });

  test(`${name}: when nothing can be read, it says why, and “Try again” shows everything`, async () => {
    calls.fail(callsOf(place), 'profile.damaged');
    await open(place);
    await expect(damaged().first()).toBeVisible();
    await expect(waiting()).toHaveCount(0);
    expect(await axeFindings(page)).toEqual([]);
    await tryAgain();
    await seesAll(parts.filter(({ instead }) => instead === undefined));
  });

  for (const part of callsOf(place).length === 1 ? [] : parts) {
    const { instead, notices = 1, takes = [] } = part;
    test(`${name}: without ${part.name} ${part.having ?? ''}, the rest is there`, async () => {
      calls.fail([part], 'profile.damaged');
      await open(place);
      if (instead === undefined) await expect(damaged().first()).toBeVisible();
      else if (instead !== nothing)
        await expect(page.getByRole('main').getByText(instead, { exact: true })).toBeVisible();
      await seesAll(parts.filter((other) => other !== part && !takes.includes(other.name)));
      await expect(waiting()).toHaveCount(0);
      await expect(damaged()).toHaveCount(instead === undefined ? notices : 0);
      if (instead !== nothing) expect(await axeFindings(page)).toEqual([]);
      await tryAgain();
      if (instead === undefined) await seesAll(parts.filter((other) => other.instead === undefined));
    });
  }
}

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
