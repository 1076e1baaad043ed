// A history of before migration 18, which took an ExportDate in the future as printed (migrations/0018-export-ahead.ts).
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportAhead } from '../../../src/core/db/migrations/0018-export-ahead.ts';
import { migrations } from '../../../src/core/db/migrations/index.ts';
import { openReader, openWriter } from '../../../src/core/db/open.ts';
import { recordXml, summaryXml, writeExport, type XmlElement } from '../../support/health-xml.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const hour = 3600;
const week = 7 * 24 * hour;
const now = Math.floor(Date.now() / 1000);
const ahead = now + 900 * 24 * hour;
const noon = Math.floor(now / 86_400) * 86_400 - 12 * hour;

const five = { type: 'HKQuantityTypeIdentifierStepCount', source: 'Band', unit: 'count', value: '5' };
const steps = (start: number): XmlElement => recordXml({ ...five, start, end: start + 900 });
const weeks = Array.from({ length: 20 }, (_, index) => steps(noon - (index + 1) * week));
const rings = (energy: string) => summaryXml('2025-05-10', energy, 'kcal');

/** What the versions before stored of an export whose date is ahead. */
function asBefore(database: string): void {
  const writer = openWriter(database);
  const version = migrations.find(({ sql }) => sql === exportAhead)?.version ?? 0;
  writer.exec(`
    UPDATE import_run SET export_at = ${ahead}, receipt = json_set(receipt, '$.exportAt', ${ahead}) WHERE id = 2;
    UPDATE activity_summary SET export_at = ${ahead};
    UPDATE removed_record SET removed_export_at = ${ahead};
    UPDATE export_presence SET export_at = ${ahead} WHERE run = 2;
    PRAGMA user_version = ${version - 1}`);
  writer.close();
}

function storedIn(database: string) {
  const reader = openReader(database);
  const one = (sql: string) => reader.prepare<[], number | string>(sql).pluck().get();
  const stored = {
    counted: one('SELECT count(*) FROM record'),
    removed: one('SELECT count(*) FROM removed_record'),
    energy: one(`SELECT content ->> '$.activeEnergyBurned' FROM activity_summary`),
    latest: one(
      `SELECT max(at) < ${ahead} FROM (SELECT max(export_at) AS at FROM import_run UNION ALL SELECT max(export_at) FROM activity_summary
       UNION ALL SELECT max(removed_export_at) FROM removed_record UNION ALL SELECT max(export_at) FROM export_presence)`,
    ),
  };
  reader.close();
  return stored;
}

test('an export of before whose date was ahead no longer outranks the next one', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const database = join(profile, 'history.sqlite');
  const fileOf = (name: string, exportAt: number, elements: readonly XmlElement[]) =>
    writeExport(dir, name, elements, { exportAt });
  const before = await openImporter(profile, readHere);
  // The second lacks a week, which is gone therefore.
  await before.importFile(fileOf('one.xml', now - hour, [...weeks, rings('400')]));
  await before.importFile(fileOf('two.xml', ahead, [...weeks.toSpliced(5, 1), rings('410')]));
  await before.close();
  expect(storedIn(database)).toMatchObject({ counted: 19, removed: 1, energy: 410 });
  asBefore(database);

  const importer = await openImporter(profile, readHere);
  // Has the week again, and lacks another.
  const next = fileOf('next.xml', now + 2 * hour, [...weeks.toSpliced(10, 1), rings('420')]);
  expect(await importer.importFile(next)).toMatchObject({ state: 'completed', problems: [] });
  await importer.close();
  expect(storedIn(database)).toEqual({ counted: 19, removed: 1, energy: 420, latest: 1 });
});
