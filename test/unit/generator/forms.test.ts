import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments, parseSize } from '../../generator/arguments.ts';
import { generateExport } from '../../generator/generate.ts';
import type { ExportOptions } from '../../generator/options.ts';
import { badInputKinds, makeBadInput } from '../../support/bad-inputs.ts';
import { elementsOf, filesOf, instantOf, recordKeys } from './read-export.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hr-forms-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function filesFor(options: ExportOptions) {
  const zip = join(dir, 'export.zip');
  const census = await generateExport({ days: 10, density: 0.1, ...options, zip });
  return { census, files: await filesOf(zip) };
}

async function recordsFor(options: ExportOptions) {
  const { files } = await filesFor({ doctype: 'none', ...options });
  return elementsOf(files.get('apple_health_export/export.xml') ?? Buffer.alloc(0)).filter(
    ({ name }) => name === 'Record',
  );
}

const toMetric: Record<string, (value: number) => number> = {
  mi: (v) => v * 1.609344,
  lb: (v) => v * 0.45359237,
  degF: (v) => (v - 32) / 1.8,
  fl_oz_us: (v) => v * 29.5735295625,
  ft: (v) => v * 30.48,
  in: (v) => v * 2.54,
  'mi/hr': (v) => v * 1.609344,
};

describe('forms of an export', () => {
  it('converts the same quantities to imperial units', async () => {
    const options = { days: 40, density: 0.05 };
    const [metric, imperial] = [
      await recordsFor(options),
      await recordsFor({ ...options, units: 'imperial' }),
    ];
    expect(
      recordKeys(
        imperial.map((r) => r),
        false,
      ),
    ).toEqual(recordKeys(metric, false));
    const seen = new Set<string>();
    for (const [i, { attributes: a }] of metric.entries()) {
      const b = imperial[i]?.attributes ?? {};
      const convert = toMetric[b['unit'] ?? ''];
      if (!convert) {
        expect([b['value'], b['unit']]).toEqual([a['value'], a['unit']?.replace(/^kcal$/, 'Cal')]);
        continue;
      }
      seen.add(b['unit'] ?? '');
      expect(b['unit']).not.toBe(a['unit']);
      const difference = Math.abs(convert(Number(b['value'])) - Number(a['value']));
      expect(difference).toBeLessThanOrEqual(a['unit'] === 'degC' ? 0.001 : 2e-5 * Number(a['value']));
    }
    expect([...seen].sort()).toEqual(Object.keys(toMetric).sort());
  });

  it('prints one offset in the file, and local ones only when asked', async () => {
    const only = ['BodyMass'];
    const offsets = (records: readonly { readonly attributes: Readonly<Record<string, string>> }[]) =>
      [...new Set(records.map(({ attributes }) => attributes['startDate']?.slice(-5)))].sort();
    expect(offsets(await recordsFor({ days: 200, only }))).toEqual(['+0200']);
    expect(offsets(await recordsFor({ days: 200, only, offsetMinutes: -210 }))).toEqual(['-0330']);
    expect(offsets(await recordsFor({ days: 360, only, localDates: true }))).toEqual([
      '+0100',
      '+0200',
      '+0530',
      '-0400',
    ]);
  });

  it('stamps nothing created after the export but food logged ahead', async () => {
    const { census } = await filesFor({});
    const records = await recordsFor({});
    const created = records.map(({ attributes }) => instantOf(attributes['creationDate'] ?? ''));
    expect(Math.max(...created)).toBeLessThanOrEqual(census.exportAt);
    const ahead = records.filter(({ attributes }) => attributes['startDate']?.startsWith('2030'));
    expect(ahead.length).toBe(1);
  });

  it('writes bad bytes where asked, and counts them', async () => {
    const { census, files } = await filesFor({ controlShare: 0.01, badUtf8Share: 0.01 });
    const xml = files.get('apple_health_export/export.xml') ?? Buffer.alloc(0);
    expect(xml.toString('latin1').split('\u000b').length - 1).toBe(census.controlRecords);
    expect(xml.toString('utf8').split('\ufffd').length - 1).toBe(census.badUtf8Records);
    expect(Math.min(census.controlRecords, census.badUtf8Records)).toBeGreaterThan(5);
  });

  it('zips as a phone, as Finder, without a top folder, under any name', async () => {
    const finder = await filesFor({ finder: true, cda: false });
    expect(finder.files.has('__MACOSX/apple_health_export/._export.xml')).toBe(true);
    expect(finder.files.has('apple_health_export/.DS_Store')).toBe(true);
    expect(finder.files.has('apple_health_export/')).toBe(true);
    expect(finder.files.has('apple_health_export/export_cda.xml')).toBe(false);
    const bare = await filesFor({ top: '', name: '导出.xml' });
    expect([...bare.files.keys()].slice(0, 2)).toEqual(['导出.xml', 'export_cda.xml']);
    const mojibake = await filesFor({ name: '导出.xml', utf8Flag: false });
    expect([...mojibake.files.keys()][0]).toMatch(/^apple_health_export\/[^导]+\.xml$/);
  });

  it('writes totals and sleep as before iOS 16', async () => {
    const { census, files } = await filesFor({ doctype: '11', pre16: true });
    const elements = elementsOf(files.get('apple_health_export/export.xml') ?? Buffer.alloc(0));
    const sleep = elements.filter(
      ({ attributes }) => attributes['type'] === 'HKCategoryTypeIdentifierSleepAnalysis',
    );
    const values = new Set(
      sleep.map(({ attributes }) => attributes['value']?.replace(/^.*SleepAnalysis/, '')),
    );
    expect([...values].sort()).toEqual(['Asleep', 'AsleepUnspecified', 'InBed']);
    expect(census.elements.WorkoutStatistics + census.elements.WorkoutActivity).toBe(0);
    const workouts = elements.filter(({ name }) => name === 'Workout');
    expect(workouts.length).toBeGreaterThan(0);
    for (const { attributes } of workouts)
      expect(Number(attributes['totalDistance'])).toBeGreaterThanOrEqual(0);
  });

  it('reads a command line strictly', () => {
    expect(parseSize('300MB')).toBe(300_000_000);
    expect(parseSize('1.5gb')).toBe(1_500_000_000);
    const options = parseArguments([
      '--zip',
      'a.zip',
      '--size',
      '5MB',
      '--dtd',
      '12broken',
      '--top',
      'none',
      '--no-me',
      '--only',
      'HeartRate,Workout',
    ]);
    expect(options).toMatchObject({
      zip: 'a.zip',
      size: 5e6,
      doctype: '12broken',
      top: '',
      me: false,
      only: ['HeartRate', 'Workout'],
    });
    for (const bad of [
      ['--sizes', '3MB'],
      ['--size', 'many'],
      ['--dup', '2'],
      ['--dtd', '9'],
      ['--units', 'nautical'],
    ])
      expect(() => parseArguments(bad)).toThrow();
  });

  it('makes every bad input, small', async () => {
    for (const kind of badInputKinds)
      expect((await stat(await makeBadInput(kind, dir))).size).toBeLessThan(200_000);
  });
});
