import { expect, test } from 'vitest';
import { readJson } from '../../support/dumped-rows.ts';
import { differences } from '../../support/history-dump.ts';
import { expectedRows, openScene, storedRows, typesRead } from '../../support/import-scene.ts';

test('the receipt counts what stood in the file, the database holds what it must', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('export.zip');
  const receipt = await scene.complete(path);
  expect(receipt.elements).toEqual(census.elements);
  expect(typesRead(receipt)).toEqual(census.types);
  expect(receipt.records).toEqual({
    read: census.elements.Record,
    added: census.expected.records,
    known: 0,
    repeated: census.expected.repeated,
    skipped: 0,
  });
  expect(receipt).toMatchObject({
    kind: 'zip',
    exportAt: census.exportAt,
    offsetMinutes: census.offsetMinutes,
    locale: 'en_US',
    exportVersion: '14',
    bytes: census.bytes,
    aliases: [],
    others: {
      workout: { added: census.expected.workouts, updated: 0 },
      activity_summary: { added: census.expected.summaries, updated: 0 },
    },
  });
  const dumped = scene.dump();
  expect(storedRows(dumped)).toEqual(expectedRows(census));
  const types = readJson(dumped, 'record').map(([type]) => String(type));
  const stored = Object.groupBy(types, (type) => type);
  expect(Object.fromEntries(Object.entries(stored).map(([type, all]) => [type, all?.length]))).toEqual(
    census.expected.types,
  );
  const points = readJson(dumped, 'route').reduce((sum, row) => sum + Number(row[9]), 0);
  expect(points).toBe(census.expected.routePoints);
  expect(receipt.elements.RoutePoint).toBe(points);
  scene.check();
});

test('what no version has had so far is kept: an element, an attribute, a type', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('export.zip', { days: 60, density: 0.02 });
  const receipt = await scene.complete(path);
  expect(receipt.elements.unknown).toBe(2);
  expect(receipt.problems).toContainEqual(expect.objectContaining({ code: 'element.unknown', count: 2 }));
  const dumped = scene.dump();
  expect(readJson(dumped, 'kept_element').map(([, name]) => name)).toEqual(['Novelty', 'Novelty']);
  expect(dumped['kept_element']?.join()).toContain('calm &amp; bright');
  expect(dumped['record']?.filter((row) => row.includes('[\\"@')).length).toBeGreaterThan(0);
  expect(Object.keys(census.expected.types)).toContain('HKDataTypeSleepDurationGoal');
});

test('raw control characters and bad UTF-8 are replaced and counted; the source is still the same', async () => {
  const plain = await openScene();
  const { path: plainPath } = await plain.make('plain.zip');
  await plain.complete(plainPath);
  const scene = await openScene();
  const { path, census } = await scene.make('dirty.zip', { controlShare: 0.02, badUtf8Share: 0.01 });
  const receipt = await scene.complete(path);
  expect(census.controlRecords).toBeGreaterThan(10);
  expect(receipt.problems).toContainEqual(
    expect.objectContaining({ code: 'text.control_character', count: census.controlRecords }),
  );
  expect(receipt.problems).toContainEqual(
    expect.objectContaining({ code: 'text.bad_utf8', count: census.badUtf8Records }),
  );
  expect(differences(plain.dump(), scene.dump())).toEqual([]);
});
