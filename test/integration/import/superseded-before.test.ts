// A history of before migration 13, in which several versions of one sync identifier count (migrations/0013-supersede.ts).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../src/core/db/migrate.ts';
import { supersedeOnce } from '../../../src/core/db/migrations/0013-supersede.ts';
import { migrations } from '../../../src/core/db/migrations/index.ts';
import { openReader, openWriter, type Writer } from '../../../src/core/db/open.ts';
import {
  versionEntries as identity,
  metadataXml,
  pressureXml,
  recordXml,
  workoutXml,
  writeExport,
  type XmlElement,
} from '../../support/health-xml.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { day, hour, noon } from './imported-files.ts';

const steps = (start: number, value: number, version?: number, source = 'Band'): XmlElement =>
  recordXml({
    type: 'HKQuantityTypeIdentifierStepCount',
    source,
    start,
    end: start + 900,
    unit: 'count',
    value: String(value),
    ...(version === undefined ? {} : { metadata: identity(`quarter-${start}`, version) }),
  });

const heart = (start: number, value: number, version: number): XmlElement =>
  recordXml({
    type: 'HKQuantityTypeIdentifierHeartRate',
    source: 'Band',
    start,
    unit: 'count/min',
    value: String(value),
    metadata: identity(`beat-${start}`, version),
  });

const run = (start: number, version: number): XmlElement =>
  workoutXml('Band', start, () => metadataXml(identity('run', version)));

const pressure = (high: number, low: number, version: number): XmlElement =>
  pressureXml(noon, high, low, identity('reading', version)).correlation;

/** What an app wrote in three versions. */
const versions: readonly (readonly XmlElement[])[] = [
  [steps(noon, 500, 1), steps(noon + 3 * day, 90, 1), heart(noon, 60, 1), run(noon, 1), pressure(120, 80, 1)],
  [steps(noon, 450, 2), heart(noon, 61, 2), run(noon + 3 * hour, 2), pressure(118, 80, 2)],
  [steps(noon, 470, 3), steps(noon + hour, 30), run(noon + 6 * hour, 3), pressure(117, 79, 3)],
];

type Files = readonly (readonly XmlElement[])[];

/** Each file holds what those before it hold: nothing is gone. */
const cumulative: Files = versions.map((_, n) => versions.slice(0, n + 1).flat());

/** Imports files, a day between two exports. `isBefore`: with a key that is no sync identifier, so that every version counts. */
async function imported(profile: string, files: Files, isBefore: boolean): Promise<void> {
  const dir = scratchDir();
  const importer = await openImporter(profile, readHere);
  await importer.program.handlers['settings.setHomeZone']({ homeZone: 'Europe/Berlin' });
  for (const [n, elements] of files.entries()) {
    const path = writeExport(dir, `${n}.xml`, elements, { exportAt: noon + (10 + n) * day });
    if (isBefore)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"HKMetadataKeySync', '"NoMetadataKeySync'));
    const receipt = await importer.importFile(path, { isSamePerson: true });
    expect(receipt).toMatchObject({ state: 'completed', code: null });
  }
  await importer.program.sync.service.whenResting();
  await importer.close();
}

