// A history of before migration 16, which took a number without a unit for one in the canonical unit (migrations/0016-unitless.ts).
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uncountUnitless } from '../../../src/core/db/migrations/0016-unitless.ts';
import { migrations } from '../../../src/core/db/migrations/index.ts';
import { openReader, openWriter } from '../../../src/core/db/open.ts';
import { Dictionaries } from '../../../src/core/ndjson/dictionaries.ts';
import { RecordUuids } from '../../../src/core/ndjson/record-identity.ts';
import { recordXml, summaryXml, workoutXml, writeExport, type XmlElement } from '../../support/health-xml.ts';
import { openImporter, readHere, type TestImporter } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const at = Date.UTC(2025, 4, 10, 8) / 1000;
const mass = 'HKQuantityTypeIdentifierBodyMass';
const energy = 'HKQuantityTypeIdentifierActiveEnergyBurned';
const sample = (type: string, start: number, value: string, unit?: string): XmlElement =>
  recordXml({ type, source: 'App', start, end: start + 60, value, ...(unit === undefined ? {} : { unit }) });
const summary: XmlElement = (print) =>
  summaryXml('2025-05-10', '400', '')(print).replace(' activeEnergyBurnedUnit=""', '');

const elements = [
  sample(mass, at, '70'),
  sample(mass, at + 3600, '72', 'kg'),
  sample(energy, at, '300.25'),
  workoutXml('App', at + 7200, undefined, ' totalDistance="5" totalEnergyBurned="300"'),
  workoutXml('App', at + 14_400, undefined, ' totalDistance="6" totalDistanceUnit="km"'),
  summary,
];

/** What the version before stored of numbers without a unit. */
function asBefore(database: string): void {
  const writer = openWriter(database);
  const before = migrations.find(({ run }) => run === uncountUnitless)?.version ?? 0;
  writer.exec(`
    UPDATE record SET value_key = value WHERE typeof(value_key) = 'text' AND value IS NOT NULL;
    UPDATE workout SET distance = 5, energy = 300, metadata = NULL WHERE start = ${at + 7200};
    UPDATE activity_summary SET content = replace(replace(replace(content, '"400"', '400'), '"500"', '500'),
      '"activeEnergyBurnedUnit":""', '"activeEnergyBurnedUnit":"kcal"');
    DELETE FROM figure_total; DELETE FROM figure_day; DELETE FROM event;
    PRAGMA user_version = ${before - 1}`);
  writer.close();
}

function uuidsOf(database: string): string[] {
  const reader = openReader(database);
  const ids = reader.prepare<[], number>('SELECT id FROM record ORDER BY id').pluck().all();
  const uuids = new RecordUuids(reader, new Dictionaries(reader)).of(ids);
  reader.close();
  return uuids;
}

function storedIn(database: string) {
  const reader = openReader(database);
  const all = (sql: string) => reader.prepare<[], unknown[]>(sql).raw().all();
  const stored = {
    records: all('SELECT value_key, value FROM record ORDER BY type, start'),
    workouts: all('SELECT distance, energy, metadata FROM workout ORDER BY start'),
    days: all(
      `SELECT content ->> '$.activeEnergyBurned', content ->> '$.activeEnergyBurnedUnit' FROM activity_summary`,
    ),
  };
  reader.close();
  return stored;
}

async function figureOf({ program }: TestImporter, type: string) {
  await program.sync.service.whenDerived();
  const { figures } = await program.handlers['history.figures']({ type, by: 'day', weekStart: 1 });
  return figures.map(({ sum, mean }) => sum ?? mean);
}

async function oldProfile(): Promise<{ profile: string; database: string; file: string; dir: string }> {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const file = writeExport(dir, 'export.xml', elements, { exportAt: at + 86_400 });
  const importer = await openImporter(profile, readHere);
  await importer.program.handlers['settings.setHomeZone']({ homeZone: 'Europe/Berlin' });
  expect(await importer.importFile(file)).toMatchObject({ state: 'completed' });
  await importer.program.sync.service.whenResting();
  await importer.close();
  const database = join(profile, 'history.sqlite');
  asBefore(database);
  return { profile, database, file, dir };
}

test('stored numbers without a unit count no longer, and the file again doubles none and replaces totals', async () => {
  const { profile, database, file, dir } = await oldProfile();
  const uuids = uuidsOf(database);
  expect(storedIn(database).records).toEqual([
    [70, 70],
    [72_000, 72],
    [300.25, 300.25],
  ]);

  const importer = await openImporter(profile, readHere);
  expect(await figureOf(importer, mass)).toEqual([72_000]);
  expect(await figureOf(importer, energy)).toEqual([]);
  expect(uuidsOf(database)).toEqual(uuids);
  const records = [
    ['70', 70],
    [72_000, 72],
    ['300.25', 300.25],
  ];
  // Totals don't tell.
  expect(storedIn(database)).toMatchObject({ records, days: [[400, 'kcal']] });

  const receipt = await importer.importFile(file);
  expect(receipt).toMatchObject({ state: 'completed', records: { added: 0, known: 3 } });
  // Two records, two totals, energy and its goal.
  expect(receipt.problems).toEqual([{ code: 'record.unknown_unit', count: 6, example: `${mass}: 70` }]);
  const stored = {
    records,
    workouts: [
      [null, null, '[["@totalDistance","5"],["@totalEnergyBurned","300"]]'],
      [6000, null, null],
    ],
    days: [['400', '']],
  };
  expect(storedIn(database)).toEqual(stored);
  expect(uuidsOf(database)).toEqual(uuids);

  // A later export of the same changes nothing.
  const later = writeExport(dir, 'later.xml', elements.toReversed(), { exportAt: at + 2 * 86_400 });
  expect((await importer.importFile(later)).records).toMatchObject({ added: 0, known: 3 });
  expect(storedIn(database)).toEqual(stored);
  await importer.close();
});

test('a total in a known unit stays where an export prints another number without one', async () => {
  const { profile, database, dir } = await oldProfile();
  const importer = await openImporter(profile, readHere);
  const bare = [workoutXml('App', at + 14_400, undefined, ' totalDistance="6"')];
  await importer.importFile(writeExport(dir, 'bare.xml', bare, { exportAt: at + 2 * 86_400 }), {
    isSamePerson: true,
  });
  expect(storedIn(database).workouts[1]).toEqual([6000, null, '[["@totalDistance","6"]]']);
  await importer.close();
});
