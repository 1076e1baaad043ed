import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { recordClassOf } from '../../../src/shared/domain/record-class.ts';
import { arrivalReport } from '../../support/history-checks.ts';
import { openScene } from '../../support/import-scene.ts';

interface ClassCount {
  readonly class: string;
  readonly count: number;
}

/** Rows that arrived, by class, and the first and last number of the log. */
function log(path: string): { classes: Record<string, number>; first: number; end: number; open: number } {
  const reader = openReader(path);
  const counts = reader
    .prepare<[], ClassCount>('SELECT class, sum(row_count) AS count FROM arrival GROUP BY class')
    .all();
  const [first, end] = reader
    .prepare<[], [number, number]>('SELECT min(seq), max(seq + row_count) FROM arrival')
    .raw()
    .get() ?? [0, 0];
  const open =
    reader.prepare<[], number>('SELECT count(*) FROM import_run WHERE closed = 0').pluck().get() ?? 0;
  reader.close();
  return { classes: Object.fromEntries(counts.map((one) => [one.class, one.count])), first, end, open };
}

test('every row of every class arrives once, reproductive types in a class of their own', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('export.zip', { person: 2, days: 30, density: 0.02 });
  await scene.complete(path);
  const { types, ...rows } = census.expected;
  const own = Object.entries(types).filter(([type]) => recordClassOf(type) === 'reproductive');
  const reproductive = own.reduce((sum, [, count]) => sum + count, 0);
  expect(reproductive).toBeGreaterThan(3);
  const { classes, first, end, open } = log(scene.database);
  expect(classes).toEqual({
    record: rows.records - reproductive,
    reproductive,
    workout: rows.workouts,
    route: rows.routes,
    correlation: rows.correlations,
    ecg: rows.ecg,
    activity_summary: rows.summaries,
    clinical: rows.clinical,
    audiogram: rows.audiograms,
    vision: rows.visions,
  });
  const all = Object.values(classes).reduce((sum, count) => sum + count, 0);
  expect([first, end - first, open]).toEqual([1, all, 0]);
  scene.check();
});

test('nothing arrives when nothing is new', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const again = await scene.make('again.zip', { pointers: 1, offsetMinutes: -60, units: 'imperial' });
  await scene.complete(first.path);
  const before = log(scene.database);
  await scene.complete(again.path);
  await scene.importFile(again.path);
  expect(log(scene.database)).toEqual(before);
});

test('a cut run and the one that completes it: each row once, both visible', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('unpacked');
  const bytes = readFileSync(join(path, 'apple_health_export', 'export.xml'));
  const { length } = bytes;
  const runs: number[] = [];
  for (const share of [0.3, 0.7]) {
    const cut = join(scene.dir, `${share}.xml`);
    writeFileSync(cut, bytes.subarray(0, Math.floor(length * share)));
    const receipt = await scene.importFile(cut);
    expect(receipt.state).toBe('partial');
    runs.push(receipt.runId);
    scene.check();
  }
  const receipt = await scene.complete(path);
  expect(receipt.records.known).toBeGreaterThan(1000);
  expect(receipt.records.added + receipt.records.known).toBe(census.expected.records);
  scene.check();
  const { byRun } = arrivalReport(scene.database);
  expect([...byRun.keys()]).toEqual([...runs, receipt.runId]);
  const only = await openScene();
  await only.complete(path);
  expect(log(scene.database).classes).toEqual(log(only.database).classes);
});

test('a clinical record that was stored without its document arrives again with it', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('unpacked');
  const alone = join(scene.dir, 'alone.xml');
  writeFileSync(alone, readFileSync(join(path, 'apple_health_export', 'export.xml')));
  await scene.complete(alone);
  const receipt = await scene.complete(path);
  const { clinical, routes, ecg } = census.expected;
  expect(receipt.others['clinical']).toEqual({ added: 0, updated: clinical });
  expect(arrivalReport(scene.database).byRun.get(receipt.runId)).toBe(clinical + routes + ecg);
  const { classes } = log(scene.database);
  expect(classes).toMatchObject({ clinical, route: routes, ecg });
  expect(routes).toBeGreaterThan(0);
  scene.check();
});