/** The history of another profile under the schema of version 12, as that version would have stored it. */
async function asOfVersion12(from: string, to: string, dir: string): Promise<void> {
  const writer = openWriter(to);
  await migrate(writer, dir, migrations.slice(0, 12));
  writer.exec(`ATTACH '${from}' AS later`);
  const tables = writer
    .prepare<[], string>(
      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name LIKE 'source_%'",
    )
    .pluck()
    .all();
  writer.transaction(() => {
    for (const table of tables) {
      const names = (schema: string) =>
        writer
          .prepare<[], string>(`SELECT '"' || name || '"' FROM pragma_table_info('${table}', '${schema}')`)
          .pluck()
          .all();
      // Later versions dropped some.
      const later = new Set(names('later'));
      const columns = names('main').filter((name) => later.has(name));
      writer.exec(`DELETE FROM main.${table}`);
      if (columns.length > 0)
        writer.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM later.${table}`);
    }
    for (const table of ['record', 'workout', 'correlation'])
      writer.exec(
        `UPDATE ${table} SET metadata = replace(metadata, '"NoMetadataKeySync', '"HKMetadataKeySync')`,
      );
    noteVersions(writer);
  })();
  expect(schemaVersion(writer)).toBe(12);
  writer.close();
}

/** As an import of version 12 noted them: of records and workouts. */
function noteVersions(writer: Writer): void {
  const value = (key: string) =>
    `(SELECT value ->> '$[1]' FROM json_each(metadata) WHERE value ->> '$[0]' = 'HKMetadataKeySync${key}')`;
  for (const [table, kind] of [
    ['record', 'type'],
    ['workout', '0'],
  ])
    writer.exec(
      `INSERT INTO sync_identity SELECT '${table}', id, ${kind}, source, ${value('Identifier')}, CAST(${value('Version')} AS REAL)
       FROM ${table} WHERE metadata LIKE '%HKMetadataKeySyncIdentifier%'`,
    );
}

interface Told {
  readonly removed: readonly unknown[];
  readonly receipts: readonly unknown[];
  readonly figures: readonly unknown[];
  readonly events: readonly unknown[];
}

function toldBy(database: string): Told {
  const reader = openReader(database);
  const all = (sql: string) => reader.prepare<[], unknown[]>(sql).raw().all();
  const told = {
    removed: ['record', 'workout', 'correlation'].flatMap((table) =>
      all(
        `SELECT '${table}', start, state, removed_run, removed_export_at FROM removed_${table} ORDER BY id`,
      ),
    ),
    receipts: all("SELECT id, receipt ->> '$.removed' FROM import_run ORDER BY id"),
    figures: all(
      `SELECT t.name, f.day, f.value, f.counted, f.part FROM figure_total f JOIN record_type t ON t.id = f.type
       WHERE generation = (SELECT max(generation) FROM figure_total) ORDER BY 1, 2, 3`,
    ),
    events: all('SELECT category, start, "end", properties FROM event ORDER BY category, start'),
  };
  reader.close();
  return told;
}

/** A profile of version 12 into which `files` were imported. */
async function oldProfile(files: Files): Promise<{ profile: string; database: string }> {
  const dir = scratchDir();
  const [later, profile] = [join(dir, 'later'), join(dir, 'old')];
  await imported(later, files, true);
  mkdirSync(profile, { mode: 0o700 });
  const database = join(profile, 'history.sqlite');
  await asOfVersion12(join(later, 'history.sqlite'), database, join(dir, 'backups'));
  return { profile, database };
}

test('of what several versions of before count, the highest is left, as a fresh import has it', async () => {
  const fresh = join(scratchDir(), 'fresh');
  await imported(fresh, cumulative, false);
  const { profile, database } = await oldProfile(cumulative);
  expect(dump(database)['record']).toHaveLength(12);

  const importer = await openImporter(profile, readHere);
  await importer.program.sync.service.whenResting();
  const freshDatabase = join(fresh, 'history.sqlite');
  expect(differences(dump(freshDatabase), dump(database))).toEqual([]);
  const told = toldBy(database);
  expect(told).toEqual(toldBy(freshDatabase));
  expect(told.removed).toHaveLength(6 + 2 + 2);
  expect(told.figures.length).toBeGreaterThan(3);
  expect(told.events.length).toBeGreaterThan(1);

  // The receipt takes its own removals back, and no others.
  const before = await importer.removals(3);
  expect(before.groups.length).toBeGreaterThan(2);
  await importer.undoRemovals(3);
  expect((await importer.removals(3)).groups).toEqual([]);
  expect((await importer.removals(2)).groups).not.toEqual([]);
  await importer.close();
});

test('days that lost a version are touched as such, so that what changes at Trendy waits', async () => {
  const { profile, database } = await oldProfile(cumulative);
  const writer = openWriter(database);
  await migrate(writer, join(profile, 'backups'), migrations.slice(0, 13));
  const all = (sql: string) => writer.prepare<[], unknown[]>(sql).raw().all();
  const today = Math.floor(noon / day);
  const touched = [
    ['steps', today],
    ['workout', today],
  ];
  expect(all('SELECT category, day FROM removal_day ORDER BY 1')).toEqual(touched);
  expect(all('SELECT category, day FROM touched_day ORDER BY 1')).toEqual(touched);
  const types = all('SELECT name, first, last FROM figure_touched JOIN record_type ON id = type ORDER BY 1');
  expect(types.map(([name, ...days]) => [String(name).replace(/^HK.*Identifier/, ''), ...days])).toEqual(
    ['BloodPressureDiastolic', 'BloodPressureSystolic', 'HeartRate', 'StepCount'].map((name) => [
      name,
      today,
      today,
    ]),
  );
  // Nothing is left to be superseded.
  const before = all('SELECT id FROM record');
  supersedeOnce(writer);
  expect(all('SELECT id FROM record')).toEqual(before);
  writer.close();
});

test('a row that the user took back stays, and a version that a later export no longer holds replaces none', async () => {
  const files = [
    [heart(noon, 60, 1), heart(noon + hour, 70, 1)],
    [heart(noon, 61, 2), heart(noon + hour, 71, 2)],
    // An app took its change back: the history keeps the metadata of the first version.
    [heart(noon, 60, 3), heart(noon + hour, 70, 3)],
  ];
  const { profile, database } = await oldProfile(files);
  const writer = openWriter(database);
  // A fold of before left the identity of its row under the newer name.
  writer.exec(`INSERT INTO kept_row SELECT 'record', id FROM record WHERE value_key = 71;
    UPDATE sync_identity SET source = 99 WHERE id = (SELECT id FROM record WHERE value_key = 61)`);
  await migrate(writer, join(profile, 'backups'));
  const all = (sql: string) => writer.prepare<[], unknown[]>(sql).raw().all();
  expect(all('SELECT value_key FROM record ORDER BY 1')).toEqual([[60], [70], [71]]);
  expect(all('SELECT value_key, removed_run FROM removed_record')).toEqual([[61, 3]]);
  writer.close();
});
