import { expect, test } from 'vitest';
import { readJson } from '../../support/dumped-rows.ts';
import type { XmlRecord } from '../../support/health-xml.ts';
import * as healthXml from '../../support/health-xml.ts';
import { differences } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';

test.each([
  ['metric', 'imperial'],
  ['imperial', 'metric'],
] as const)('a phone that goes from %s to %s units and back: nothing doubles', async (before, after) => {
  const scene = await openScene();
  const options = { days: 21, density: 0.05 };
  const first = await scene.make('first.zip', { ...options, units: before });
  const second = await scene.make('second.zip', { ...options, units: after, pointers: 3 });
  const third = await scene.make('third.zip', { ...options, units: before, pointers: 4 });
  await scene.complete(first.path);
  const stored = scene.dump();
  expect(stored['type_unit']?.join()).toContain(before === 'metric' ? '"kg"' : '"lb"');
  for (const { path, census } of [second, third]) {
    const receipt = await scene.complete(path);
    const { records: known, repeated } = census.expected;
    expect(receipt.records).toMatchObject({ added: 0, known, repeated });
    expect(receipt.others).toEqual({});
  }
  expect(differences(stored, scene.dump())).toEqual([]);
});

test('a week more in the other region: the new rows are added in their own unit, and known in both afterward', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', { units: 'imperial', extraDays: 7 });
  const back = await scene.make('back.zip', { units: 'metric', extraDays: 7, pointers: 1 });
  await scene.complete(first.path);
  const receipt = await scene.complete(later.path);
  expect(receipt.records.added).toBe(later.census.expected.records - first.census.expected.records);
  const stored = scene.dump();
  expect(stored['type_unit']?.join()).toMatch(/"kg".*"lb"/s);
  expect((await scene.complete(back.path)).records).toMatchObject({ added: 0 });
  expect(differences(stored, scene.dump())).toEqual([]);
  scene.check();
});

const at = 1_750_000_000;
const mass = 'HKQuantityTypeIdentifierBodyMass';
const heat = 'HKQuantityTypeIdentifierBodyTemperature';
const style = { exportAt: at + 86_400 };

const weight = (value: string, unit: string, start = at): XmlRecord => ({
  type: mass,
  source: 'Scale',
  start,
  value,
  unit,
});
const warmth = (value: string, unit: string): XmlRecord => ({
  type: heat,
  source: 'Thermometer',
  start: at,
  value,
  unit,
});

test('one file that prints the same samples in two units', async () => {
  const scene = await openScene();
  const twice = [weight('70', 'kg'), warmth('37', 'degC'), weight('154.324', 'lb'), warmth('98.6', 'degF')];
  const receipt = await scene.complete(
    healthXml.writeExport(scene.dir, 'mixed.xml', twice.map(healthXml.recordXml), style),
  );
  expect(receipt.records).toMatchObject({ added: 2, known: 0, repeated: 2 });
  // In another batch of the same file, thousands of rows later.
  const filler = Array.from({ length: 5000 }, (_, i) => weight(String(60 + (i % 40)), 'kg', at + 60 + i));
  const far = [...filler, weight('70', 'kg', at - 5), ...filler, weight('154.324', 'lb', at - 5)];
  const other = await openScene();
  const second = await other.complete(
    healthXml.writeExport(other.dir, 'far.xml', far.map(healthXml.recordXml), style),
  );
  expect(second.records).toMatchObject({ added: 5001, repeated: 5001 });
  scene.check();
  other.check();
});

test('beyond the tolerance, or in the same unit, near values are two samples', async () => {
  const scene = await openScene();
  const near = [
    weight('70', 'kg'),
    weight('70.0001', 'kg'),
    weight('154.35', 'lb'),
    warmth('37', 'degC'),
    warmth('98.65', 'degF'),
  ];
  const receipt = await scene.complete(
    healthXml.writeExport(scene.dir, 'near.xml', near.map(healthXml.recordXml), style),
  );
  expect(receipt.records).toMatchObject({ added: 5, repeated: 0 });
});

test('of two samples within the tolerance each finds its own', async () => {
  const scene = await openScene();
  const first = [weight('70.0000', 'kg'), weight('70.0010', 'kg')];
  const second = [weight('154.325745', 'lb'), weight('154.323585', 'lb')];
  await scene.complete(healthXml.writeExport(scene.dir, 'first.xml', first.map(healthXml.recordXml), style));
  const receipt = await scene.complete(
    healthXml.writeExport(scene.dir, 'second.xml', second.map(healthXml.recordXml), style),
  );
  expect(receipt.records).toEqual({ read: 2, added: 0, known: 2, repeated: 0, skipped: 0 });
  expect(readJson(scene.dump(), 'record').map((row) => row[11])).toEqual([1, 1]);
});

test('workouts, rings and correlations are the same in both regions', async () => {
  const scene = await openScene();
  const build = (miles: boolean) => {
    const food = { type: 'HKQuantityTypeIdentifierDietaryWater', source: 'Food', start: at };
    const water = miles
      ? { ...food, value: '16.907', unit: 'fl_oz_us' }
      : { ...food, value: '500', unit: 'mL' };
    const distance = 'HKQuantityTypeIdentifierDistanceWalkingRunning';
    return [
      healthXml.recordXml(water),
      healthXml.correlationXml('HKCorrelationTypeIdentifierFood', 'Food', at, [water]),
      healthXml.workoutXml(
        'Watch',
        at,
        miles
          ? healthXml.statisticXml(distance, at, '3.10686', 'mi')
          : healthXml.statisticXml(distance, at, '5', 'km'),
      ),
      miles
        ? healthXml.summaryXml('2025-06-15', '400', 'Cal')
        : healthXml.summaryXml('2025-06-15', '1673.6', 'kJ'),
    ];
  };
  await scene.complete(healthXml.writeExport(scene.dir, 'km.xml', build(false), style));
  const before = scene.dump();
  const receipt = await scene.complete(
    healthXml.writeExport(scene.dir, 'mi.xml', build(true), { exportAt: at + 90_000 }),
  );
  expect(receipt.records).toMatchObject({ added: 0, known: 1, repeated: 1 });
  expect(receipt.others).toEqual({});
  expect(differences(before, scene.dump())).toEqual([]);
  scene.check();
});
