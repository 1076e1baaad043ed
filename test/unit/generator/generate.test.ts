import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Census } from '../../generator/census.ts';
import { generateExport } from '../../generator/generate.ts';
import type { ExportOptions } from '../../generator/options.ts';
import { generateSample } from '../../generator/sample.ts';
import { elementsOf, filesOf, type ReadElement, recordKeys } from './read-export.ts';

let dir = '';
let made = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hr-generator-'));
});
afterAll(() => rm(dir, { recursive: true }));

interface Made {
  readonly census: Census;
  readonly files: Map<string, Buffer>;
  readonly xml: Buffer;
  readonly elements: ReadElement[];
  readonly keys: string[];
}

const base: ExportOptions = { days: 15, density: 0.05, routeShare: 1 };

async function make(options: ExportOptions): Promise<Made> {
  const path = join(dir, `${made++}.zip`);
  const census = await generateExport({ ...base, doctype: 'none', ...options, zip: path });
  const files = await filesOf(path);
  const xml = files.get('apple_health_export/export.xml') ?? Buffer.alloc(0);
  const elements = elementsOf(xml);
  return { census, files, xml, elements, keys: recordKeys(elements) };
}

const sorted = (keys: readonly string[]) => [...keys].sort();

describe('an export', () => {
  it('holds what its census says', async () => {
    const { census, files, xml, elements, keys } = await make({ doctype: '14', duplicateShare: 0.02 });
    const counted: Record<string, number> = {};
    const known = new Set(Object.keys(census.elements));
    for (const { name } of elements) counted[name] = (counted[name] ?? 0) + 1;
    for (const name of known)
      if (!['unknown', 'Electrocardiogram', 'RoutePoint'].includes(name))
        expect([name, counted[name] ?? 0]).toEqual([name, census.elements[name as keyof Census['elements']]]);
    expect(counted['Novelty']).toBe(census.elements.unknown);
    const routes = [...files].filter(([name]) => name.endsWith('.gpx'));
    const points = routes.flatMap(([, text]) => elementsOf(text)).filter(({ name }) => name === 'trkpt');
    expect(points.length).toBe(census.elements.RoutePoint);
    expect(routes.length).toBe(census.elements.WorkoutRoute);
    const named = elements
      .filter(({ name }) => name === 'FileReference')
      .map(({ attributes }) => attributes['path']);
    expect(sorted(named.map((path) => `apple_health_export${path}`))).toEqual(
      sorted(routes.map(([name]) => name)),
    );
    const ecgs = [...files.keys()].filter((name) => name.includes('/ecg_'));
    expect(ecgs.length).toBe(census.elements.Electrocardiogram);
    expect(new Set(keys).size).toBe(census.expected.records);
    expect(keys.length - new Set(keys).size).toBe(census.expected.repeated);
    expect(census.expected.copies).toBeGreaterThan(0);
    expect(census.expected.correlationTwins).toBeGreaterThan(0);
    expect(census.bytes).toBe(xml.length);
    for (const [name, count] of Object.entries(census.elements))
      expect([name, count > 0]).toEqual([name, true]);
  });

  it('is the same to the byte for the same options', async () => {
    const [one, two] = [await make({}), await make({})];
    expect(one.xml.equals(two.xml)).toBe(true);
    expect([...one.files.keys()]).toEqual([...two.files.keys()]);
    expect((await make({ seed: 2 })).xml.equals(one.xml)).toBe(false);
  });

  it('keeps every record when only its form changes', async () => {
    const plain = await make({});
    const forms: ExportOptions[] = [
      { pointers: 5 },
      { offsetMinutes: -300 },
      { localDates: true },
      { shuffle: true },
      { attributeOrder: 'legacy' },
      { doctype: '13' },
      { doctype: '11' },
      { locale: 'ja_JP' },
      { store: true },
    ];
    for (const form of forms) {
      const other = await make(form);
      expect(sorted(other.keys)).toEqual(sorted(plain.keys));
      expect(other.xml.equals(plain.xml)).toBe('store' in form);
      // Version 11 knows no prescriptions for glasses.
      const { visions, ...rows } = plain.census.expected;
      expect(other.census.expected).toEqual({ ...rows, visions: form.doctype === '11' ? 0 : visions });
    }
    expect((await make({ shuffle: true })).keys).not.toEqual(plain.keys);
  });

  it('holds the whole earlier export and more after some days', async () => {
    const [first, later] = [await make({}), await make({ extraDays: 7, pointers: 3 })];
    const keys = new Set(later.keys);
    expect(first.keys.filter((key) => !keys.has(key))).toEqual([]);
    expect(later.census.expected.records).toBeGreaterThan(first.census.expected.records);
    expect(later.census.exportAt - first.census.exportAt).toBe(7 * 86_400);
    const workouts = (made: Made) =>
      made.elements.filter(({ name }) => name === 'Workout').map(({ attributes }) => attributes['startDate']);
    const later7 = new Set(workouts(later));
    expect(workouts(first).every((start) => later7.has(start))).toBe(true);
  });

  it('covers the same days whatever the form, when a size is asked for', async () => {
    const size = 2_000_000;
    const { days: _, ...rest } = base;
    const zip = join(dir, 'size.zip');
    const plain = await generateExport({ ...rest, size, zip });
    expect(plain.bytes / size).toBeGreaterThan(0.8);
    expect(plain.bytes / size).toBeLessThan(1.25);
    const other = await generateExport({
      ...rest,
      size,
      zip,
      units: 'imperial',
      doctype: 'none',
      watchName: 'W',
      duplicateShare: 0.2,
    });
    expect(other.days).toBe(plain.days);
  });

  it('leaves out old heart rate only', async () => {
    const long: ExportOptions = { days: 420, only: ['HeartRate', 'RestingHeartRate'], density: 0.05 };
    const [all, thinned] = [await make(long), await make({ ...long, dropOldShare: 0.5 })];
    const left = new Set(thinned.keys);
    const gone = all.keys.filter((key) => !left.has(key));
    expect(gone.length).toBeGreaterThan(400);
    expect(gone.every((key) => key.startsWith('HKQuantityTypeIdentifierHeartRate|'))).toBe(true);
    expect(gone.every((key) => Number(key.split('|')[1]) < all.census.exportAt - 365 * 86_400)).toBe(true);
    expect(thinned.keys.length + gone.length).toBe(all.keys.length);
  });

  it('is somebody else with --person 2', async () => {
    const [one, two] = [await make({}), await make({ person: 2 })];
    const whatever = (keys: readonly string[]) => keys.map((key) => key.split('|').toSpliced(3, 1).join('|'));
    const known = new Set(whatever(one.keys));
    expect(whatever(two.keys).filter((key) => known.has(key)).length / two.keys.length).toBeLessThan(0.03);
    const me = (made: Made) => made.elements.find(({ name }) => name === 'Me')?.attributes ?? {};
    expect(me(two)['HKCharacteristicTypeIdentifierDateOfBirth']).not.toBe(
      me(one)['HKCharacteristicTypeIdentifierDateOfBirth'],
    );
    expect((await make({ me: false })).elements.some(({ name }) => name === 'Me')).toBe(false);
  });

  it('has rings that are the sum of the day, also of the day that is not over', async () => {
    const { elements } = await make({ density: 0.3 });
    const sums = new Map<string, number>();
    for (const { name, attributes: a } of elements)
      if (name === 'Record' && a['type'] === 'HKQuantityTypeIdentifierActiveEnergyBurned') {
        const date = a['startDate']?.slice(0, 10) ?? '';
        sums.set(date, (sums.get(date) ?? 0) + Number(a['value']));
      }
    const rings = elements.filter(({ name }) => name === 'ActivitySummary');
    expect(rings.length).toBe(16);
    for (const { attributes: a } of rings) {
      const sum = sums.get(a['dateComponents'] ?? '') ?? 0;
      expect(Math.abs(sum - Number(a['activeEnergyBurned'])) / sum).toBeLessThan(0.15);
    }
  });

  it('renames the Watch and nothing else', async () => {
    const [plain, renamed] = [await make({}), await make({ watchName: 'Running Watch' })];
    expect(sorted(renamed.keys)).toEqual(
      sorted(plain.keys.map((key) => key.replace('Sam\u2019s Apple\u00a0Watch', 'Running Watch'))),
    );
  });

  it('makes a sample with something of everything, up to now', async () => {
    const zip = join(dir, 'sample.zip');
    const now = new Date('2026-03-14T15:09:26Z');
    const census = await generateSample(zip, now, 'America/Los_Angeles');
    expect(census.exportDate).toBe('2026-03-14 08:09:26 -0700');
    expect([census.days, census.firstDate]).toEqual([730, '2024-03-14']);
    for (const [name, count] of Object.entries(census.elements))
      expect([name, count > 0]).toEqual([name, true]);
    const { size } = await stat(zip);
    expect(size).toBeGreaterThan(9e6);
    expect(size).toBeLessThan(15e6);
  });

  it('writes the folder that its zip unpacks to', async () => {
    const out = join(dir, 'folder');
    await generateExport({ ...base, doctype: 'none', out });
    const { files, xml } = await make({});
    expect((await readFile(join(out, 'apple_health_export/export.xml'))).equals(xml)).toBe(true);
    const names = await readdir(join(out, 'apple_health_export/workout-routes'));
    expect(names.length).toBe([...files.keys()].filter((name) => name.endsWith('.gpx')).length);
  });
});
