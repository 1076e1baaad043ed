import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter } from '../../../src/core/db/open.ts';
import {
  exportXml,
  pressureXml,
  recordXml,
  versionEntries,
  type XmlElement,
} from '../../support/health-xml.ts';
import { readHere } from '../../support/import-harness.ts';
import { writeZip } from '../../support/zip-writer.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openHostileImporter } from './hostile-importer.ts';

/**
 * Two exports that mean harm together: what the second one lacks or renames is compared with all of one moment. SQLite's own work has
 * no clock here: it is bounded by how often each statement runs, and how many rows it gives.
 */

const day = 86_400;
const start = 1_748_772_000;
const many = 600;

interface Work {
  runs: number;
  rows: number;
}

/** Imports the files in order, and gives the work of the last one's statements, by their SQL, and what it removed. */
async function workOfLast(files: readonly (readonly XmlElement[])[]) {
  const dir = scratchDir();
  const writer = openWriter(join(dir, 'history.sqlite'));
  await migrate(writer, dir);
  const work = new Map<string, Work>();
  const prepare = writer.prepare.bind(writer) as unknown as (sql: string) => Record<string, unknown>;
  Object.assign(writer, {
    prepare: (sql: string) => {
      const statement = prepare(sql);
      const all = (statement['all'] as (...values: unknown[]) => unknown[]).bind(statement);
      return Object.assign(statement, {
        all: (...values: unknown[]) => {
          const rows = all(...values);
          const known = work.get(sql) ?? { runs: 0, rows: 0 };
          work.set(sql, { runs: known.runs + 1, rows: known.rows + rows.length });
          return rows;
        },
      });
    },
  });
  const importer = openHostileImporter(writer, dir, readHere);
  for (const [index, elements] of files.entries()) {
    const path = join(dir, `${index}.zip`);
    const data = exportXml(elements, { exportAt: start + (10 + index) * day });
    writeFileSync(path, writeZip([{ name: 'apple_health_export/export.xml', data }]));
    work.clear();
    await importer.importFile(path);
  }
  await importer.close();
  const removed = writer.prepare<[], number>('SELECT count(*) FROM removed_record').pluck().get();
  writer.close();
  expect(importer.faults).toEqual([]);
  const of = (pattern: RegExp): Work =>
    [...work].reduce(
      (sum, [sql, { runs, rows }]) =>
        pattern.test(sql) ? { runs: sum.runs + runs, rows: sum.rows + rows } : sum,
      { runs: 0, rows: 0 },
    );
  return { removed, of };
}

const steps = (value: number, at: number, more: { source?: string; end?: number } = {}): XmlElement =>
  recordXml({
    type: 'HKQuantityTypeIdentifierStepCount',
    source: 'Phone',
    start: at,
    unit: 'count',
    value: String(value),
    ...more,
  });

const times = (make: (i: number) => XmlElement) => Array.from({ length: many }, (_, i) => make(i));

test('records of one second that a newer export lacks take one look at that second', async () => {
  const around = [steps(5, start - day), steps(6, start + day)];
  const { removed, of } = await workOfLast([times((i) => steps(i + 1, start)), around]);
  expect(removed).toBe(many);
  const { runs } = of(/typeof\(value_key\) = 'text'\s+UNION ALL/);
  expect(runs).toBe(1);
});

test('records that a newer export holds in another form at its edge take a look at each window of time', async () => {
  const { removed, of } = await workOfLast([
    times((i) => steps(i + 1, start, { end: start + 3600 + i })),
    times((i) => steps(i + 1, start + 1, { end: start + 3600 + i })),
  ]);
  expect(removed).toBe(many);
  const { runs, rows } = of(/value_key GLOB/);
  expect(runs).toBeLessThan(5);
  expect(rows).toBeLessThan(5 * 2 * many);
});

test('versions of correlations at one instant look at so many others, and no more', async () => {
  const pressure = (i: number, version: number): XmlElement => {
    const value = 2 * i + version;
    return pressureXml(start, value, value, versionEntries(`id ${i}`, version)).correlation;
  };
  const { of } = await workOfLast([[1, 2].flatMap((version) => times((i) => pressure(i, version)))]);
  const { runs, rows } = of(/SELECT members FROM correlation/);
  expect(runs).toBe(many);
  expect(rows).toBeLessThanOrEqual(65 * runs);
});
