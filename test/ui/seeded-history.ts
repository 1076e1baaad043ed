import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { importThroughWeb } from '../demo/auto.ts';
import { type Ask, askThrough } from '../demo/servers.ts';
import { WebClient } from '../demo/web-client.ts';
import { generateExport } from '../generator/generate.ts';
import { recordXml, writeExport } from '../support/health-xml.ts';
import { writeZip } from '../support/zip-writer.ts';
import type { RealApp } from './real-app.ts';

const zone = 'Europe/Berlin';
const lastDay = '2026-10-30';
const at = (text: string) => Date.parse(text) / 1000;

/** Ids of the seeded history by what they are of. */
export type SeededIds = Readonly<Record<string, number>>;

/** A history to look at: that of fourteen months, that of one record and no home zone, or none. */
export type SeededHistory = 'seeded' | 'little' | 'none';

/** An address with the ids that its `{names}` are of. */
export const addressOf = (hash: string, ids: SeededIds): string =>
  hash.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`the seeded history has no id of ${name}`);
    return String(id);
  });

/** What the generator has none of: a nap and a State of Mind. */
const alsoThere = [
  recordXml({
    type: 'HKCategoryTypeIdentifierSleepAnalysis',
    source: 'Sleep & Co',
    start: at('2026-10-28T12:00:00Z'),
    end: at('2026-10-28T12:50:00Z'),
    value: 'HKCategoryValueSleepAnalysisAsleepCore',
  }),
  (print: (at: number) => string) => {
    const when = print(at('2026-10-27T19:00:00Z'));
    return `<StateOfMind kind="dailyMood" valence="0.4" sourceName="Health" startDate="${when}" endDate="${when}"><Label value="calm"/></StateOfMind>\n`;
  },
];

/** A drink on each of 40 days; the phone deletes the twelve in their middle. */
const drinks = Array.from({ length: 40 }, (_, index) =>
  recordXml({
    type: 'HKQuantityTypeIdentifierDietaryWater',
    source: 'Glass',
    start: at('2026-09-10T10:00:00Z') + index * 86_400,
    unit: 'mL',
    value: String(200 + index),
  }),
);
const keptDrinks = drinks.filter((_, index) => index < 14 || index >= 26);

/** Zips a folder of an export with more elements in its XML, and without the files that `isLeftOut` names. */
function zipWith(
  folder: string,
  path: string,
  more: string,
  exportDate: string,
  isLeftOut: (name: string) => boolean,
): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !isLeftOut(name));
  const dataOf = (name: string): Buffer | string => {
    const bytes = readFileSync(join(folder, name));
    if (!name.endsWith('/export.xml')) return bytes;
    return bytes
      .toString('utf8')
      .replace(/<ExportDate value="[^"]*"/, `<ExportDate value="${exportDate}"`)
      .replace('</HealthData>', `${more}</HealthData>`);
  };
  writeFileSync(path, writeZip(names.map((name) => ({ name, data: dataOf(name) }))));
  return path;
}

const printed = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000`;

/** Reads until the value is the expected one; each reading waits for an answer of the host. */
async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
  }
}

async function askOf(app: RealApp): Promise<Ask> {
  const client = await WebClient.enter(app.link());
  return askThrough((name, input) => client.call(name, input));
}

async function completed(app: RealApp, path: string): Promise<void> {
  const { state, code } = await importThroughWeb(app.link(), path, () => undefined);
  if (state !== 'completed') throw new Error(`the seeded export ended as ${state}, ${code}`);
}

/**
 * Imports fourteen months of one made-up person, the same in every run, up to 30 October 2026: rings, nights with stages and a nap, workouts
 * with and without a route, ECGs, beats, documents, blood pressures, a State of Mind, and what the phone has deleted since. The zone is
 * confirmed, and events and figures are ready.
 */
export async function seedHistory(app: RealApp): Promise<SeededIds> {
  const out = join(app.dir, 'seeded');
  mkdirSync(out);
  await generateExport({
    out,
    days: 420,
    end: lastDay,
    seed: 7,
    density: 0.05,
    homeZone: zone,
    travelBefore: '2026-09-01',
    routeShare: 0.3,
    electrocardiograms: 8,
  });
  const texts = (elements: readonly ((print: (at: number) => string) => string)[]) =>
    elements.map((element) => element(printed)).join('');
  const isOldEcg = (name: string) => name.endsWith('_1.csv');
  const before = join(app.dir, 'before.zip');
  const after = join(app.dir, 'export.zip');
  await completed(
    app,
    zipWith(out, before, texts([...alsoThere, ...drinks]), `${lastDay} 10:00:00 +0100`, () => false),
  );
  await completed(
    app,
    zipWith(out, after, texts([...alsoThere, ...keptDrinks]), `${lastDay} 10:06:00 +0100`, isOldEcg),
  );
  const ask = await askOf(app);
  await ask('settings.setHomeZone', { homeZone: zone });
  await until(
    () => ask('history.cards', {}),
    ({ isCurrent }) => isCurrent,
  );
  await until(
    () => ask('sync.overview', {}),
    ({ daysToDerive }) => daysToDerive === 0,
  );
  return idsOf(ask);
}

/** One record of one type, and no home zone: what of a history is missing has words of its own on every page. */
export async function seedLittle(app: RealApp): Promise<SeededIds> {
  const rate = { type: 'HKQuantityTypeIdentifierHeartRate', source: 'Watch', unit: 'count/min', value: '61' };
  const path = writeExport(
    app.dir,
    'export.xml',
    [recordXml({ ...rate, start: at('2026-10-20T08:00:00Z') })],
    {
      exportAt: at('2026-10-20T12:00:00Z'),
    },
  );
  await completed(app, path);
  return {};
}

async function idsOf(ask: Ask): Promise<SeededIds> {
  const first = <T extends { readonly id: number }>(
    name: string,
    rows: readonly T[],
    isIt: (row: T) => boolean,
  ): number => {
    const found = rows.find(isIt);
    if (found === undefined) throw new Error(`the seeded history has no ${name}`);
    return found.id;
  };
  const limit = 200;
  const workouts = (await ask('history.workoutsPage', { limit })).rows;
  const events = (await ask('history.eventsPage', { limit: 500 })).rows;
  const records = (
    await ask('history.recordsPage', { type: 'HKQuantityTypeIdentifierHeartRate', order: 'newest', limit })
  ).rows;
  const removed = (await ask('history.recordsPage', { isRemoved: true, order: 'newest', limit })).rows;
  const ecgs = (await ask('history.ecgPage', { limit })).rows;
  const beats = (await ask('history.beatsPage', { limit })).rows;
  const documents = async (group: string) => (await ask('history.documentsPage', { group, limit })).rows;
  const any = () => true;
  const eventOf = (category: string) =>
    first(`event of ${category}`, events, (one) => one.category === category);
  return {
    record: first('record', records, any),
    removedRecord: first('removed record', removed, any),
    route: first('workout with a route', workouts, ({ hasRoute }) => hasRoute),
    noRoute: first(
      'workout without a route',
      workouts,
      ({ hasRoute, distance }) => !hasRoute && distance !== null,
    ),
    noDistance: first('workout without a distance', workouts, ({ distance }) => distance === null),
    twin: first('workout by two apps', workouts, ({ twinOf }) => twinOf !== null),
    ecg: first('ECG', ecgs, any),
    beats: first('beat-to-beat series', beats, any),
    clinical: first('clinical record', await documents('clinical:Observation'), any),
    audiogram: first('audiogram', await documents('audiogram'), any),
    vision: first('prescription', await documents('vision'), any),
    steps: eventOf('steps'),
    workout: eventOf('workout'),
    night: eventOf('sleep'),
  };
}
